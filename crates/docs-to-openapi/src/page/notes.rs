//! The last cell of a row: `[optional] [readonly] [default to x]`.

use super::text;

/// What a notes cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes {
    pub(crate) optional: bool,
    pub(crate) read_only: bool,
    /// The default in Python's spelling.
    pub(crate) default: Option<String>,
    /// What is left over and says nothing known.
    pub(crate) unread: Option<String>,
}

/// Reads a notes cell.
pub(crate) fn notes(cell: &str) -> Notes {
    let mut notes = Notes::default();
    let mut rest = cell.trim();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("[optional]") {
            notes.optional = true;
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix("[readonly]") {
            notes.read_only = true;
            rest = after.trim_start();
        } else if let Some((default, after)) = default(rest) {
            notes.default = Some(text::plain(default));
            rest = after.trim_start();
        } else {
            notes.unread = Some(text::plain(rest));
            break;
        }
    }
    notes
}

/// Says whether a text holds notes and nothing else.
pub(crate) fn reads(cell: &str) -> bool {
    notes(cell).unread.is_none()
}

/// A default is always the last note, so it ends at the last bracket: it may hold brackets.
fn default(rest: &str) -> Option<(&str, &str)> {
    rest.strip_prefix("[default to ")?.rsplit_once(']')
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
    }
}
