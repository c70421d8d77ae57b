//! The notes of this dialect: sentences about defaults, values and formats.

use crate::facts::Notes;
use crate::page::notes;
use crate::page::text;

const DEFAULT: &str = "if omitted the server will use the default value of ";
const FORMATS: [(&str, &str); 8] = [
    ("value must be a uuid", "uuid"),
    ("value must conform to RFC-3339 date-time", "date-time"),
    ("value must conform to RFC-3339 full-date", "date"),
    ("value must be numeric and storable in decimal.Decimal", "number"),
    ("value must be a 32 bit integer", "int32"),
    ("value must be a 64 bit integer", "int64"),
    ("value must be a 32 bit float", "float"),
    ("value must be a 64 bit float", "double"),
];

/// Reads a notes cell and the format in it.
pub(super) fn read(cell: &str) -> (Notes, Option<&'static str>) {
    let cell = cell.trim();
    let found = FORMATS.iter().find_map(|(words, format)| Some((cell.strip_suffix(words)?, *format)));
    let (rest, format) = found.map_or((cell, None), |(rest, format)| (rest.trim_end(), Some(format)));
    let (before, default) = match rest.split_once(DEFAULT) {
        Some((before, default)) => (before.trim_end(), Some(text::plain(default))),
        None => (rest, None),
    };
    let (plain, optional) = match before.strip_prefix("optional") {
        Some(rest) => (rest.trim_start(), true),
        None => (before, false),
    };
    let read = notes::notes(plain);
    (Notes { optional: read.optional || optional, default, ..read }, format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_in_their_order() {
        let (read, format) = read(
            "[optional] must be one of [\"a\", \"b\", ] if omitted the server will use the default value of \"a\"",
        );
        assert!(read.optional && read.unread.is_none());
        assert_eq!(
            (read.default.as_deref(), read.values.as_deref(), format),
            (Some("\"a\""), Some("\"a\", \"b\","), None)
        );
        let (read, format) = super::read("optional value must be a 64 bit float");
        assert!(read.optional && read.unread.is_none());
        assert_eq!(format, Some("double"));
    }
}
