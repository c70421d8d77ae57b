//! As much of HTTP/1.1 as the load needs: what is left out costs no time that would count for both servers.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::Failure;

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer {
    /// Head and body, as they were sent.
    pub(crate) whole: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 256 * 1024] })
    }

    pub(crate) fn send(&mut self, request: &[u8]) -> Result<(), Failure> {
        Ok(self.stream.write_all(request)?)
    }

    /// Reads an answer to its end; returns where its body begins and ends in the buffer.
    pub(crate) fn receive(&mut self) -> Result<(usize, usize), Failure> {
        let mut filled = 0;
        let mut bounds = None;
        loop {
            let room = self.buffer.get_mut(filled..).unwrap_or_default();
            match self.stream.read(room)? {
                0 => return Err("the server hung up, or its answer is too long".into()),
                read => filled += read,
            }
            let read = &self.buffer[..filled];
            if bounds.is_none() {
                bounds = head(read)?;
            }
            if let Some((begin, end)) = bounds
                && filled >= end
            {
                return Ok((begin, end));
            }
        }
    }
}

/// Returns where the body begins and ends, once the head is there.
fn head(read: &[u8]) -> Result<Option<(usize, usize)>, Failure> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&read[..end])?;
    if !text.starts_with("HTTP/1.1 2") {
        return Err(text.into());
    }
    let mut lines = text.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.ok_or("the answer has no length")?.parse()?;
    Ok(Some((end + 4, end + 4 + length)))
}

/// Sends one request on a connection of its own.
pub(crate) fn once(address: SocketAddr, request: &[u8]) -> Result<Answer, Failure> {
    let mut connection = Connection::open(address)?;
    connection.send(request)?;
    let (begin, end) = connection.receive()?;
    Ok(Answer { whole: connection.buffer[..end].to_vec(), body: connection.buffer[begin..end].to_vec() })
}
