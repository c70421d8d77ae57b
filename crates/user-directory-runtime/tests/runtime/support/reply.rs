//! What the scripted server does with a request.

use std::time::Duration;

pub(crate) enum Step {
    Send(Vec<u8>),
    Sleep(Duration),
    /// Closes the connection in order.
    Close,
    /// Closes the connection by a TCP reset.
    Reset,
    /// Keeps the connection open and says no more.
    Stall,
}

pub(crate) struct Reply(pub(crate) Vec<Step>);

impl Reply {
    /// An answer with a body; headers are lines without their end.
    pub(crate) fn with(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers, body.len());
        bytes.extend_from_slice(body);
        Self(vec![Step::Send(bytes)])
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::with(status, &["Content-Type: application/json"], body)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::with(status, &[], "")
    }

    pub(crate) fn ok() -> Self {
        Self::json(200, r#"{"id":"1","name":"Ada"}"#)
    }

    pub(crate) fn reset() -> Self {
        Self(vec![Step::Reset])
    }

    pub(crate) fn close() -> Self {
        Self(vec![Step::Close])
    }

    pub(crate) fn stall() -> Self {
        Self(vec![Step::Stall])
    }

    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.0.insert(0, Step::Sleep(wait));
        self
    }

    /// A success that promises a body of this length, of which two pieces come, and then the end.
    pub(crate) fn promising(length: u64) -> Self {
        let piece = || Step::Send(vec![b'x'; 100]);
        let wait = || Step::Sleep(Duration::from_millis(20));
        Self(vec![
            Step::Send(head(200, &["Content-Type: application/json"], length)),
            piece(),
            wait(),
            piece(),
            wait(),
            Step::Close,
        ])
    }

    /// A head that promises more than follows, and then the given end.
    pub(crate) fn cut_body(status: u16, end: Step) -> Self {
        let mut bytes = head(status, &["Content-Type: application/json"], 1000);
        bytes.extend_from_slice(br#"{"id":"1","#);
        // Time for the client to read the start: a reset discards what is not read yet.
        Self(vec![Step::Send(bytes), Step::Sleep(Duration::from_millis(20)), end])
    }
}

fn head(status: u16, headers: &[&str], length: impl std::fmt::Display) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    head.into_bytes()
}
