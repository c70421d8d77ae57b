//! Markdown tables whose last column may be preceded by cells with bars in them.

use super::lines::Line;

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
    match split(text) {
        Some((first, rest)) => Ok(Row { line: line.number, first: first.trim(), rest: Some(rest) }),
        None if text.starts_with("**") => Ok(Row { line: line.number, first: text, rest: None }),
        None => Err(Stray(line)),
    }
}

/// The bars between cells; a bar that a formatter has escaped is part of a cell.
fn bars(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('|').map(|(at, _)| at).filter(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')))
}

/// Splits at the first bar.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let at = bars(text).next()?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Takes the outer bars away that a formatter puts around a row.
pub(crate) fn unframed(line: &str) -> &str {
    let line = line.trim();
    match line.strip_prefix('|') {
        Some(inner) => inner.strip_suffix('|').unwrap_or(inner).trim_start(),
        None => line,
    }
}

pub(crate) fn is_separator(line: &str) -> bool {
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
/// whose right side reads as notes, else at the last bar. Without a bar one of the two is missing.
pub(crate) fn description_and_notes(rest: &str) -> (&str, &str) {
    let rest = rest.trim_end();
    let split = |at: usize| Some((rest.get(..at)?, rest.get(at + 1..)?));
    let found = bars(rest)
        .filter_map(split)
        .find(|(_, notes)| super::notes::reads(notes))
        .or_else(|| bars(rest).last().and_then(split));
    let (description, notes) = match found {
        Some(cells) => cells,
        None if super::notes::reads(rest) => ("", rest),
        None => (rest, ""),
    };
    (description.trim(), notes.trim())
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
            assert_eq!((row.first, row.rest.unwrap().trim()), ("**boat**", "x"));
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
            ("a \\| b | [optional]", ("a \\| b", "[optional]")),
            ("no bar", ("no bar", "")),
            ("[optional]", ("", "[optional]")),
        ];
        for (rest, split) in table {
            assert_eq!(description_and_notes(rest), split, "{rest}");
        }
        assert_eq!(description_and_headers("one | two |  -  |"), ("one | two", "-"));
    }
}
