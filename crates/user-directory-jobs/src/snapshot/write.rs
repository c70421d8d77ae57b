//! Writing a file of sorted records, of which only so many are in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use hmac::Mac;
use tempfile::NamedTempFile;
use user_directory_core::{Field, User, UserId};

use super::SnapshotError;
use super::key::Key;
use super::read::{MAGIC, VERSION};
use super::record::Record;

/// How many records are sorted in memory; more than that are sorted in parts, which are files, and merged.
const PART: usize = 50_000;

/// A file that is being written. Until the end it has no name.
pub(super) struct Writer {
    path: PathBuf,
    folder: PathBuf,
    directory: String,
    key: Key,
    records: Vec<Record>,
    parts: Vec<File>,
}

impl Writer {
    pub(super) fn new(path: &Path, directory: &str, key: Key) -> Result<Self, SnapshotError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let (path, directory) = (path.to_owned(), directory.to_owned());
        Ok(Self { path, folder, directory, key, records: Vec::new(), parts: Vec::new() })
    }

    pub(super) fn add(&mut self, user: &User) -> Result<(), SnapshotError> {
        self.records.push(Record::new(user, &self.key)?);
        if self.records.len() >= PART {
            self.part().map_err(SnapshotError::io("write a part of", &self.path))?;
        }
        Ok(())
    }

    /// Sorts what is in memory into a file.
    fn part(&mut self) -> io::Result<()> {
        // Of several records of a person the last one comes first then, and is kept.
        self.records.reverse();
        self.records.sort_by(|one, other| one.id.cmp(&other.id));
        self.records.dedup_by(|one, other| one.id == other.id);
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for record in self.records.drain(..) {
            record.write(&mut file)?;
        }
        let mut file = file.into_inner()?;
        file.rewind()?;
        self.parts.push(file);
        Ok(())
    }

    /// Merges the parts, and gives the file its name. Returns how many people there are.
    pub(super) fn finish(mut self) -> Result<u64, SnapshotError> {
        let written = self.part().and_then(|()| self.merge());
        written.map_err(SnapshotError::io("write", &self.path))
    }

    fn merge(&mut self) -> io::Result<u64> {
        let mut to = self.key.of_file(BufWriter::new(NamedTempFile::new_in(&self.folder)?));
        self.head(&mut to)?;
        let mut count: u64 = 0;
        let mut merged = Merged::new(self.parts.drain(..))?;
        while let Some(record) = merged.next()? {
            record.write(&mut to)?;
            count += 1;
        }
        to.write_all(&0_u16.to_be_bytes())?;
        to.write_all(&count.to_be_bytes())?;
        let hash = to.mac.finalize().into_bytes();
        to.inner.write_all(&hash)?;
        let file = to.inner.into_inner()?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(count)
    }

    fn head(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(MAGIC)?;
        to.write_all(&VERSION.to_be_bytes())?;
        to.write_all(&self.key.check())?;
        string(to, &self.directory)?;
        let fields = u8::try_from(Field::ALL.len()).map_err(io::Error::other)?;
        to.write_all(&[fields])?;
        Field::ALL.iter().try_for_each(|field| string(to, field.as_str()))
    }
}

fn string(to: &mut impl Write, string: &str) -> io::Result<()> {
    let length = u8::try_from(string.len()).map_err(io::Error::other)?;
    to.write_all(&[length])?;
    to.write_all(string.as_bytes())
}

/// The records of sorted parts in one order.
struct Merged {
    parts: Vec<BufReader<File>>,
    /// The next record of each part: the smallest id first, and of the same ids the last part.
    next: BinaryHeap<(Reverse<UserId>, usize, Record)>,
    last: Option<UserId>,
}

impl Merged {
    fn new(parts: impl Iterator<Item = File>) -> io::Result<Self> {
        let mut merged = Self { parts: parts.map(BufReader::new).collect(), next: BinaryHeap::new(), last: None };
        (0..merged.parts.len()).try_for_each(|part| merged.advance(part))?;
        Ok(merged)
    }

    fn advance(&mut self, part: usize) -> io::Result<()> {
        let Some(file) = self.parts.get_mut(part) else { return Ok(()) };
        match Record::read(file) {
            Ok(Some(record)) => self.next.push((Reverse(record.id.clone()), part, record)),
            Ok(None) => {}
            // A part ends with its last record.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Record>> {
        while let Some((_, part, record)) = self.next.pop() {
            self.advance(part)?;
            if self.last.as_ref() != Some(&record.id) {
                self.last = Some(record.id.clone());
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}
