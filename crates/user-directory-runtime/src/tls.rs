//! Why no connection could be made, or why one ended early.

use std::error::Error;
use std::io;

use crate::ErrorKind;

/// What to do about a build without TLS.
const NO_TLS: &str = "this build has no TLS: enable the feature `rustls` or `native-tls` of the crate";
const HANDSHAKE: &str = "the TLS handshake failed";

/// Classifies a request that got no whole answer, with what there is to say of it.
pub(crate) fn classify(error: &reqwest::Error) -> (ErrorKind, Option<&'static str>) {
    if error.is_builder() {
        (ErrorKind::Request, None)
    } else if error.is_connect() {
        handshake(error).map_or((ErrorKind::Connect, None), |detail| (ErrorKind::Tls, Some(detail)))
    } else if error.is_timeout() {
        (ErrorKind::Timeout, None)
    } else {
        (ErrorKind::Transport, None)
    }
}

/// Returns what is wrong with TLS, if that is why no connection could be made.
///
/// rustls reports a failed handshake as invalid data of the stream; no other part of connecting does. A connection that
/// breaks during the handshake is another kind of error, and may work the next time.
fn handshake(error: &reqwest::Error) -> Option<&'static str> {
    let mut next = error.source();
    while let Some(cause) = next {
        let io = cause.downcast_ref::<io::Error>();
        let failed = io.is_some_and(|io| io.kind() == io::ErrorKind::InvalidData);
        #[cfg(feature = "native-tls")]
        let failed = failed || cause.is::<native_tls::Error>();
        if failed {
            return Some(HANDSHAKE);
        }
        // The connector for plain HTTP has no error type to ask for.
        if cause.to_string().contains("scheme is not http") {
            return Some(NO_TLS);
        }
        // The source of an I/O error is the source of what it wraps, so that what it wraps would be passed over.
        next = match io.and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    None
}
