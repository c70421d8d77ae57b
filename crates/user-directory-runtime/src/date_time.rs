//! Decoding points in time.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Decodes a date and a time as RFC 3339 has them. Generated code calls this.
///
/// It takes what chrono takes, and less time: in a list of users, dates are a fifth of the work.
///
/// # Errors
///
/// Fails if there is no string, or another one.
pub fn date_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    optional_date_time(deserializer)?.ok_or_else(|| D::Error::custom("not a date and a time as RFC 3339 has them"))
}

/// Decodes a date and a time, or none. Generated code calls this.
///
/// Whatever is not a date and a time as RFC 3339 has them is taken for none: an empty text, a date without its offset,
/// a number. To guess an offset would be worse, and an error would make the whole answer unreadable for a field that may
/// be missing anyway. The body of the answer still has what was sent.
///
/// # Errors
///
/// Fails if the document is not JSON.
pub fn optional_date_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().and_then(parse))
}

fn parse(text: &str) -> Option<DateTime<Utc>> {
    in_utc(text.as_bytes()).or_else(|| {
        let time = text.parse::<DateTime<FixedOffset>>().ok()?;
        Some(time.to_utc())
    })
}

/// Reads `2024-05-06T07:08:09Z`, with up to nine digits of a fraction: how servers write it. All else is chrono's.
fn in_utc(text: &[u8]) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix(b"Z")?.split_at_checked(10)?;
    let [y @ .., b'-', mo1, mo2, b'-', d1, d2] = date else {
        return None;
    };
    let [b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, fraction @ ..] = time else {
        return None;
    };
    let nanos = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            let missing = u32::try_from(9 - digits.len()).ok()?;
            number(digits)? * 10_u32.pow(missing)
        }
        _ => return None,
    };
    let year = i32::try_from(number(y)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[*mo1, *mo2])?, number(&[*d1, *d2])?)?
        .and_hms_nano_opt(number(&[*h1, *h2])?, number(&[*mi1, *mi2])?, number(&[*s1, *s2])?, nanos)
        .map(|time| time.and_utc())
}

/// Returns the number that up to nine digits stand for.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What chrono makes of a text.
    fn chronos(text: &str) -> Option<DateTime<Utc>> {
        serde_json::from_value(text.into()).ok()
    }

    #[test]
    fn the_usual_form_needs_no_chrono() {
        for text in ["2024-05-06T07:08:09Z", "2024-02-29T23:59:59.1Z", "0001-01-01T00:00:00.123456789Z"] {
            assert_eq!(in_utc(text.as_bytes()), chronos(text), "{text}");
            assert!(in_utc(text.as_bytes()).is_some(), "{text}");
        }
    }

    #[test]
    fn all_else_is_as_chrono_has_it() {
        for text in [
            "2024-05-06T07:08:09+02:00",
            "2024-05-06t07:08:09z",
            "2024-05-06 07:08:09Z",
            "2024-05-06T07:08:60Z",
            "2024-05-06T07:08:09.1234567891Z",
            "2024-05-06T07:08:09.Z",
            "2024-05-06T07:08:09",
            "2023-02-29T07:08:09Z",
            "2024-13-06T07:08:09Z",
            "2024-05-06T24:08:09Z",
            "2024-05-06T07:08:09ZZ",
            "+024-05-06T07:08:09Z",
            "2024-05-06T07:08:\u{663}9Z",
            "Ada",
            "Z",
            "",
        ] {
            assert_eq!(parse(text), chronos(text), "{text}");
        }
    }

    #[test]
    fn null_is_none_and_no_text_is_echoed() {
        #[derive(Debug, Deserialize)]
        struct Times {
            #[serde(deserialize_with = "date_time")]
            created: DateTime<Utc>,
            #[serde(default, deserialize_with = "optional_date_time")]
            seen: Option<DateTime<Utc>>,
        }

        let read = |json: &str| serde_json::from_str::<Times>(json);
        let times = read(r#"{"created":"2024-05-06T07:08:09Z","seen":null}"#).unwrap();
        assert_eq!(times.created.timestamp(), 1_714_979_289);
        assert_eq!(times.seen, None);
        assert_eq!(read(r#"{"created":"2024-05-06T07:08:09Z"}"#).unwrap().seen, None);
        for bad in [r#"{"created":null}"#, r#"{"created":"Ada"}"#, r#"{"created":7}"#] {
            let error = read(bad).unwrap_err().to_string();
            assert!(!error.contains("Ada"), "{error}");
        }
        // What may be missing is missing if it is no such text.
        for odd in [
            "\"\"",
            "\"2024-05-06T07:08:09\"",
            "\"2024-05-06\"",
            "\"Ada\"",
            "7",
            "-7",
            "1.5",
            "true",
            "[[1]]",
            "{\"a\":{}}",
        ] {
            let json = format!(r#"{{"created":"2024-05-06T07:08:09Z","seen":{odd}}}"#);
            let times = read(&json).unwrap();
            assert_eq!(times.seen, None, "{odd}");
        }
        read(r#"{"created":"2024-05-06T07:08:09","seen":null}"#).unwrap_err();
        read(r#"{"created":"2024-05-06T07:08:09Z","seen":[1}"#).unwrap_err();
        let seen = r#"{"created":"2024-05-06T07:08:09Z","seen":"2024-05-06T09:08:09+02:00"}"#;
        assert_eq!(read(seen).unwrap().seen, Some(times.created));
    }

    proptest! {
        #[test]
        fn nobody_can_tell_it_from_chrono(
            text in r"[0-9]{3,5}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,10})?(Z|z|\+01:00)?",
        ) {
            prop_assert_eq!(parse(&text), chronos(&text));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            prop_assert_eq!(parse(&text), chronos(&text));
        }
    }
}
