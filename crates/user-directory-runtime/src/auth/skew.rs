//! Correcting a clock that is off, by what the server says the time is.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use http::header::DATE;

use super::Rejection;

/// The difference between the server's clock and this machine's, for schemes that sign the time.
///
/// A scheme signs with [`apply`](Self::apply)d time, says in `expired` that an answer [`reveals`](Self::reveals) a
/// difference, and [`adopt`](Self::adopt)s it in `renew`.
#[derive(Debug, Default)]
pub struct ClockSkew {
    seconds: AtomicI64,
}

impl ClockSkew {
    /// Returns what the server takes for the time, when this machine says `now`.
    pub fn apply(&self, now: SystemTime) -> SystemTime {
        let seconds = self.seconds.load(Ordering::Relaxed);
        let by = Duration::from_secs(seconds.unsigned_abs());
        let moved = if seconds < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        moved.unwrap_or(now)
    }

    /// Returns whether the answer's `Date` differs by more than `tolerance` from the time that is presently applied.
    pub fn reveals(&self, rejection: &Rejection<'_>, tolerance: Duration) -> bool {
        difference(rejection)
            .is_some_and(|seconds| seconds.abs_diff(self.seconds.load(Ordering::Relaxed)) > tolerance.as_secs())
    }

    /// Follows the answer's `Date` from now on, if it has one.
    pub fn adopt(&self, rejection: &Rejection<'_>) {
        if let Some(seconds) = difference(rejection) {
            self.seconds.store(seconds, Ordering::Relaxed);
        }
    }
}

/// Returns by how many seconds the server is ahead.
fn difference(rejection: &Rejection<'_>) -> Option<i64> {
    let date = rejection.headers.get(DATE)?.to_str().ok()?;
    let server = httpdate::parse_http_date(date).ok()?;
    let seconds = match server.duration_since(rejection.received_at) {
        Ok(ahead) => i64::try_from(ahead.as_secs()).ok()?,
        Err(behind) => -i64::try_from(behind.duration().as_secs()).ok()?,
    };
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, StatusCode};

    #[test]
    fn follows_the_servers_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for (server, tolerance, off) in
            [(1_000_000_030, 60, false), (1_000_000_060, 60, false), (1_000_003_600, 60, true), (999_990_000, 60, true)]
        {
            let server = SystemTime::UNIX_EPOCH + Duration::from_secs(server);
            let headers = HeaderMap::from_iter([(DATE, httpdate::fmt_http_date(server).parse().unwrap())]);
            let rejection = Rejection {
                sent: &HeaderMap::new(),
                status: StatusCode::UNAUTHORIZED,
                headers: &headers,
                body: b"",
                received_at: now,
            };
            let skew = ClockSkew::default();
            let tolerance = Duration::from_secs(tolerance);
            assert_eq!(skew.apply(now), now);
            assert_eq!(skew.reveals(&rejection, tolerance), off);
            skew.adopt(&rejection);
            assert_eq!(skew.apply(now), server);
            assert!(!skew.reveals(&rejection, tolerance), "the same answer again reveals nothing new");
        }
    }
}
