//! FINBOURNE's business codes, which say more than the statuses they come with.

use super::{NAME, failed};
use crate::finbourne::Error as Theirs;
use crate::{Error, ErrorKind, Verb};

/// The user is not locked out.
pub(super) const NOT_LOCKED: &str = "706";
/// The user's status does not allow the step, for instance because it has been taken already.
pub(super) const ALREADY_FITS: &str = "717";

pub(in crate::adapter) fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, |error| kind(error.problem()?.code))
}

/// Returns what a code means; other codes leave it to the status.
fn kind(code: i64) -> Option<ErrorKind> {
    match code {
        // No such user, twice; one who is deleted; no such role, for FINBOURNE or for the identity provider.
        239 | 657 | 705 | 660 | 661 => Some(ErrorKind::NotFound),
        658 => Some(ErrorKind::AlreadyExists),
        // Not locked out, activated already, a status or a type of user for which the step is not meant.
        706 | 707 | 717 | 718 | 719 | 784 | 785 | 786 => Some(ErrorKind::Conflict),
        // A password that does not keep to the rules.
        787 => Some(ErrorKind::InvalidInput),
        187 => Some(ErrorKind::Unauthenticated),
        // No permission; a network from which there is none.
        186 | 939 => Some(ErrorKind::PermissionDenied),
        _ => None,
    }
}
