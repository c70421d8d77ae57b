//! Reading a file from its start to its end.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use hmac::Mac;

use super::SnapshotError;
use super::key::{Hashed, Key};
use super::record::{MOST_FIELDS, Record, bytes};

/// How a file begins. The bytes that are no letters show that it went through a conversion of line ends.
pub(super) const MAGIC: &[u8; 8] = b"udsnap\r\n";
/// The version of the format: magic, version, check of the key, directory, fields, records by id, an empty id, the number
/// of records, and a hash of all that.
pub(super) const VERSION: u16 = 1;

/// What a file says before its first record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) check: [u8; 32],
    pub(super) directory: String,
    pub(super) fields: Vec<String>,
}

/// A file that is being read.
pub(super) struct Reader {
    path: PathBuf,
    from: Hashed<BufReader<File>>,
    head: Head,
    count: u64,
    last: Option<String>,
    ended: bool,
}

impl Reader {
    pub(super) fn open(path: &Path, key: &Key) -> Result<Self, SnapshotError> {
        let file = File::open(path).map_err(SnapshotError::io("open", path))?;
        let mut from = key.of_file(BufReader::new(file));
        let head = Self::read_head(&mut from, path)?;
        if head.check != key.check() {
            return Err(SnapshotError::OtherKey(path.to_owned()));
        }
        Ok(Self { path: path.to_owned(), from, head, count: 0, last: None, ended: false })
    }

    fn read_head(from: &mut impl Read, path: &Path) -> Result<Head, SnapshotError> {
        let magic = bytes::<8>(from).map_err(|error| cut(error, path, SnapshotError::Foreign))?;
        if magic != *MAGIC {
            return Err(SnapshotError::Foreign(path.to_owned()));
        }
        let damaged = |error| cut(error, path, SnapshotError::Damaged);
        let version = u16::from_be_bytes(bytes(from).map_err(damaged)?);
        if version != VERSION {
            return Err(SnapshotError::Version { path: path.to_owned(), version });
        }
        let check = bytes(from).map_err(damaged)?;
        let directory = string(from).map_err(damaged)?;
        let [fields] = bytes(from).map_err(damaged)?;
        if usize::from(fields) > MOST_FIELDS {
            return Err(SnapshotError::Damaged(path.to_owned()));
        }
        let fields = (0..fields).map(|_| string(from)).collect::<io::Result<_>>().map_err(damaged)?;
        Ok(Head { check, directory, fields })
    }

    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    /// Returns how many records came so far.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Returns the next record; `None` at the end, if the file is whole.
    pub(super) fn next(&mut self) -> Result<Option<Record>, SnapshotError> {
        if self.ended {
            return Ok(None);
        }
        let read = self.read();
        let failed = |error| cut(error, &self.path, SnapshotError::Damaged);
        read.map_err(failed)
    }

    fn read(&mut self) -> io::Result<Option<Record>> {
        let record = Record::read(&mut self.from)?;
        match &record {
            Some(record) => {
                let id = record.id.as_str();
                if self.last.as_deref().is_some_and(|last| last >= id) {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                self.last = Some(id.to_owned());
                self.count += 1;
            }
            None => self.end()?,
        }
        Ok(record)
    }

    /// Compares the number of records and the hash, after which nothing follows.
    fn end(&mut self) -> io::Result<()> {
        self.ended = true;
        let count = u64::from_be_bytes(bytes(&mut self.from)?);
        let mac = self.from.mac.clone();
        let hash: [u8; 32] = bytes(&mut self.from.inner)?;
        let follows = self.from.inner.read(&mut [0])? > 0;
        if count != self.count || follows || mac.verify_slice(&hash).is_err() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }
}

/// Reads a string of up to 255 bytes.
fn string(from: &mut impl Read) -> io::Result<String> {
    let [length] = bytes(from)?;
    let mut bytes = vec![0; length.into()];
    from.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Tells a file that is cut off or makes no sense from one that cannot be read.
fn cut(error: io::Error, path: &Path, as_what: fn(PathBuf) -> SnapshotError) -> SnapshotError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => as_what(path.to_owned()),
        _ => SnapshotError::io("read", path)(error),
    }
}
