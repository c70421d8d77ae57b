//! Rows of parameter, property and status tables.

use super::lines::Line;
use super::notes;
use super::table;
use super::text;
use crate::Rule;
use crate::facts::{Field, Status, Type, TypeCell};
use crate::report::Notes as Report;
use crate::types;

/// Reads the table of parameters or properties; `None` if there is no table.
pub(crate) fn fields(section: &[Line<'_>], report: &mut Report<'_>) -> Option<Vec<Field>> {
    let rows = table::rows(section)?;
    Some(rows.into_iter().filter_map(|row| field(row, report)).collect())
}

fn field(row: Result<table::Row<'_>, table::Stray<'_>>, report: &mut Report<'_>) -> Option<Field> {
    let row = sound(row, report)?;
    let Some(name) = name(row.first) else {
        report.add(Rule::RowUnreadable, row.line, format!("no name in the cell `{}`", row.first));
        return None;
    };
    let cells = row.rest.map(|rest| table::split(rest).unwrap_or((rest, "")));
    let Some((cell, (ty, rest))) = cells.and_then(|(ty, rest)| Some((type_cell(ty, row.line, report)?, (ty, rest))))
    else {
        report.add(Rule::CellsMissing, row.line, format!("the row of `{name}` has no type and is left out"));
        return None;
    };
    if row.rest == Some(ty) {
        report.add(
            Rule::CellsMissing,
            row.line,
            format!("the row of `{name}` ends with its type; it is taken as required"),
        );
    }
    let (description, notes) = table::description_and_notes(rest);
    let notes = notes::notes(notes);
    if let Some(unread) = &notes.unread {
        report.add(Rule::NotesUnreadable, row.line, format!("the notes of `{name}` say `{unread}`"));
    }
    let description = text::plain(description);
    Some(Field { line: row.line, name, wire: None, place: None, cell, description, notes })
}

/// What one generator prints as the name of all properties without a row.
pub(crate) const ANY_NAME: &str = "any string name";

fn name(cell: &str) -> Option<String> {
    if text::unmarked(cell) == ANY_NAME { Some(ANY_NAME.to_owned()) } else { text::name(cell) }
}

/// Reads a printed type; one that cannot be read stands for any value.
pub(crate) fn type_cell(cell: &str, line: usize, report: &mut Report<'_>) -> Option<TypeCell> {
    let (text, link) = text::type_cell(cell)?;
    let ty = types::parse(&text).unwrap_or_else(|| {
        report.add(Rule::TypeUnreadable, line, format!("the type `{text}` cannot be read and stands for any value"));
        Type::Any
    });
    Some(TypeCell { ty, text, link })
}

/// Reads the table of statuses; `None` if there is no table.
pub(crate) fn statuses(section: &[Line<'_>], report: &mut Report<'_>) -> Option<Vec<Status>> {
    let rows = table::rows(section)?;
    Some(rows.into_iter().filter_map(|row| status(row, report)).collect())
}

fn status(row: Result<table::Row<'_>, table::Stray<'_>>, report: &mut Report<'_>) -> Option<Status> {
    let row = sound(row, report)?;
    let printed = text::name(row.first).unwrap_or_default();
    let Some(code) = status_code(&printed) else {
        report.add(Rule::StatusUnreadable, row.line, format!("`{}` is no status code; the row is left out", row.first));
        return None;
    };
    let Some(rest) = row.rest else {
        report.add(Rule::CellsMissing, row.line, format!("the row of status {printed} has fewer than three cells"));
        return Some(Status {
            line: row.line,
            code,
            description: String::new(),
            headers: Vec::new(),
            contents: Vec::new(),
        });
    };
    let (description, headers) = table::description_and_headers(rest);
    let (description, headers) = (text::plain(description), response_headers(headers));
    Some(Status { line: row.line, code, description, headers, contents: Vec::new() })
}

pub(crate) fn status_code(printed: &str) -> Option<String> {
    if matches!(printed, "0" | "default") {
        return Some("default".to_owned());
    }
    let mut letters = printed.chars();
    let class = letters.next().filter(|c| ('1'..='5').contains(c))?;
    let rest = letters.as_str();
    if rest.eq_ignore_ascii_case("xx") {
        return Some(format!("{class}XX"));
    }
    (rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit())).then(|| printed.to_owned())
}

/// Reads `* Name - words <br>  * Other - words <br>`; a lone dash means: none.
fn response_headers(cell: &str) -> Vec<(String, String)> {
    cell.split("<br>")
        .filter_map(|item| item.trim().strip_prefix('*'))
        .map(|item| item.split_once(" - ").unwrap_or((item.trim_end_matches([' ', '-']), "")))
        .map(|(name, words)| (text::plain(name), text::plain(words)))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn sound<'a>(row: Result<table::Row<'a>, table::Stray<'a>>, report: &mut Report<'_>) -> Option<table::Row<'a>> {
    match row {
        Ok(row) => Some(row),
        Err(table::Stray(line)) => {
            report.add(Rule::RowUnreadable, line.number, "a line inside the table is no row of it and is left out");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_as_openapi_spells_them() {
        let table = [
            ("200", Some("200")),
            ("0", Some("default")),
            ("default", Some("default")),
            ("4XX", Some("4XX")),
            ("5xx", Some("5XX")),
            ("20", None),
            ("600", None),
            ("2é", None),
            ("", None),
        ];
        for (printed, code) in table {
            assert_eq!(status_code(printed).as_deref(), code, "{printed}");
        }
    }

    #[test]
    fn headers_have_names_and_words() {
        assert!(response_headers(" - ").is_empty());
        assert_eq!(
            response_headers("* X-Left - calls left <br>  * X-Reset -  <br> "),
            [("X-Left".to_owned(), "calls left".to_owned()), ("X-Reset".to_owned(), String::new())]
        );
    }
}
