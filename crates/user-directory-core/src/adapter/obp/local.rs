//! Users of the server's own identity provider, which it locks by name.

use super::error::NOBODY_BY_NAME;
use super::{NAME, Obp, refuse};
use crate::{Error, ErrorKind, Result, UserId, Verb};

impl Obp {
    /// Returns the name under which the server locks somebody.
    ///
    /// It looks among its own users alone. Names are unique only within an identity provider, so the name of somebody
    /// who comes from another one can be that of somebody else here: the server is asked whose it is.
    pub(super) async fn local_name(&self, id: &UserId, verb: Verb) -> Result<String> {
        let user = self.read(id, verb).await?;
        let Some(name) = user.username else {
            return Err(not_local(verb));
        };
        match self.call(verb, self.client.get_user_by_username(name.as_str()).send()).await {
            Ok(owner) if owner.user_id == user.user_id => Ok(name),
            Ok(_) => Err(not_local(verb)),
            Err(error) if error.code() == Some(NOBODY_BY_NAME) => Err(not_local(verb)),
            Err(error) => Err(error.with_outcome_unknown(false)),
        }
    }
}

fn not_local(verb: Verb) -> Error {
    let detail = "the user is not one of the server's own identity provider, and only those can be locked";
    refuse(NAME, verb, ErrorKind::Conflict, detail)
}
