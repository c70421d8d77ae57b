//! The wall clock, which tests replace and a server may correct.

use std::fmt;
use std::time::SystemTime;

/// A wall clock. Schemes that sign the time, and `Retry-After` with a date, use it; timeouts and the lifetime of
/// tokens do not.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Returns the present time.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
