//! An API page: heading, base URL, method table and one block an operation.

use super::Printed;
use super::block::{self, Block};
use super::lines::{Line, lines};
use super::table;
use super::text;
use crate::report::{Report, Subject};
use crate::{Error, Rule};

/// What an API page states.
#[derive(Clone, Debug)]
pub(crate) struct ApiPage {
    pub(crate) file: String,
    /// `harbour_client` of `# harbour_client.BoatsApi`.
    pub(crate) package: Option<Printed<String>>,
    /// `BoatsApi`.
    pub(crate) class: String,
    /// The sentence about the tag below the heading.
    pub(crate) description: Option<String>,
    pub(crate) base_url: Option<Printed<String>>,
    pub(crate) operations: Vec<Operation>,
}

/// One row of the method table and the block that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The row in the method table.
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) block: Option<Block>,
}

/// Says whether a page is an API page.
pub(crate) fn is_api_page(text: &str) -> bool {
    lines(text).iter().any(|line| is_method_table(line.text))
}

fn is_method_table(line: &str) -> bool {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    matches!(cells.as_slice(), ["Method", "HTTP request", ..])
}

/// Reads an API page.
pub(crate) fn api_page(file: &str, text: &str, report: &mut Report) -> Result<ApiPage, Error> {
    let lines = lines(text);
    let table_at = lines
        .iter()
        .position(|line| is_method_table(line.text))
        .ok_or_else(|| Error::NotAnApiPage { page: file.to_owned() })?;
    let head = lines.get(..table_at).unwrap_or_default();
    let below = lines.get(table_at..).unwrap_or_default();
    let mut operations = method_table(file, below, report);
    if operations.is_empty() {
        return Err(Error::NoOperations { file: file.to_owned(), line: table_at + 1 });
    }
    blocks(file, below, &mut operations, report);
    let (package, class) = heading(file, head);
    Ok(ApiPage {
        file: file.to_owned(),
        package,
        class,
        description: tag_description(head),
        base_url: base_url(&lines),
        operations,
    })
}

fn heading(file: &str, head: &[Line<'_>]) -> (Option<Printed<String>>, String) {
    let title = head.iter().find_map(|line| Some((line.number, line.text.strip_prefix("# ")?.trim())));
    match title.and_then(|(line, title)| Some((line, title.rsplit_once('.')?))) {
        Some((line, (package, class))) if !class.is_empty() && !package.is_empty() => {
            let package = Printed::new(line, text::unescaped(package));
            (Some(package), text::unescaped(class))
        }
        _ => {
            let title = title.map(|(_, title)| text::unescaped(title));
            let stem = file.trim_end_matches(".md").to_owned();
            (None, title.filter(|title| !title.is_empty()).unwrap_or(stem))
        }
    }
}

fn tag_description(head: &[Line<'_>]) -> Option<String> {
    let words: Vec<&str> = head
        .iter()
        .skip_while(|line| !line.text.starts_with("# "))
        .skip(1)
        .take_while(|line| !line.text.starts_with(BASE_URL))
        .map(|line| line.trimmed())
        .collect();
    let words = words.join("\n").trim().to_owned();
    (!words.is_empty()).then(|| text::plain(&words))
}

const BASE_URL: &str = "All URIs are relative to ";

/// Reads the sentence with the base URL, which API pages and the front page have.
pub(crate) fn base_url(lines: &[Line<'_>]) -> Option<Printed<String>> {
    lines.iter().find_map(|line| {
        let printed = line.trimmed().strip_prefix(BASE_URL)?.trim();
        let url = printed.trim_matches(['*', '_', '<', '>']);
        (!url.is_empty()).then(|| Printed::new(line.number, text::plain(url)))
    })
}

fn method_table(file: &str, below: &[Line<'_>], report: &mut Report) -> Vec<Operation> {
    let end = below.iter().position(|line| line.text.starts_with('#')).unwrap_or(below.len());
    let rows = table::rows(below.get(..end).unwrap_or_default()).unwrap_or_default();
    let mut notes = report.about(Subject::Page(file.to_owned()), file);
    let mut operations: Vec<Operation> = Vec::new();
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(table::Stray(line)) => {
                notes.add(
                    Rule::RowUnreadable,
                    line.number,
                    "a line inside the method table is no row of it and is left out",
                );
                continue;
            }
        };
        match method_row(&row) {
            Some(operation) => match operations.iter().find(|seen| seen.name == operation.name) {
                Some(seen) => notes.add(
                    Rule::OperationRepeated,
                    operation.line,
                    format!(
                        "operation `{}` stands in the method table twice, in line {} too; the \
                         first row is taken",
                        operation.name, seen.line
                    ),
                ),
                None => operations.push(operation),
            },
            None => notes.add(
                Rule::CellsMissing,
                row.line,
                format!("the row of {} in the method table lacks name, method or path", row.first),
            ),
        }
    }
    operations
}

fn method_row(row: &table::Row<'_>) -> Option<Operation> {
    let name = text::bold(text::link(row.first)?.0)?;
    let (request, summary) = match row.rest?.split_once('|') {
        Some((request, summary)) => (request, summary),
        None => (row.rest?, ""),
    };
    let (method, path) = request.trim().strip_prefix("**")?.split_once("**")?;
    let path = text::plain(path);
    if method.is_empty() || !path.starts_with('/') {
        return None;
    }
    Some(Operation {
        line: row.line,
        name,
        method: method.trim().to_owned(),
        path,
        summary: text::plain(summary),
        block: None,
    })
}

/// Finds the blocks: a heading starts one only if a call line of the same name is next.
fn blocks(file: &str, below: &[Line<'_>], operations: &mut [Operation], report: &mut Report) {
    let heads: Vec<(usize, String)> = below
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, block_head(line.text)?)))
        .filter(|(at, name)| is_followed_by_call(below.get(at + 1..).unwrap_or_default(), name))
        .collect();
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([below.len()]);
    for ((start, name), end) in heads.iter().zip(ends) {
        let mut notes = report.about(Subject::Operation(name.clone()), file);
        let lines = below.get(*start..end).unwrap_or_default();
        let line = lines.first().map_or(0, |line| line.number);
        let Some(operation) = operations.iter_mut().find(|known| known.name == *name) else {
            notes.add(
                Rule::BlockUnlisted,
                line,
                "the page describes the operation, but its method table does not list it; it is left out",
            );
            continue;
        };
        if let Some(seen) = &operation.block {
            notes.add(
                Rule::OperationRepeated,
                line,
                format!("the page describes the operation twice; the block in line {} is taken", seen.line),
            );
            continue;
        }
        operation.block = Some(block::block(name, lines, &mut notes));
    }
    for operation in operations.iter().filter(|operation| operation.block.is_none()) {
        let subject = Subject::Operation(operation.name.clone());
        report.about(subject, file).add(
            Rule::BlockMissing,
            operation.line,
            "the method table lists the operation, but the page has no block for it",
        );
    }
}

fn block_head(line: &str) -> Option<String> {
    text::bold(line.strip_prefix("# ")?)
}

/// A description may hold a heading like an operation's; only a real one has a call line next.
fn is_followed_by_call(after: &[Line<'_>], name: &str) -> bool {
    after.iter().filter(|line| !line.is_blank()).take(3).any(|line| block::call(name, line.text).is_some())
}
