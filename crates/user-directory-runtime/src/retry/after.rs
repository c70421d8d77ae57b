//! How long a server asks to wait.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};

/// Numbers of a reset header from here on are seconds since 1970; below, they are seconds from now.
const EPOCH_FROM: u64 = 1_000_000_000;

/// Reads how long the server asks to wait: `Retry-After`, or else, with 429, when its rate limit is reset.
///
/// A point in time is counted from the answer's own `Date`, so that a clock which is off on either side does not matter;
/// `now` is used if there is none. A `Retry-After` in the past means no wait; a reset in the past means nothing.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let from = text(DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    if let Some(wait) = text(RETRY_AFTER.as_str()).and_then(|value| seconds(value).or_else(|| until(value, from))) {
        return Some(wait);
    }
    if status != StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let reset = |name| {
        let wait = seconds(text(name)?)?;
        if wait.as_secs() < EPOCH_FROM {
            return Some(wait);
        }
        Some((SystemTime::UNIX_EPOCH.checked_add(wait)?).duration_since(from).unwrap_or_default())
    };
    text("ratelimit")
        .and_then(limit)
        .or_else(|| ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"].into_iter().find_map(reset))
        .filter(|wait| !wait.is_zero())
}

/// Reads seconds, to the millisecond; a fraction is not in RFC 9110, but some servers send it.
fn seconds(value: &str) -> Option<Duration> {
    let (seconds, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(fraction) || !digits(seconds) {
        return None;
    }
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    Duration::from_secs(seconds.parse().ok()?).checked_add(Duration::from_millis(millis.parse().ok()?))
}

fn until(date: &str, from: SystemTime) -> Option<Duration> {
    let until = httpdate::parse_http_date(date).ok();
    let until = until.or_else(|| Some(chrono::DateTime::parse_from_rfc3339(date).ok()?.into()))?;
    Some(until.duration_since(from).unwrap_or_default())
}

/// Reads `RateLimit`: `"day";r=0;t=30`, one item for each limit, or the older `limit=9, remaining=0, reset=30`. Counts
/// those of which nothing remains, and of those the longest.
fn limit(value: &str) -> Option<Duration> {
    let waits = value.split(',').filter_map(|item| {
        let parameters = || item.split(';').filter_map(|pair| pair.trim().split_once('='));
        let used_up = parameters().all(|(name, value)| name != "r" || value == "0");
        let (_, wait) = parameters().find(|(name, _)| matches!(*name, "t" | "reset"))?;
        seconds(wait).filter(|_| used_up)
    });
    waits.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads headers, each written as a line, of an answer that came on 1994-11-06 at 08:49:07.
    fn read(status: u16, lines: &[&str]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(": ").unwrap();
            headers.insert(name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap());
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_747);
        retry_after(StatusCode::from_u16(status).unwrap(), &headers, now)
    }

    const DATED: &str = "Date: Sun, 09 Sep 2001 01:46:40 GMT"; // 1,000,000,000

    #[test]
    fn reads_all_forms() {
        for (lines, millis) in [
            (vec!["Retry-After: 7"], Some(7_000)),
            (vec!["Retry-After: 0"], Some(0)),
            (vec!["Retry-After:  7 "], Some(7_000)),
            (vec!["Retry-After: 0.5"], Some(500)),
            (vec!["Retry-After: 1.25"], Some(1_250)),
            (vec!["Retry-After: 0.0019"], Some(1)),
            (vec!["Retry-After: 2."], Some(2_000)),
            (vec!["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"], Some(30_000)),
            (vec!["Retry-After: Sunday, 06-Nov-94 08:49:37 GMT"], Some(30_000)),
            (vec!["Retry-After: Sun Nov  6 08:49:37 1994"], Some(30_000)),
            (vec!["Retry-After: 1994-11-06T08:49:37Z"], Some(30_000)),
            (vec!["Retry-After: 1994-11-06T09:49:37+01:00"], Some(30_000)),
            (vec!["Retry-After: Sun, 06 Nov 1994 08:40:00 GMT"], Some(0)),
            (vec!["Date: Mon, 07 Nov 1994 10:00:00 GMT", "Retry-After: Mon, 07 Nov 1994 10:00:05 GMT"], Some(5_000)),
            (vec!["Retry-After: soon", "X-RateLimit-Reset: 9"], Some(9_000)),
            (vec!["Retry-After: 1", "X-RateLimit-Reset: 9"], Some(1_000)),
            (vec!["X-RateLimit-Reset: 9"], Some(9_000)),
            (vec!["X-Rate-Limit-Reset: 9"], Some(9_000)),
            (vec!["RateLimit-Reset: 9"], Some(9_000)),
            (vec!["X-Rate-Limit-Reset: 999999999"], Some(999_999_999_000)),
            (vec![DATED, "X-Rate-Limit-Reset: 1000000009"], Some(9_000)),
            (vec![DATED, "X-RateLimit-Reset: 1000000009"], Some(9_000)),
            (vec![DATED, "X-RateLimit-Reset: 1000000000"], None),
            (vec!["X-RateLimit-Reset: 0"], None),
            (vec!["RateLimit: \"default\";r=0;t=9"], Some(9_000)),
            (vec!["RateLimit: \"burst\";r=0;t=9, \"day\";r=7;t=4000"], Some(9_000)),
            (vec!["RateLimit: \"burst\";r=0;t=9, \"day\";r=0;t=40"], Some(40_000)),
            (vec!["RateLimit: limit=100, remaining=0, reset=9"], Some(9_000)),
            (vec!["RateLimit: default; t=9"], Some(9_000)),
            (vec!["RateLimit: \"default\";r=5"], None),
            (vec![], None),
        ] {
            assert_eq!(read(429, &lines), millis.map(Duration::from_millis), "{lines:?}");
        }
    }

    #[test]
    fn a_reset_counts_for_429_alone() {
        for status in [200, 404, 500, 503] {
            assert_eq!(read(status, &["X-RateLimit-Reset: 9", "RateLimit: \"a\";r=0;t=9"]), None);
            assert_eq!(read(status, &["Retry-After: 9"]), Some(Duration::from_secs(9)));
        }
    }

    #[test]
    fn junk_asks_for_nothing() {
        for junk in [
            "",
            "-7",
            "+7",
            "1.+5",
            "soon",
            "NaN",
            "inf",
            "-0.5",
            ".",
            "0.-5",
            "1e400",
            "99999999999999999999999999",
            "9 s",
            "9,8",
        ] {
            for name in ["Retry-After", "RateLimit-Reset", "RateLimit", "X-Rate-Limit-Reset"] {
                assert_eq!(read(429, &[&format!("{name}: {junk}")]), None, "{name}: {junk}");
            }
        }
        let most = u64::MAX.to_string();
        assert_eq!(read(429, &[&format!("Retry-After: {most}")]), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(read(429, &[&format!("X-RateLimit-Reset: {most}")]), None);
    }
}
