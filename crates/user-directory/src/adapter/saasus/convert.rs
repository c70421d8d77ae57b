//! Between SaaSus's types and the common ones.

use bytes::Bytes;

use super::NAME;
use crate::adapter::{missing, undecodable};
use crate::saasus::types;
use crate::{Field, Result, Secret, Status, User, UserId, Verb};

/// Converts a user of the list.
pub(super) fn user(record: types::SaasUser, verb: Verb) -> Result<User> {
    Ok(fields(&record, verb)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(record: &types::SaasUser, body: Bytes, verb: Verb) -> Result<User> {
    Ok(fields(record, verb)?.with_body::<types::SaasUser>(body))
}

/// SaaSus has no status: whoever is there can sign in, those who were invited with the password that was mailed.
fn fields(record: &types::SaasUser, verb: Verb) -> Result<User> {
    let id = UserId::new(&record.id).map_err(|_| undecodable(NAME, verb, "a user's id is none"))?;
    let mut user = User::new(id, Status::Active);
    user.email = Some(record.email.clone());
    Ok(user)
}

pub(super) fn email(verb: Verb, email: Option<String>) -> Result<String> {
    missing(NAME, verb, Field::Email, email)
}

pub(super) fn new_user(email: String, password: Option<Secret>) -> Result<types::CreateSaasUserParam> {
    Ok(types::CreateSaasUserParam::new(email, missing(NAME, Verb::Create, Field::Password, password)?))
}
