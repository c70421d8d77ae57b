//! Ids of providers that make them UUIDs.

use uuid::Uuid;

use crate::UserId;

/// Returns a UUID as an id, written without the detour by `Display`.
pub(super) fn uuid_id(id: Uuid) -> Option<UserId> {
    let mut buffer = Uuid::encode_buffer();
    UserId::new(id.hyphenated().encode_lower(&mut buffer)).ok()
}
