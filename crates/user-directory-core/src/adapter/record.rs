//! Users, read from a provider's records.

use serde::Serialize;
use serde::de::DeserializeOwned;
use user_directory_runtime::ResponseValue;

use crate::{Result, User, Verb};

/// A provider's record of a user.
pub(super) trait Record: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Reads the common fields.
    fn user(&self, verb: Verb) -> Result<User>;
}

/// Reads the users of a list.
pub(super) fn listed<R: Record>(verb: Verb, records: impl IntoIterator<Item = R>) -> Result<Vec<User>> {
    records.into_iter().map(|record| Ok(record.user(verb)?.with_record(record))).collect()
}

/// Reads a user who came alone, so that the body is theirs.
pub(super) fn fetched<R: Record>(verb: Verb, answer: ResponseValue<R>) -> Result<User> {
    let (record, answer) = answer.into_parts();
    Ok(record.user(verb)?.with_body::<R>(answer.into_bytes()))
}
