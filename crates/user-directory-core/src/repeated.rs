//! What a refusal means if the request before it may have been carried out.

use crate::{ErrorKind, Mfa, Result, Status, User, UserDirectory, UserId, Verb};

/// Takes a refusal for success if the state that the call was to bring about is there, after an attempt whose outcome is
/// unknown: a deletion that is repeated meets nobody, an unlocking nothing to unlock. Either that attempt has done it or
/// somebody else meanwhile, and to the caller it is the same.
pub(crate) async fn settle<T>(
    directory: &dyn UserDirectory,
    verb: Verb,
    id: &UserId,
    result: Result<T>,
    done: T,
) -> Result<T> {
    let error = match result {
        Err(error) if error.outcome_unknown() => error,
        result => return result,
    };
    let refused = matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Conflict | ErrorKind::InvalidInput);
    let settled = match verb {
        Verb::Delete | Verb::Purge | Verb::Revoke => error.is_not_found(),
        Verb::Grant => error.is_already_exists(),
        _ if refused => directory.get(id).await.is_ok_and(|user| is_done(verb, &user)),
        _ => false,
    };
    if !settled {
        return Err(error);
    }
    tracing::info!(
        verb = verb.as_str(),
        "a repeated call found its work done, by the attempt before or by somebody else"
    );
    Ok(done)
}

/// Returns whether a person is in the state that a verb brings about.
fn is_done(verb: Verb, user: &User) -> bool {
    match verb {
        Verb::Restore => user.status != Status::Deleted,
        Verb::Enable => user.status == Status::Active || user.enabled == Some(true),
        Verb::Disable => user.is_disabled(),
        Verb::Lock => user.locked == Some(true),
        Verb::Unlock => user.locked == Some(false),
        Verb::ResetMfa => user.mfa.as_ref().is_some_and(|mfa: &Mfa| !mfa.enrolled),
        _ => false,
    }
}
