//! Users of the server's own identity provider, which it locks by name.

use super::error::NOBODY_BY_NAME;
use super::{NAME, Obp, refuse};
use crate::obp::types;
use crate::{Error, ErrorKind, Result, UserId, Verb};

impl Obp {
    /// Returns the server's own user of a name. It knows no others by name.
    async fn own_user(&self, name: &str, verb: Verb) -> Result<Option<types::UserV400>> {
        match self.call(verb, self.client.get_user_by_username(name).send()).await {
            Ok(user) => Ok(Some(user.into_inner())),
            Err(error) if error.code() == Some(NOBODY_BY_NAME) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the name under which the server locks somebody.
    ///
    /// It looks among its own users alone. Names are unique only within an identity provider, so the name of somebody
    /// who comes from another one can be that of somebody else here: the server is asked whose it is.
    pub(super) async fn local_name(&self, id: &UserId, verb: Verb) -> Result<String> {
        let user = self.read(id, verb).await?;
        let Some(name) = user.username else {
            return Err(not_local(verb));
        };
        let owner = self.own_user(&name, verb).await.map_err(|error| error.with_outcome_unknown(false))?;
        if owner.is_some_and(|owner| owner.user_id == user.user_id) { Ok(name) } else { Err(not_local(verb)) }
    }
}

fn not_local(verb: Verb) -> Error {
    let detail = "the user is not one of the server's own identity provider, and only those can be locked";
    refuse(NAME, verb, ErrorKind::Conflict, detail)
}
