//! The stages at which a call fails.

use std::fmt;

/// At which stage a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The arguments do not make a request. Nothing was sent.
    Request,
    /// A rule of this client forbids the request, or the answer exceeds its size limit.
    Policy,
    /// No credentials are configured, or no token could be obtained. The call itself was not sent.
    Auth,
    /// No connection could be made. The call was not sent.
    Connect,
    /// No secure connection could be made: the server's certificate is not trusted, the two sides have no version of
    /// TLS in common, or this build has no TLS. The call was not sent, and is not repeated, since the cause does not
    /// pass.
    Tls,
    /// An attempt or the whole call took longer than it may.
    Timeout,
    /// The connection broke while the request was sent or the answer was read.
    Transport,
    /// The server answered with something else than a success.
    Api,
    /// The server answered with a success whose body is not what the specification says.
    Decode,
}

impl ErrorKind {
    /// Returns the kind in one lower-case word, as used in traces.
    pub const fn as_str(self) -> &'static str {
        self.texts().0
    }

    /// Returns the kind in a word, and in a sentence.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Request => ("request", "the request is not valid"),
            Self::Policy => ("policy", "the client does not allow it"),
            Self::Auth => ("auth", "authentication failed"),
            Self::Connect => ("connect", "no connection"),
            Self::Tls => ("tls", "no secure connection"),
            Self::Timeout => ("timeout", "timed out"),
            Self::Transport => ("transport", "the connection broke"),
            Self::Api => ("api", "the server refused"),
            Self::Decode => ("decode", "the answer could not be decoded"),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.texts().1)
    }
}
