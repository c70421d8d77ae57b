//! What servers do wrong, and what a client is to make of it.

use std::time::Duration;

use crate::{Reply, Step};

/// Something that a server does, with what comes of it.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// What the server does.
    pub name: &'static str,
    /// The answer to a request, from the body of a success and the number of requests before.
    pub reply: fn(&str, usize) -> Reply,
    /// What comes of an operation that changes nothing.
    pub read: Ends,
    /// What comes of an operation that must not be repeated.
    pub change: Ends,
}

/// How a call ends: after how many requests, and in what way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It succeeds.
    Well(usize),
    /// It fails with this kind, and nothing was carried out.
    Fails(usize, &'static str),
    /// It fails with this kind, and may have been carried out.
    Unknown(usize, &'static str),
}

use Ends::{Fails, Unknown, Well};

impl Fault {
    /// Returns the time of one attempt: short where the server takes its time, and otherwise longer than any machine.
    pub fn attempt_timeout(&self) -> Duration {
        let late = |ends| matches!(ends, Fails(_, "timeout") | Unknown(_, "timeout"));
        if late(self.read) || late(self.change) { SHORT } else { SHORT * 20 }
    }
}

const SHORT: Duration = Duration::from_secs(1);

/// The longest answer that is read.
pub const MAX_RESPONSE_BODY: usize = 100_000;

const fn fault(name: &'static str, reply: fn(&str, usize) -> Reply, read: Ends, change: Ends) -> Fault {
    Fault { name, reply, read, change }
}

/// An answer whose head is given as lines, and whose body ends with the connection.
fn lines(head: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let mut bytes = head.join("\r\n").into_bytes();
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes.extend_from_slice(body.as_ref());
    Reply::raw(bytes)
}

fn chunks(ok: &str, end: &str) -> Reply {
    let (first, second) = ok.split_at(ok.len() / 2);
    let body = format!("{:x}\r\n{first}\r\n{:X};note=x\r\n{second}\r\n{end}", first.len(), second.len());
    lines(&["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], body)
}

fn success(body: impl AsRef<[u8]>) -> Reply {
    Reply::with(200, &["Content-Type: application/json"], body)
}

/// Once this, and then a success.
fn once(fault: Reply, ok: &str, index: usize) -> Reply {
    if index == 0 { fault } else { success(ok) }
}

fn limited(header: &'static str) -> Reply {
    Reply::with(429, &[header], "")
}

fn drip(start: &[u8]) -> Reply {
    let steps = std::iter::once(Step::Send(start.to_vec()));
    let drops = [Step::Send(b" ".to_vec()), Step::Sleep(Duration::from_millis(40))];
    Reply(steps.chain(drops.into_iter().cycle().take(200)).collect())
}

fn redirect(status: u16) -> Reply {
    Reply::with(status, &["Location: http://127.0.0.1:9/elsewhere"], "")
}

/// Everything, one fault a line. Attempts are three, waits short.
#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    // The connection.
    fault("resets at once", |_, _| Reply::reset(), Fails(3, "transport"), Unknown(1, "transport")),
    fault("closes at once", |_, _| Reply::close(), Fails(3, "transport"), Unknown(1, "transport")),
    fault("resets in the head", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 200 O".to_vec()), Step::Sleep(Duration::from_millis(20)), Step::Reset]), Fails(3, "transport"), Unknown(1, "transport")),
    fault("closes in the head", |_, _| Reply::raw("HTTP/1.1 200 OK\r\nContent-"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("resets in the body", |_, _| Reply::cut_body(200, Step::Reset), Fails(3, "transport"), Unknown(1, "transport")),
    fault("closes in the body", |_, _| Reply::cut_body(200, Step::Close), Fails(3, "transport"), Unknown(1, "transport")),
    fault("closes before the body", |_, _| lines(&["HTTP/1.1 200 OK", "Content-Length: 10"], ""), Fails(3, "transport"), Unknown(1, "transport")),
    fault("never answers", |_, _| Reply::stall(), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("stalls in the head", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 200".to_vec()), Step::Stall]), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("stalls in the body", |_, _| Reply::cut_body(200, Step::Stall), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("drips the head", |_, _| drip(b"HTTP/1.1 200 OK\r\nX:"), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("drips the body", |_, _| drip(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("answers too late", |ok, _| success(ok).after(SHORT * 3), Fails(3, "timeout"), Unknown(1, "timeout")),
    fault("resets once", |ok, index| once(Reply::reset(), ok, index), Well(2), Unknown(1, "transport")),
    fault("closes once", |ok, index| once(Reply::close(), ok, index), Well(2), Unknown(1, "transport")),
    fault("stalls once", |ok, index| once(Reply::stall(), ok, index), Well(2), Unknown(1, "timeout")),
    fault("cuts the body once", |ok, index| once(Reply::cut_body(200, Step::Reset), ok, index), Well(2), Unknown(1, "transport")),
    fault("resets twice", |ok, index| if index < 2 { Reply::reset() } else { success(ok) }, Well(3), Unknown(1, "transport")),
    fault("resets, then refuses", |_, index| if index == 0 { Reply::reset() } else { Reply::status(404) }, Fails(2, "api"), Unknown(1, "transport")),
    fault("is busy, then resets", |_, index| if index == 0 { Reply::status(503) } else { Reply::reset() }, Fails(3, "transport"), Unknown(1, "api")),
    // The head.
    fault("speaks another protocol", |_, _| Reply::raw("SSH-2.0-OpenSSH_9.9\r\n"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("speaks TLS", |_, _| Reply::raw(*b"\x15\x03\x03\x00\x02\x02\x46"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("speaks HTTP/0.9", |_, _| Reply::raw("<html>hello</html>"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("speaks HTTP/2", |_, _| Reply::raw("HTTP/2.0 200 OK\r\n\r\n"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("speaks HTTP/1.0", |ok, _| lines(&["HTTP/1.0 200 OK"], ok), Well(1), Well(1)),
    fault("sends zeros", |_, _| Reply::raw([0; 100]), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has no status", |_, _| lines(&["HTTP/1.1 OK"], ""), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has status 99", |_, _| lines(&["HTTP/1.1 99 Low"], ""), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has status 000", |_, _| lines(&["HTTP/1.1 000 None"], ""), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has status 999", |_, _| lines(&["HTTP/1.1 999 High"], ""), Fails(1, "api"), Unknown(1, "api")),
    fault("has a header without a colon", |ok, _| lines(&["HTTP/1.1 200 OK", "Broken"], ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a thousand headers", |ok, _| lines(&[&["HTTP/1.1 200 OK"][..], &["X: y"; 1000]].concat(), ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a head without end", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 200 OK\r\nX: ".to_vec()), Step::Repeat(&[b'x'; 60_000], 1000), Step::Close]), Fails(3, "transport"), Unknown(1, "transport")),
    fault("continues", |ok, _| lines(&["HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK"], ok), Well(1), Well(1)),
    fault("hints early", |ok, _| lines(&["HTTP/1.1 103 Early Hints", "Link: </x>", "", "HTTP/1.1 200 OK"], ok), Well(1), Well(1)),
    fault("continues for ever", |_, _| Reply(vec![Step::Repeat(b"HTTP/1.1 100 Continue\r\n\r\n", 10_000_000), Step::Close]), Fails(3, "timeout"), Unknown(1, "timeout")),
    // The length.
    fault("has two lengths", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 9"], ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a negative length", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: -1"], ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a length in words", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: many"], ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a length beyond 64 bits", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: 99999999999999999999"], ok), Fails(3, "transport"), Unknown(1, "transport")),
    fault("promises 2^62 bytes", |_, _| Reply::promising(1 << 62), Fails(3, "transport"), Unknown(1, "transport")),
    fault("says less than it sends", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: 3"], ok), Fails(1, "decode"), Unknown(1, "decode")),
    fault("says nothing comes, and sends", |ok, _| lines(&["HTTP/1.1 200 OK", "Content-Length: 0"], ok), Fails(1, "decode"), Unknown(1, "decode")),
    fault("ends the body with the connection", |ok, _| lines(&["HTTP/1.1 200 OK"], ok), Well(1), Well(1)),
    fault("sends chunks", |ok, _| chunks(ok, "0\r\n\r\n"), Well(1), Well(1)),
    fault("sends chunks and trailers", |ok, _| chunks(ok, "0\r\nX-Sum: 1\r\n\r\n"), Well(1), Well(1)),
    fault("sends chunks without an end", |ok, _| chunks(ok, ""), Fails(3, "transport"), Unknown(1, "transport")),
    fault("cuts a chunk", |ok, _| chunks(ok, "10\r\nabc"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a chunk size in words", |ok, _| chunks(ok, "some\r\n"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a chunk of 2^64 bytes", |ok, _| chunks(ok, "FFFFFFFFFFFFFFFF\r\nabc"), Fails(3, "transport"), Unknown(1, "transport")),
    fault("has a chunk size beyond 64 bits", |ok, _| chunks(ok, "FFFFFFFFFFFFFFFFF\r\nabc"), Fails(3, "transport"), Unknown(1, "transport")),
    // The body.
    fault("sends nothing", |_, _| success(""), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends spaces", |_, _| success(" \r\n\t "), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends a page", |_, _| Reply::with(200, &["Content-Type: text/html"], "<html>Welcome</html>"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends words", |_, _| success("ok"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends null", |_, _| success("null"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends true", |_, _| success("true"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends a number", |_, _| success("1e400"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends a string", |_, _| success("\"Ada\""), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends a list of numbers", |_, _| success("[1,2,3]"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends NaN", |_, _| success("NaN"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends half of it", |ok, _| success(&ok[..ok.len() / 2]), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends it twice", |ok, _| success(format!("{ok}{ok}")), Fails(1, "decode"), Unknown(1, "decode")),
    fault("adds a comma", |ok, _| success(format!("{ok},")), Fails(1, "decode"), Unknown(1, "decode")),
    fault("adds a comment", |ok, _| success(format!("{ok}// fine")), Fails(1, "decode"), Unknown(1, "decode")),
    fault("puts a byte order mark before it", |ok, _| success(format!("\u{feff}{ok}")), Well(1), Well(1)),
    fault("puts spaces before it", |ok, _| success(format!("\r\n\t {ok}\n")), Well(1), Well(1)),
    fault("sends UTF-16", |ok, _| success(ok.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends bytes that are no text", |_, _| success(b"{\"name\":\"\xff\xfe\"}"), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends 50,000 levels", |_, _| success("[".repeat(50_000)), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends 50,000 levels in a field of no use", |_, _| success(format!("{{\"x\":{}", "[".repeat(50_000))), Fails(1, "decode"), Unknown(1, "decode")),
    fault("sends 15,000 objects", |_, _| success(format!("{{\"x\":{}", "{\"x\":".repeat(15_000))), Fails(1, "decode"), Unknown(1, "decode")),
    fault("calls JSON text", |ok, _| Reply::with(200, &["Content-Type: text/plain"], ok), Well(1), Well(1)),
    fault("calls JSON nothing", |ok, _| Reply::with(200, &[], ok), Well(1), Well(1)),
    fault("calls JSON something that is none", |ok, _| Reply::with(200, &["Content-Type: ;;\t;"], ok), Well(1), Well(1)),
    fault("calls it gzip", |ok, _| Reply::with(200, &["Content-Encoding: gzip"], ok), Fails(1, "decode"), Unknown(1, "decode")),
    fault("calls it br", |_, _| Reply::with(200, &["Content-Encoding: br"], [0x0b, 0x02, 0x80]), Fails(1, "decode"), Unknown(1, "decode")),
    fault("calls it identity", |ok, _| Reply::with(200, &["Content-Encoding: identity"], ok), Well(1), Well(1)),
    fault("sends too much", |_, _| Reply::flood(&[], &[b'x'; 1000], 101), Fails(1, "policy"), Unknown(1, "policy")),
    fault("sends far too much", |_, _| Reply::flood(&[], &[b'x'; 1000], 1_000_000), Fails(1, "policy"), Unknown(1, "policy")),
    fault("sends spaces without end", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()), Step::Repeat(&[b' '; 1000], 1_000_000), Step::Close]), Fails(1, "policy"), Unknown(1, "policy")),
    fault("sends chunks for ever", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()), Step::Repeat(b"40\r\n0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n", 1_000_000), Step::Close]), Fails(1, "policy"), Unknown(1, "policy")),
    // Successes of other kinds.
    fault("answers 206", |ok, _| Reply::json(206, ok), Well(1), Well(1)),
    fault("answers 204", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())]), Fails(1, "decode"), Unknown(1, "decode")),
    // Redirects, which would take the credentials along.
    fault("redirects by 300", |_, _| redirect(300), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects by 301", |_, _| redirect(301), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects by 302", |_, _| redirect(302), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects by 303", |_, _| redirect(303), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects by 307", |_, _| redirect(307), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects by 308", |_, _| redirect(308), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects nowhere", |_, _| Reply::status(302), Fails(1, "api"), Unknown(1, "api")),
    fault("redirects to a file", |_, _| Reply::with(302, &["Location: file:///etc/passwd"], ""), Fails(1, "api"), Unknown(1, "api")),
    fault("has not been modified", |_, _| Reply::status(304), Fails(1, "api"), Unknown(1, "api")),
    // Refusals.
    fault("answers 400", |_, _| Reply::status(400), Fails(1, "api"), Fails(1, "api")),
    fault("answers 401", |_, _| Reply::status(401), Fails(1, "api"), Fails(1, "api")),
    fault("answers 403", |_, _| Reply::status(403), Fails(1, "api"), Fails(1, "api")),
    fault("answers 404", |_, _| Reply::status(404), Fails(1, "api"), Fails(1, "api")),
    fault("answers 405", |_, _| Reply::status(405), Fails(1, "api"), Fails(1, "api")),
    fault("answers 407", |_, _| Reply::status(407), Fails(1, "api"), Fails(1, "api")),
    fault("answers 408", |_, _| Reply::status(408), Fails(3, "api"), Unknown(1, "api")),
    fault("answers 409", |_, _| Reply::status(409), Fails(1, "api"), Fails(1, "api")),
    fault("answers 410", |_, _| Reply::status(410), Fails(1, "api"), Fails(1, "api")),
    fault("answers 412", |_, _| Reply::status(412), Fails(1, "api"), Fails(1, "api")),
    fault("answers 413", |_, _| Reply::status(413), Fails(1, "api"), Fails(1, "api")),
    fault("answers 415", |_, _| Reply::status(415), Fails(1, "api"), Fails(1, "api")),
    fault("answers 421", |_, _| Reply::status(421), Fails(1, "api"), Fails(1, "api")),
    fault("answers 422", |_, _| Reply::status(422), Fails(1, "api"), Fails(1, "api")),
    fault("answers 425", |_, _| Reply::status(425), Fails(1, "api"), Fails(1, "api")),
    fault("answers 431", |_, _| Reply::status(431), Fails(1, "api"), Fails(1, "api")),
    fault("answers 451", |_, _| Reply::status(451), Fails(1, "api"), Fails(1, "api")),
    fault("cuts a refusal", |_, _| Reply::cut_body(400, Step::Reset), Fails(1, "api"), Fails(1, "api")),
    fault("refuses at great length", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 400 No\r\n\r\n".to_vec()), Step::Repeat(&[b'{'; 1000], 1_000_000), Step::Close]), Fails(1, "api"), Fails(1, "api")),
    // Limits.
    fault("limits", |_, _| Reply::status(429), Fails(3, "api"), Fails(1, "api")),
    fault("limits once", |ok, index| once(limited("Retry-After: 0"), ok, index), Well(2), Fails(1, "api")),
    fault("limits for no time", |_, _| limited("Retry-After: 0"), Fails(3, "api"), Fails(1, "api")),
    fault("limits for some time", |_, _| limited("Retry-After: soon"), Fails(3, "api"), Fails(1, "api")),
    fault("limits for less than no time", |_, _| limited("Retry-After: -1"), Fails(3, "api"), Fails(1, "api")),
    fault("limits until yesterday", |_, _| limited("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"), Fails(3, "api"), Fails(1, "api")),
    fault("limits for an hour", |_, _| limited("Retry-After: 3600"), Fails(1, "api"), Fails(1, "api")),
    fault("limits for ever", |_, _| limited("Retry-After: 18446744073709551615"), Fails(1, "api"), Fails(1, "api")),
    fault("limits until a date", |_, _| limited("Retry-After: Fri, 01 Jan 2100 00:00:00 GMT"), Fails(1, "api"), Fails(1, "api")),
    fault("limits by X-Rate-Limit-Reset", |_, _| limited("X-Rate-Limit-Reset: 4102444800"), Fails(1, "api"), Fails(1, "api")),
    fault("limits by X-RateLimit-Reset", |_, _| limited("X-RateLimit-Reset: 3600"), Fails(1, "api"), Fails(1, "api")),
    fault("limits by RateLimit", |_, _| limited("RateLimit: \"a\";r=0;t=3600"), Fails(1, "api"), Fails(1, "api")),
    fault("limits by RateLimit-Reset", |_, _| limited("RateLimit-Reset: 3600"), Fails(1, "api"), Fails(1, "api")),
    fault("limits by what has passed", |_, _| limited("X-RateLimit-Reset: 1000000001"), Fails(3, "api"), Fails(1, "api")),
    // Trouble.
    fault("answers 500", |_, _| Reply::status(500), Fails(1, "api"), Unknown(1, "api")),
    fault("answers 501", |_, _| Reply::status(501), Fails(1, "api"), Unknown(1, "api")),
    fault("answers 502", |_, _| Reply::status(502), Fails(3, "api"), Unknown(1, "api")),
    fault("answers 503", |_, _| Reply::status(503), Fails(3, "api"), Unknown(1, "api")),
    fault("answers 504", |_, _| Reply::status(504), Fails(3, "api"), Unknown(1, "api")),
    fault("answers 599", |_, _| Reply::status(599), Fails(1, "api"), Unknown(1, "api")),
    fault("is busy once", |ok, index| once(Reply::status(503), ok, index), Well(2), Unknown(1, "api")),
    fault("is busy for an hour", |_, _| Reply::with(503, &["Retry-After: 3600"], ""), Fails(1, "api"), Unknown(1, "api")),
    fault("is busy at great length", |_, _| Reply(vec![Step::Send(b"HTTP/1.1 503 Busy\r\n\r\n".to_vec()), Step::Repeat(&[b'x'; 1000], 1_000_000), Step::Close]), Fails(3, "api"), Unknown(1, "api")),
    fault("cuts a 503", |_, _| Reply::cut_body(503, Step::Close), Fails(3, "api"), Unknown(1, "api")),
];
