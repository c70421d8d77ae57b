//! A journal in an SQLite file.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteLockingMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row, SqlitePool};

use super::{Entry, Journal, JournalError, Phase};

/// The layout of the file. Another number is refused.
const VERSION: i64 = 1;
/// Marks the file as a journal of ours (`PRAGMA application_id`).
const APPLICATION: i64 = 0x7564_6a31;
/// The message for a file that SQLite does not read: a lock shows at the first access, whichever that is.
const UNREADABLE: &str = "cannot be opened, or another process has it";

const TABLE: &str = "CREATE TABLE steps (
    job TEXT NOT NULL, directory TEXT NOT NULL, change TEXT NOT NULL, id TEXT NOT NULL, phase TEXT NOT NULL,
    PRIMARY KEY (job, directory, change, id)
) WITHOUT ROWID";
const READ: &str = "SELECT phase FROM steps WHERE job = ? AND directory = ? AND change = ? AND id = ?";
const WRITE: &str = "INSERT INTO steps (job, directory, change, id, phase) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET phase = excluded.phase";

/// A journal in an SQLite file, which holds any number of jobs. Clones are the same journal.
///
/// What is written is on the disk, also if the machine loses power. One process has the file at a time: to open it elsewhere
/// fails until the last clone is dropped or [`close`](Self::close)d. It works on a Tokio runtime.
#[derive(Clone, Debug)]
pub struct SqliteJournal(SqlitePool);

impl SqliteJournal {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, is in use, or is no journal of this version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .synchronous(SqliteSynchronous::Full)
            .locking_mode(SqliteLockingMode::Exclusive)
            .busy_timeout(Duration::from_secs(1));
        // One connection, for it alone has the lock; and never a new one, which would find the file in use.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(|source| failed(UNREADABLE, source))?;
        let journal = Self(pool);
        journal.prepare().await?;
        Ok(journal)
    }

    /// Closes the file, for all clones.
    pub async fn close(&self) {
        self.0.close().await;
    }

    /// Makes the table in a new file, and changes nothing in a file that is not ours.
    async fn prepare(&self) -> Result<(), JournalError> {
        let number = |pragma: &'static str| async move {
            let row = sqlx::query(pragma).fetch_one(&self.0).await;
            row.and_then(|row| row.try_get::<i64, _>(0)).map_err(|source| failed(UNREADABLE, source))
        };
        let tables = number("SELECT count(*) FROM sqlite_master").await?;
        let marks = (number("PRAGMA application_id").await?, number("PRAGMA user_version").await?);
        match marks {
            (APPLICATION, VERSION) => {}
            (0, 0) if tables == 0 => self.run(&set_up()).await?,
            (APPLICATION, _) => return Err(JournalError::new("is of another version")),
            _ => return Err(JournalError::new("is another application's database")),
        }
        // It cannot be part of the transaction, and is written into the file, so it comes once the file is known to be ours.
        self.run("PRAGMA journal_mode = WAL").await
    }

    async fn run(&self, statements: &str) -> Result<(), JournalError> {
        let done = sqlx::raw_sql(statements).execute(&self.0).await;
        done.map(drop).map_err(|source| failed("cannot be written", source))
    }
}

/// Returns what makes an empty file a journal, as a whole or not at all.
fn set_up() -> String {
    let marks = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}");
    format!("BEGIN IMMEDIATE; {TABLE}; {marks}; COMMIT")
}

fn failed(what: &'static str, source: sqlx::Error) -> JournalError {
    JournalError::new(what).with_source(source)
}

#[async_trait]
impl Journal for SqliteJournal {
    async fn read(&self, entry: &Entry) -> Result<Option<Phase>, JournalError> {
        let query = sqlx::query(READ).bind(&*entry.job).bind(&*entry.directory).bind(&*entry.change);
        let row = query.bind(entry.id.as_str()).fetch_optional(&self.0).await;
        let Some(row) = row.map_err(|source| failed("cannot be read", source))? else {
            return Ok(None);
        };
        let name: String = row.try_get(0).map_err(|source| failed("cannot be read", source))?;
        let phase = Phase::ALL.iter().find(|phase| phase.as_str() == name);
        phase.copied().map(Some).ok_or_else(|| JournalError::new("has an unknown phase"))
    }

    async fn write(&self, entry: &Entry, phase: Phase) -> Result<(), JournalError> {
        let query = sqlx::query(WRITE).bind(&*entry.job).bind(&*entry.directory).bind(&*entry.change);
        let done = query.bind(entry.id.as_str()).bind(phase.as_str()).execute(&self.0).await;
        done.map(drop).map_err(|source| failed("cannot be written", source))
    }
}
