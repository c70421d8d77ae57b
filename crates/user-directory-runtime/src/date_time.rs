//! Decoding points in time.

use chrono::{DateTime, FixedOffset, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Decodes a date and a time in RFC 3339 form. Generated code calls this.
///
/// # Errors
///
/// Fails if there is no string, or another one.
pub fn date_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    optional_date_time(deserializer)?.ok_or_else(|| D::Error::custom("not a date and a time in RFC 3339 form"))
}

/// Decodes a date and a time, or none. Generated code calls this.
///
/// Anything that RFC 3339 does not allow is taken for none: an empty string, a date without its offset,
/// a number. To guess an offset would be worse, and an error would make the whole answer unreadable for a field that may
/// be missing anyway. The body of the answer still has what was sent.
///
/// # Errors
///
/// Fails if the document is not JSON.
pub fn optional_date_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let time = Value::deserialize(deserializer)?.as_str().and_then(|text| text.parse::<DateTime<FixedOffset>>().ok());
    Ok(time.map(|time| time.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
