//! The last cell of a row: `[optional] [readonly] [default to x]`.

use super::text;
use crate::facts::Notes;

/// Words that a default follows, to the end of the cell.
const DEFAULTS: [&str; 2] = ["if omitted the server will use the default value of ", "defaults to "];
const VALUES: &str = "must be one of [";

/// Reads a notes cell.
pub(crate) fn notes(cell: &str) -> Notes {
    let mut notes = Notes::default();
    let rest = flags(cell.trim(), &mut notes);
    if let Some(default) = rest.strip_prefix("[default to").and_then(|rest| rest.strip_suffix(']')) {
        notes.default = Some(text::plain(default));
        return notes;
    }
    let (rest, values) = match rest.rsplit_once(VALUES) {
        Some((before, values)) if values.ends_with(']') => (before.trim_end(), values.strip_suffix(']')),
        _ => (rest, None),
    };
    notes.values = values.map(text::plain);
    let default = DEFAULTS.iter().find_map(|words| rest.strip_prefix(words));
    match default {
        Some(default) if values.is_some() => {
            notes.default = Some(text::plain(default.strip_suffix(',').unwrap_or(default)));
        }
        Some(default) => notes.default = Some(text::plain(default)),
        None if !rest.is_empty() => notes.unread = Some(text::plain(rest)),
        None => {}
    }
    notes
}

fn flags<'a>(mut rest: &'a str, notes: &mut Notes) -> &'a str {
    loop {
        if let Some(after) = rest.strip_prefix("[optional]") {
            notes.optional = true;
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix("[readonly]") {
            notes.read_only = true;
            rest = after.trim_start();
        } else {
            return rest;
        }
    }
}

/// Says whether a string, trimmed at its end, begins as notes do and holds nothing else.
///
/// A cell may have as many bars as it likes, and each asks this: the answer takes no longer for a longer string.
pub(crate) fn reads(text: &str) -> bool {
    let rest = flags(text.trim_start(), &mut Notes::default());
    rest.is_empty()
        || (rest.starts_with("[default to") || rest.starts_with(VALUES)) && rest.ends_with(']')
        || DEFAULTS.iter().any(|words| rest.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_note_is_read() {
        let read = notes("[optional] [readonly] [default to [&#39;a&#39;]]");
        assert!(read.optional && read.read_only);
        assert_eq!(read.default.as_deref(), Some("['a']"));
        assert_eq!(notes(""), Notes::default());
        assert_eq!(notes("[optional] huh").unread.as_deref(), Some("huh"));
        assert_eq!(notes("[default to x").unread.as_deref(), Some("[default to x"));
        for empty in ["[default to ]", "[default to]", "[optional] [default to ]"] {
            assert_eq!(notes(empty).default.as_deref(), Some(""), "{empty}");
        }
    }

    #[test]
    fn sentences_of_the_older_generators() {
        let table = [
            ("[optional] if omitted the server will use the default value of \"a\"", Some("\"a\""), None),
            ("defaults to 3", Some("3"), None),
            ("must be one of [\"a\", \"b\", ]", None, Some("\"a\", \"b\",")),
            ("defaults to \"a\", must be one of [\"a\", ]", Some("\"a\""), Some("\"a\",")),
        ];
        for (cell, default, values) in table {
            let read = notes(cell);
            assert_eq!(
                (read.default.as_deref(), read.values.as_deref(), &read.unread),
                (default, values, &None),
                "{cell}"
            );
            assert!(reads(cell), "{cell}");
        }
        assert!(!reads("a sentence") && !reads("[default to x") && reads(""));
        assert!(!reads("[default to x] and more"));
    }
}
