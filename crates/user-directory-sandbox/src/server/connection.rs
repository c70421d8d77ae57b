//! Connections that can be reset while a request is answered.

use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Resets the connection that a request came on.
#[derive(Clone, Default)]
pub(super) struct Reset(Arc<AtomicBool>);

impl Reset {
    /// Makes the next write fail, which resets the connection.
    pub(super) fn trigger(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_triggered(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

pub(super) struct Connection {
    stream: TcpStream,
    reset: Reset,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, reset: Reset::default() }
    }

    pub(super) fn reset(&self) -> Reset {
        self.reset.clone()
    }

    /// Returns the stream for writing, unless the connection must be reset.
    fn writable(&mut self) -> Result<Pin<&mut TcpStream>> {
        if self.reset.is_triggered() {
            return Err(Error::new(ErrorKind::ConnectionReset, "reset on demand"));
        }
        Ok(Pin::new(&mut self.stream))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.reset.is_triggered() {
            // Closing then discards what is unsent and sends a reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.writable()?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.writable()?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.writable()?.poll_shutdown(context)
    }
}
