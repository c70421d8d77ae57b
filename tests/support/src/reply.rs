//! What the server does with a request.

use std::time::Duration;

/// One thing that the server does with a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends the same bytes this many times.
    Repeat(&'static [u8], usize),
    /// Waits.
    Sleep(Duration),
    /// Closes the connection in order.
    Close,
    /// Closes the connection by a TCP reset.
    Reset,
    /// Keeps the connection open and says no more.
    Stall,
}

/// What the server does with a request, step by step. After the last step it waits for the next request.
#[derive(Clone, Debug)]
pub struct Reply(pub Vec<Step>);

impl Reply {
    /// Bytes that are sent as they are, and then the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self(vec![Step::Send(bytes.into()), Step::Close])
    }

    /// An answer with a body; headers are lines without their end.
    pub fn with(status: u16, headers: &[&str], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers, body.len());
        bytes.extend_from_slice(body);
        Self(vec![Step::Send(bytes)])
    }

    /// An answer with a JSON body.
    pub fn json(status: u16, body: impl AsRef<str>) -> Self {
        Self::with(status, &["Content-Type: application/json"], body.as_ref())
    }

    /// Adds a header, given as a line without its end.
    pub fn header(mut self, line: impl AsRef<str>) -> Self {
        if let Some(Step::Send(bytes)) = self.0.iter_mut().find(|step| matches!(step, Step::Send(_))) {
            let end = bytes.windows(2).position(|pair| pair == b"\r\n").unwrap() + 2;
            bytes.splice(end..end, format!("{}\r\n", line.as_ref()).into_bytes());
        }
        self
    }

    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self::with(status, &[], "")
    }

    /// A success with a user whose id is `1`.
    pub fn ok() -> Self {
        Self::json(200, r#"{"id":"1","name":"Ada"}"#)
    }

    /// No answer but a TCP reset.
    pub fn reset() -> Self {
        Self(vec![Step::Reset])
    }

    /// No answer but the end of the connection.
    pub fn close() -> Self {
        Self(vec![Step::Close])
    }

    /// No answer, on a connection that stays open.
    pub fn stall() -> Self {
        Self(vec![Step::Stall])
    }

    /// Waits before it.
    pub fn after(mut self, wait: Duration) -> Self {
        self.0.insert(0, Step::Sleep(wait));
        self
    }

    /// Does this after it.
    pub fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// A success that promises a body of this length, of which two pieces come, and then the end.
    pub fn promising(length: u64) -> Self {
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

    /// A success with this head and as many times these bytes.
    pub fn flood(headers: &[&str], piece: &'static [u8], times: usize) -> Self {
        Self(vec![Step::Send(head(200, headers, piece.len() * times)), Step::Repeat(piece, times)])
    }

    /// A head that promises more than follows, and then the given end.
    pub fn cut_body(status: u16, end: Step) -> Self {
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
