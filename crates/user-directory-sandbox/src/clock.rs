//! The clock of the sandbox.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::message::ensure;

/// Sets the time with which a sandbox starts.
///
/// Either way [`Sandbox::advance`](crate::Sandbox::advance) moves it forward. Seeded people were created at fixed
/// instants, whatever the clock says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// The time of the machine. Signatures that carry the time, like those of SaaSus, need it, and so it is the default.
    #[default]
    Real,
    /// A fixed instant that moves only when it is advanced: two runs then give the same times.
    Fixed(DateTime<Utc>),
}

/// The latest time that the clock can show: dates in headers end with the year 9999.
const LATEST: DateTime<Utc> = match DateTime::from_timestamp(221_845_392_000, 0) {
    Some(start_of_9000) => start_of_9000,
    None => DateTime::UNIX_EPOCH,
};

/// The clock of a running sandbox.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Time {
    /// Milliseconds by which the sandbox is ahead of the machine.
    Ahead(i64),
    /// A fixed instant.
    At(DateTime<Utc>),
}

impl From<Clock> for Time {
    fn from(clock: Clock) -> Self {
        match clock {
            Clock::Real => Self::Ahead(0),
            Clock::Fixed(instant) => Self::At(instant),
        }
    }
}

impl Time {
    /// Returns the time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::Ahead(milliseconds) => add(Utc::now(), *milliseconds),
            Self::At(instant) => *instant,
        };
        now.clamp(DateTime::UNIX_EPOCH, LATEST)
    }

    /// Moves the clock forward, at most to the year 9000; returns whether it moved all the way.
    pub(crate) fn advance(&mut self, by: std::time::Duration) -> bool {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        match self {
            Self::Ahead(ahead) => *ahead = ahead.saturating_add(by),
            Self::At(instant) => *instant = add(*instant, by),
        }
        self.now() < LATEST
    }
}

fn add(instant: DateTime<Utc>, milliseconds: i64) -> DateTime<Utc> {
    let later = TimeDelta::try_milliseconds(milliseconds).and_then(|by| instant.checked_add_signed(by));
    later.unwrap_or(LATEST)
}

/// Refuses an instant of a snapshot outside of the years 0 to 9999: providers could not show it, and what is calculated from
/// it could overflow.
fn check<E: Error>(instant: &DateTime<Utc>) -> Result<(), E> {
    let fits = (0..=9999).contains(&instant.year());
    ensure(fits, || E::custom(format!("the instant {instant} is not within the years 0 to 9999")))
}

/// Reads an instant of a snapshot.
pub(crate) fn stored<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    let instant = DateTime::deserialize(from)?;
    check(&instant).map(|()| instant)
}

/// Reads an optional instant of a snapshot, or several.
pub(crate) fn all_stored<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<T, D::Error>
where
    for<'a> &'a T: IntoIterator<Item = &'a DateTime<Utc>>,
{
    let instants = T::deserialize(from)?;
    (&instants).into_iter().try_for_each(check)?;
    Ok(instants)
}

/// Writes an instant as the providers do: RFC 3339, whole seconds, `Z`.
pub(crate) fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_when_advanced() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let mut time = Time::from(Clock::Fixed(start));
        assert_eq!(time.now(), time.now());
        assert!(time.advance(Duration::from_secs(90)));
        assert_eq!((time.now() - start).num_seconds(), 90);
        assert!(!time.advance(Duration::MAX));
        assert_eq!(time.now(), LATEST);
    }

    #[test]
    fn a_real_clock_runs_ahead() {
        let mut time = Time::from(Clock::Real);
        let before = time.now();
        assert!(time.advance(Duration::from_secs(3600)));
        assert!((time.now() - before).num_seconds() >= 3600);
    }
}
