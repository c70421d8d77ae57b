//! Hashes that nobody can make without the key.

use std::io::{self, Read, Write};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use user_directory_core::{Secret, UserId};

use super::SnapshotError;
use super::record::Hash;

const LEAST: usize = 16;

/// HMAC-SHA-256 with the key in it.
#[derive(Clone)]
pub(super) struct Key(Hmac<Sha256>);

impl Key {
    pub(super) fn new(key: &Secret) -> Result<Self, SnapshotError> {
        let bytes = key.expose().as_bytes();
        if bytes.len() < LEAST {
            return Err(SnapshotError::ShortKey);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| SnapshotError::ShortKey)
    }

    /// Hashes the value of a field. The id is part of it, so that equal values of two people do not show. What comes before
    /// the value has no NUL, so that nothing else reads the same.
    pub(super) fn of_value(&self, field: &str, id: &UserId, value: &str) -> Hash {
        let mut mac = self.of("value");
        for part in [field, "\0", id.as_str(), "\0", value] {
            mac.update(part.as_bytes());
        }
        let mut hash = Hash::default();
        hash.iter_mut().zip(mac.finalize().into_bytes()).for_each(|(to, from)| *to = from);
        hash
    }

    /// Returns what tells this key from others.
    pub(super) fn check(&self) -> [u8; 32] {
        self.of("key").finalize().into_bytes().into()
    }

    /// Starts the hash of a whole file.
    pub(super) fn of_file<T>(&self, inner: T) -> Hashed<T> {
        Hashed { inner, mac: self.of("file") }
    }

    fn of(&self, purpose: &str) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac
    }
}

/// Hashes whatever is read or written.
pub(super) struct Hashed<T> {
    pub(super) inner: T,
    pub(super) mac: Hmac<Sha256>,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.mac.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.mac.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
