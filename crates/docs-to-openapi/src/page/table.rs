//! Markdown tables whose last column may be preceded by cells with bars in them.

use super::lines::Line;
use super::text;

/// One row of a table; the first cell's bold word and what follows the bar behind it.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) line: usize,
    pub(crate) first: &'a str,
    pub(crate) rest: Option<&'a str>,
}

/// A line inside a table that is no row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stray<'a>(pub(crate) Line<'a>);

/// Reads the rows below the separator line of the first table in a section.
///
/// Returns `None` if the section has no table.
pub(crate) fn rows<'a>(section: &[Line<'a>]) -> Option<Vec<Result<Row<'a>, Stray<'a>>>> {
    let separator = section.iter().position(|line| is_separator(line.text))?;
    let below = section.get(separator + 1..).unwrap_or_default();
    let rows = below
        .iter()
        .take_while(|line| !is_back_link(line.text) && !line.text.starts_with('#'))
        .filter(|line| !line.is_blank());
    Some(rows.map(|line| row(*line)).collect())
}

fn row<'a>(line: Line<'a>) -> Result<Row<'a>, Stray<'a>> {
    let text = unframed(line.text);
    if !text.starts_with("**") && !text.starts_with("[**") {
        return Err(Stray(line));
    }
    let (first, rest) = match text.split_once('|') {
        Some((first, rest)) => (first.trim(), Some(rest)),
        None => (text.trim(), None),
    };
    Ok(Row { line: line.number, first, rest })
}

/// Takes the outer bars away that a formatter puts around a row.
fn unframed(line: &str) -> &str {
    let line = line.trim();
    match line.strip_prefix('|') {
        Some(inner) => inner.strip_suffix('|').unwrap_or(inner).trim_start(),
        None => line,
    }
}

fn is_separator(line: &str) -> bool {
    line.contains("---") && line.contains('|') && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t'))
}

/// Says whether lines end with the links that close a block or a page.
pub(crate) fn is_closed(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| is_back_link(line.text))
}

/// Recognises the line of links that ends a block or a page.
pub(crate) fn is_back_link(line: &str) -> bool {
    let line = line.trim_start();
    ["[[Back to", "[Back to"].iter().any(|start| line.starts_with(start))
}

/// Splits `description | notes` at the bar behind which only notes follow.
///
/// A description may hold bars, and so may a default in the notes: the split is at the first bar
/// whose right side reads as notes, else at the last bar.
pub(crate) fn description_and_notes(rest: &str) -> Option<(&str, &str)> {
    let bars = || rest.match_indices('|').map(|(at, _)| at);
    let split = |at: usize| Some((rest.get(..at)?, rest.get(at + 1..)?));
    bars()
        .filter_map(split)
        .find(|(_, notes)| super::notes::reads(notes))
        .or_else(|| bars().next_back().and_then(split))
        .map(|(description, notes)| (description.trim(), notes.trim()))
}

/// Splits `description | headers |` at the last bar that is not the row's end.
pub(crate) fn description_and_headers(rest: &str) -> (&str, &str) {
    let rest = rest.trim_end();
    let inner = rest.strip_suffix('|').unwrap_or(rest);
    match inner.rsplit_once('|') {
        Some((description, headers)) => (description.trim(), headers.trim()),
        None => (inner.trim(), ""),
    }
}

/// Reads the name in a row's first cell; a name is one word.
pub(crate) fn name(row: &Row<'_>) -> Option<String> {
    text::bold(row.first).filter(|name| !name.contains(|c: char| c.is_whitespace() || c == '*'))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn framed_and_bare_rows_read_alike() {
        let bare = lines("Name | Type\n--- | ---\n **boat** | x\n\n[[Back to top]](#)\n **no** | x");
        let framed = lines("| Name | Type |\n|:---|:--:|\n| **boat**   | x   |\n");
        for table in [bare, framed] {
            let rows = rows(&table).unwrap();
            assert_eq!(rows.len(), 1);
            let row = rows[0].as_ref().unwrap();
            assert_eq!((name(row).unwrap().as_str(), row.rest.unwrap().trim()), ("boat", "x"));
        }
        assert!(rows(&lines("no table")).is_none());
    }

    #[test]
    fn bars_in_descriptions_and_defaults() {
        let table = [
            ("words | [optional] ", ("words", "[optional]")),
            ("this | that | ", ("this | that", "")),
            ("a|b | [optional] [default to 'a|b']", ("a|b", "[optional] [default to 'a|b']")),
            (" | ", ("", "")),
            ("words | what is this", ("words", "what is this")),
        ];
        for (rest, split) in table {
            assert_eq!(description_and_notes(rest), Some(split), "{rest}");
        }
        assert_eq!(description_and_notes("no bar"), None);
        assert_eq!(description_and_headers("one | two |  -  |"), ("one | two", "-"));
    }
}
