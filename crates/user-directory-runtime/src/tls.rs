//! Telling a failed TLS handshake from a connection that could not be made.

use std::error::Error;
use std::io;

/// What to do about a build without TLS.
pub(crate) const NO_TLS: &str = "this build has no TLS: enable the feature `rustls` or `native-tls` of the crate";

/// Why no secure connection could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsFailure {
    /// The URL is `https`, and nothing in this build can do that.
    NotBuilt,
    /// The handshake failed.
    Handshake,
}

/// Returns why no secure connection could be made, if that is why a request was not sent.
///
/// rustls reports a failed handshake as invalid data of the stream; no other part of connecting does. A connection that
/// breaks during the handshake is another kind of error, and may work the next time.
pub(crate) fn failure(error: &reqwest::Error) -> Option<TlsFailure> {
    if !error.is_connect() {
        return None;
    }
    let mut next = error.source();
    while let Some(cause) = next {
        let io = cause.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::InvalidData) || is_native(cause) {
            return Some(TlsFailure::Handshake);
        }
        // The connector for plain HTTP has no error type of its own to ask for.
        if cause.to_string().contains("scheme is not http") {
            return Some(TlsFailure::NotBuilt);
        }
        // The source of an I/O error is the source of what it wraps, so that what it wraps would be passed over.
        next = match io.and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    None
}

#[cfg(feature = "native-tls")]
fn is_native(cause: &(dyn Error + 'static)) -> bool {
    cause.is::<native_tls::Error>()
}

#[cfg(not(feature = "native-tls"))]
fn is_native(_: &(dyn Error + 'static)) -> bool {
    false
}
