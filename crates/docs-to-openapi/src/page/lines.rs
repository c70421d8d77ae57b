//! A page as numbered lines.

/// One line and its number, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub(crate) number: usize,
    pub(crate) text: &'a str,
}

impl<'a> Line<'a> {
    pub(crate) fn trimmed(self) -> &'a str {
        self.text.trim()
    }

    pub(crate) fn is_blank(self) -> bool {
        self.trimmed().is_empty()
    }
}

/// Splits a page into lines; a byte order mark and carriage returns are no part of them.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().enumerate().map(|(at, text)| Line { number: at + 1, text: text.trim_end_matches('\r') }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_and_line_ends_are_no_part_of_a_line() {
        let read = lines("\u{feff}# One\r\n\r\nlast");
        let texts: Vec<_> = read.iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(texts, [(1, "# One"), (2, ""), (3, "last")]);
        assert!(lines("").is_empty());
    }
}
