//! `Retry-After`, in both of its forms.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Reads how long the server asks to wait.
///
/// A date is counted from the answer's own `Date`, so that a clock which is off on either side does not matter; `now`
/// stands in if there is none. A date in the past means no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    // Not allowed by RFC 9110, but sent all the same.
    if let Some(wait) = fraction(value) {
        return Some(wait);
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let from = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok()).unwrap_or(now);
    Some(until.duration_since(from).unwrap_or_default())
}

/// Reads seconds with a decimal fraction, to the millisecond. By hand, since reading a float takes 16 KB of code.
fn fraction(value: &str) -> Option<Duration> {
    let (seconds, fraction) = value.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(fraction) || !digits(seconds) {
        return None;
    }
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(Duration::from_secs(seconds.parse().ok()?) + Duration::from_millis(millis.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        // 1994-11-06 08:49:07
        retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_747))
    }

    #[test]
    fn reads_both_forms() {
        let secs = |secs| Some(Duration::from_secs(secs));
        assert_eq!(read("7", None), secs(7));
        assert_eq!(read("0", None), secs(0));
        for (text, millis) in [("0.5", 500), ("1.25", 1_250), ("0.0019", 1), ("2.", 2_000)] {
            assert_eq!(read(text, None), Some(Duration::from_millis(millis)));
        }
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT", None), secs(30));
        assert_eq!(read("Sun, 06 Nov 1994 08:40:00 GMT", None), secs(0));
        for junk in
            ["", "-7", "soon", "NaN", "inf", "-0.5", ".", "0.-5", "0.\u{661}", "1e400", "99999999999999999999999999"]
        {
            let read = read(junk, None);
            assert!(read.is_none() || read > secs(1_000_000_000), "{junk}: {read:?}");
        }
    }

    #[test]
    fn a_date_counts_from_the_servers_clock() {
        let date = "Mon, 07 Nov 1994 10:00:00 GMT";
        assert_eq!(read("Mon, 07 Nov 1994 10:00:05 GMT", Some(date)), Some(Duration::from_secs(5)));
    }
}
