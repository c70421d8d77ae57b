//! The Open Bank Project's codes, which say more than the statuses they come with: most failures are 400.

use super::{NAME, failed};
use crate::obp::Error as Theirs;
use crate::{Error, ErrorKind, Verb};

pub(super) const NOBODY_BY_NAME: &str = "OBP-20027";
pub(super) const NO_SUCH_ENTITLEMENT: &str = "OBP-30212";
pub(super) const HAS_ENTITLEMENT: &str = "OBP-30216";

pub(in crate::adapter) fn refused(verb: Verb, error: Theirs) -> Error {
    let error = failed(NAME, verb, error, |error| kind(error.problem()?.obp_code()?));
    // By its status of 400 it would count as not carried out, and could be sent again.
    let unknown = error.outcome_unknown() || verb.changes() && error.code().is_some_and(is_trouble);
    error.with_outcome_unknown(unknown)
}

/// The server's own trouble, or that of the bank's backend behind it.
fn is_trouble(code: &str) -> bool {
    code.starts_with("OBP-50")
}

/// Returns what a code means; other codes leave it to the status.
fn kind(code: &str) -> Option<ErrorKind> {
    match code {
        // No such user: by id, by name, by id again.
        "OBP-20005" | NOBODY_BY_NAME | "OBP-20057" => Some(ErrorKind::NotFound),
        // No such role, bank or entitlement.
        "OBP-10007" | "OBP-30001" | NO_SUCH_ENTITLEMENT => Some(ErrorKind::NotFound),
        HAS_ENTITLEMENT => Some(ErrorKind::AlreadyExists),
        // A DirectLogin token that has expired, or none at all.
        "OBP-20003" | "OBP-20001" => Some(ErrorKind::Unauthenticated),
        // A role that the caller lacks; only super administrators may.
        "OBP-20006" | "OBP-20050" => Some(ErrorKind::PermissionDenied),
        "OBP-10018" => Some(ErrorKind::RateLimited),
        // No such path: a matter of the server's version, and not of the person.
        "OBP-10404" => Some(ErrorKind::Other),
        code if is_trouble(code) => Some(ErrorKind::Unavailable),
        _ => None,
    }
}
