//! What a refusal means if the request before it may have been carried out.

use crate::request::{Get, Request};
use crate::{ErrorKind, Mfa, Result, Status, User, UserDirectory, Verb};

/// Sends a request, and takes a refusal for success if the state that it was to bring about is there, after an attempt
/// whose outcome is unknown: a deletion that is repeated meets nobody, an unlocking nothing to unlock. Either that attempt
/// has done it or somebody else meanwhile, and to the caller it is the same.
pub(crate) async fn settled<R: Request>(directory: &dyn UserDirectory, request: R) -> Result<R::Answer> {
    let (Some(done), Some(id)) = (request.done(), request.id().cloned()) else {
        return request.send(directory).await;
    };
    let verb = request.verb();
    let error = match request.send(directory).await {
        Err(error) if error.outcome_unknown() => error,
        result => return result,
    };
    let refused = matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Conflict | ErrorKind::InvalidInput);
    let settled = match verb {
        Verb::Delete | Verb::Purge | Verb::Revoke => error.is_not_found(),
        Verb::Grant => error.is_already_exists(),
        _ if refused => directory.get(Get::new(id)).await.is_ok_and(|user| is_done(verb, &user)),
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
