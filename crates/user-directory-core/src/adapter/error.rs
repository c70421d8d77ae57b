//! From a provider crate's error to the common one.

use std::borrow::Cow;
use std::str::FromStr;

use user_directory_runtime::{AuthError, Error as ProviderError, ErrorKind as Stage, Problem};

use crate::{Error, ErrorKind, Field, Result, UserDirectory, UserId, Verb};

/// Makes the common error of a provider crate's, which becomes its source.
///
/// `kind` may decide by what the provider says, such as its codes; where it returns `None`, the general rule applies:
/// the stage of the call, and for answers the status.
pub(super) fn failed<P: Problem>(
    provider: &'static str,
    verb: Verb,
    error: ProviderError<P>,
    kind: impl FnOnce(&ProviderError<P>) -> Option<ErrorKind>,
) -> Error {
    let kind = kind(&error).unwrap_or_else(|| general(verb, &error));
    let mut common = Error::new(kind, provider)
        .with_verb(verb)
        .with_operation(error.operation())
        .with_retry_after(error.retry_after())
        .with_outcome_unknown(error.outcome_unknown());
    if let Some(status) = error.status() {
        common = common.with_status(status.as_u16());
    }
    if let Some(code) = error.code() {
        common = common.with_code(code);
    }
    if let Some(message) = error.message() {
        common = common.with_message(message);
    }
    if let Some(id) = error.request_id() {
        common = common.with_request_id(id);
    }
    common.with_source(error)
}

/// Fails if an adapter does not have a verb. The handle has looked after that already, unless the adapter is called past
/// it.
pub(super) fn require(adapter: &impl UserDirectory, verb: Verb) -> Result<()> {
    if adapter.capabilities().supports(verb) { Ok(()) } else { Err(Error::unsupported(adapter.provider(), verb)) }
}

/// Says why an adapter refuses something itself.
pub(super) fn refuse(
    provider: &'static str,
    verb: Verb,
    kind: ErrorKind,
    detail: impl Into<Cow<'static, str>>,
) -> Error {
    Error::new(kind, provider).with_verb(verb).with_detail(detail)
}

/// Returns a value that the provider cannot do without. The handle has looked after that already, unless the adapter is
/// called past it.
pub(super) fn missing<T>(provider: &'static str, verb: Verb, field: Field, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| refuse(provider, verb, ErrorKind::InvalidInput, format!("it needs {field}")))
}

/// Says that an answer is of the documented form and yet cannot be used. What it answers was carried out.
pub(super) fn undecodable(provider: &'static str, verb: Verb, detail: &'static str) -> Error {
    refuse(provider, verb, ErrorKind::Decode, detail).with_outcome_unknown(verb.changes())
}

/// Reads an id of a fixed form. One of another form belongs to nobody.
pub(super) fn parse_id<T: FromStr>(provider: &'static str, verb: Verb, id: &UserId) -> Result<T> {
    let detail = "the id is not of the form that this provider's ids have";
    id.as_str().parse().map_err(|_| refuse(provider, verb, ErrorKind::NotFound, detail))
}

fn general<P>(verb: Verb, error: &ProviderError<P>) -> ErrorKind {
    match error.kind() {
        Stage::Request => ErrorKind::InvalidInput,
        Stage::Auth => unauthenticated(error),
        Stage::Connect | Stage::Transport => ErrorKind::Unavailable,
        Stage::Timeout => ErrorKind::Timeout,
        Stage::Decode => ErrorKind::Decode,
        Stage::Api => error.status().map_or(ErrorKind::Other, |status| answered(verb, status.as_u16())),
        _ => ErrorKind::Other,
    }
}

/// Tells wrong credentials from an issuer of tokens that is busy or in trouble.
fn unauthenticated<P>(error: &ProviderError<P>) -> ErrorKind {
    let source = std::error::Error::source(error);
    let status = source.and_then(|source| source.downcast_ref::<AuthError>()).and_then(AuthError::status);
    match status.map(|status| status.as_u16()) {
        Some(429) => ErrorKind::RateLimited,
        Some(500..) => ErrorKind::Unavailable,
        _ => ErrorKind::Unauthenticated,
    }
}

fn answered(verb: Verb, status: u16) -> ErrorKind {
    match status {
        400 | 413 | 422 => ErrorKind::InvalidInput,
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::PermissionDenied,
        404 | 410 => ErrorKind::NotFound,
        408 | 504 => ErrorKind::Timeout,
        409 if matches!(verb, Verb::Create | Verb::Invite) => ErrorKind::AlreadyExists,
        409 | 412 | 423 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        500.. => ErrorKind::Unavailable,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use user_directory_runtime::{NoProblem, Operation};

    static OPERATION: Operation = Operation {
        id: "getUser",
        method: "GET",
        path: "/users/{id}",
        python_name: "get_user",
        safe: true,
        idempotent: true,
        auth: &[],
        success: &["200"],
        errors: &[],
        accept: None,
        content_type: None,
        pagination: None,
        reserved: &[],
    };

    #[test]
    fn statuses_have_one_meaning_each() {
        for (status, verb, kind) in [
            (400, Verb::Get, ErrorKind::InvalidInput),
            (401, Verb::Get, ErrorKind::Unauthenticated),
            (403, Verb::Get, ErrorKind::PermissionDenied),
            (404, Verb::Get, ErrorKind::NotFound),
            (409, Verb::Create, ErrorKind::AlreadyExists),
            (409, Verb::Disable, ErrorKind::Conflict),
            (429, Verb::Get, ErrorKind::RateLimited),
            (500, Verb::Get, ErrorKind::Unavailable),
            (503, Verb::Get, ErrorKind::Unavailable),
            (418, Verb::Get, ErrorKind::Other),
        ] {
            assert_eq!(answered(verb, status), kind, "{status}");
        }
    }

    #[test]
    fn the_providers_error_is_the_source() {
        let theirs = ProviderError::<NoProblem>::invalid_request(&OPERATION, "no");
        let error = failed("velo", Verb::Get, theirs, |_| None);
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.operation(), Some("getUser"));
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.downcast_ref::<ProviderError<NoProblem>>().is_some());
        let theirs = ProviderError::<NoProblem>::invalid_request(&OPERATION, "no");
        let error = failed("velo", Verb::Get, theirs, |_| Some(ErrorKind::NotFound));
        assert!(error.is_not_found());
    }

    #[test]
    fn an_id_of_another_form_is_nobodys() {
        let id = UserId::new("x").unwrap();
        let error = parse_id::<u64>("velo", Verb::Get, &id).unwrap_err();
        assert!(error.is_not_found());
    }
}
