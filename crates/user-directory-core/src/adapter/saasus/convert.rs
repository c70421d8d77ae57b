//! Between SaaSus's types and the common ones.

use super::{NAME, missing, undecodable};
use crate::adapter::Record;
use crate::saasus::types;
use crate::{Email, Field, Result, Secret, Status, User, UserId, Verb};

impl Record for types::SaasUser {
    /// SaaSus has no status: whoever is there can sign in, those who were invited with the password that was mailed.
    fn user(&self, verb: Verb) -> Result<User> {
        let id = UserId::new(&self.id).map_err(|_| undecodable(NAME, verb, "a user's id is none"))?;
        let mut user = User::new(id, Status::Active);
        user.emails.push(Email::new(&self.email));
        user.attributes.extend(self.attributes.clone().into_iter().flatten());
        Ok(user)
    }
}

pub(super) fn new_user(email: String, password: Option<Secret>) -> Result<types::CreateSaasUserParam> {
    Ok(types::CreateSaasUserParam::new(email, missing(NAME, Verb::Create, Field::Password, password)?))
}
