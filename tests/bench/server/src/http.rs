//! As much of HTTP/1.1 as the clients under test send and read.

use std::io::{BufRead, Error, ErrorKind, Read, Write};

/// A request, its body read and dropped.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) authorization: Option<String>,
}

/// Reads the next request, or `None` if the client has closed the connection.
pub(crate) fn read_request(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut parts = line.split(' ');
    let (Some(method), Some(target)) = (parts.next(), parts.next()) else {
        return Err(Error::new(ErrorKind::InvalidData, "no request line"));
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let (mut length, mut authorization) = (0_u64, None);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(Error::other)?;
            } else if name.eq_ignore_ascii_case("authorization") {
                authorization = Some(value.trim().to_owned());
            }
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    Ok(Some(Request { method, target, authorization }))
}

/// Writes an answer in one piece.
pub(crate) fn respond(writer: &mut impl Write, status: u16, body: &[u8]) -> std::io::Result<()> {
    let mut answer = Vec::with_capacity(body.len() + 256);
    write!(
        answer,
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Thu, 01 Jan 2026 00:00:00 GMT\r\nserver: bench\r\n\
         x-request-id: 4c8c2b1e-55a5-4e7e-9a53-7c3f3a1de001\r\n\r\n",
        body.len()
    )?;
    answer.extend_from_slice(body);
    writer.write_all(&answer)
}
