//! Rows of parameter, property and status tables.

use super::lines::Line;
use super::notes::{self, Notes};
use super::table;
use super::text::{self, TypeCell};
use crate::Rule;
use crate::report::Notes as Report;

/// A parameter or a property, as printed.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) ty: TypeCell,
    pub(crate) description: String,
    pub(crate) notes: Notes,
}

/// A response, as printed.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) line: usize,
    /// As OpenAPI spells it: three digits, a range such as `4XX`, or `default`.
    pub(crate) code: String,
    pub(crate) description: String,
    /// Names and descriptions of headers.
    pub(crate) headers: Vec<(String, String)>,
}

/// Reads the table of parameters or properties; `None` if there is no table.
pub(crate) fn fields(section: &[Line<'_>], report: &mut Report<'_>) -> Option<Vec<Field>> {
    let rows = table::rows(section)?;
    Some(rows.into_iter().filter_map(|row| field(row, report)).collect())
}

fn field(row: Result<table::Row<'_>, table::Stray<'_>>, report: &mut Report<'_>) -> Option<Field> {
    let row = sound(row, report)?;
    let Some(name) = table::name(&row) else {
        report.add(Rule::RowUnreadable, row.line, format!("no name in the cell `{}`", row.first));
        return None;
    };
    let cells = row
        .rest
        .and_then(|rest| rest.split_once('|'))
        .and_then(|(ty, rest)| Some((ty, table::description_and_notes(rest)?)));
    let Some((ty, (description, notes))) = cells else {
        report.add(
            Rule::CellsMissing,
            row.line,
            format!("the row of `{name}` has fewer than four cells and is left out"),
        );
        return None;
    };
    let Some(ty) = text::type_cell(ty) else {
        report.add(Rule::CellsMissing, row.line, format!("the row of `{name}` has no type and is left out"));
        return None;
    };
    let notes = notes::notes(notes);
    if let Some(unread) = &notes.unread {
        report.add(Rule::NotesUnreadable, row.line, format!("the notes of `{name}` say `{unread}`"));
    }
    Some(Field { line: row.line, name, ty, description: text::plain(description), notes })
}

/// Reads the table of statuses; `None` if there is no table.
pub(crate) fn statuses(section: &[Line<'_>], report: &mut Report<'_>) -> Option<Vec<Status>> {
    let rows = table::rows(section)?;
    Some(rows.into_iter().filter_map(|row| status(row, report)).collect())
}

fn status(row: Result<table::Row<'_>, table::Stray<'_>>, report: &mut Report<'_>) -> Option<Status> {
    let row = sound(row, report)?;
    let printed = table::name(&row).unwrap_or_default();
    let Some(code) = status_code(&printed) else {
        report.add(Rule::StatusUnreadable, row.line, format!("`{}` is no status code; the row is left out", row.first));
        return None;
    };
    let Some(rest) = row.rest else {
        report.add(Rule::CellsMissing, row.line, format!("the row of status {printed} has fewer than three cells"));
        return Some(Status { line: row.line, code, description: String::new(), headers: Vec::new() });
    };
    let (description, headers) = table::description_and_headers(rest);
    Some(Status { line: row.line, code, description: text::plain(description), headers: response_headers(headers) })
}

fn status_code(printed: &str) -> Option<String> {
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
