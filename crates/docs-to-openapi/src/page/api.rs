//! An API page: heading, base URL, method table and one block an operation.

use std::collections::HashMap;

use super::block;
use super::lines::{Line, lines};
use super::schema;
use super::table::{self, is_back_link};
use super::text;
use crate::Rule;
use crate::dialect::Dialect;
use crate::facts::{ApiPage, Operation, Printed};
use crate::report::{Report, Subject};

/// Says whether a page is an API page.
pub(crate) fn is_api_page(text: &str) -> bool {
    lines(text).iter().any(|line| is_method_table(line.text))
}

fn is_method_table(line: &str) -> bool {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    matches!(cells.as_slice(), ["Method", "HTTP request", ..])
}

/// Reads an API page; `None`, with a row that says why, if no operation can be read.
pub(crate) fn api_page(file: &str, text: &str, dialect: Dialect, report: &mut Report) -> Option<ApiPage> {
    let lines = lines(text);
    let table_at = lines.iter().position(|line| is_method_table(line.text))?;
    let head = lines.get(..table_at).unwrap_or_default();
    let below = lines.get(table_at..).unwrap_or_default();
    let mut operations = method_table(file, below, report);
    if operations.is_empty() {
        report.about(Subject::Page(file.to_owned()), file).add(
            Rule::MethodTableUnreadable,
            table_at + 1,
            "the method table has no readable row; the page is left out",
        );
        return None;
    }
    blocks(file, below, dialect, &mut operations, report);
    let (package, class) = heading(file, head);
    Some(ApiPage {
        file: file.to_owned(),
        package,
        class,
        description: tag_description(head),
        base_url: base_url(&lines),
        operations,
    })
}

fn heading(file: &str, head: &[Line<'_>]) -> (Option<Printed<String>>, String) {
    let title = head.iter().find_map(|line| Some((line.number, line.text.strip_prefix("# ").map(text::unmarked)?)));
    match title.and_then(|(line, title)| Some((line, title.rsplit_once('.')?))) {
        Some((line, (package, class))) if !class.is_empty() && !package.is_empty() => {
            let package = package.split_once(".apis.").map_or(package, |(package, _)| package);
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
    let mut seen: HashMap<(String, String, String), usize> = HashMap::new();
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
        let Some(operation) = method_row(&row) else {
            notes.add(
                Rule::CellsMissing,
                row.line,
                format!("the row of {} in the method table lacks name, method or path", row.first),
            );
            continue;
        };
        let key = (operation.name.clone(), operation.method.clone(), operation.path.clone());
        let first = *seen.entry(key).or_insert(operation.line);
        if first == operation.line {
            operations.push(operation);
        } else {
            notes.add(
                Rule::OperationRepeated,
                operation.line,
                format!("operation `{}` is in the method table twice, first in line {first}", operation.name),
            );
        }
    }
    operations
}

fn method_row(row: &table::Row<'_>) -> Option<Operation> {
    let name = text::name(row.first)?;
    let (request, summary) = match table::split(row.rest?) {
        Some((request, summary)) => (request, summary),
        None => (row.rest?, ""),
    };
    let (method, path) = text::request(request)?;
    Some(Operation { line: row.line, name, method, path, summary: text::plain(summary), block: None })
}

/// Finds the blocks and gives each to its operation.
fn blocks(file: &str, below: &[Line<'_>], dialect: Dialect, operations: &mut [Operation], report: &mut Report) {
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, operation) in operations.iter().enumerate().rev() {
        waiting.entry(operation.name.clone()).or_default().push(at);
    }
    let heads = heads(below, &waiting);
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([below.len()]);
    let mut read: HashMap<&str, usize> = HashMap::new();
    for ((start, name), end) in heads.iter().zip(ends) {
        let mut notes = report.about(Subject::Operation(name.clone()), file);
        let lines = below.get(*start..end).unwrap_or_default();
        let line = lines.first().map_or(0, |line| line.number);
        let operation = waiting.get_mut(name).and_then(Vec::pop).and_then(|at| operations.get_mut(at));
        let Some(operation) = operation else {
            match read.get(name.as_str()) {
                Some(first) => notes.add(
                    Rule::OperationRepeated,
                    line,
                    format!("the page describes the operation twice; the block in line {first} is taken"),
                ),
                None => notes.add(
                    Rule::BlockUnlisted,
                    line,
                    "the page describes the operation, but its method table does not list it; it is left out",
                ),
            }
            continue;
        };
        read.entry(name).or_insert(line);
        operation.block = Some(match dialect {
            Dialect::Schema => schema::block::block(name, lines, &mut notes),
            Dialect::Legacy | Dialect::Nextgen | Dialect::Prior => block::block(name, lines, &mut notes),
        });
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

/// Finds the headings that start a block.
///
/// A description may hold a heading like an operation's. A call line next to it tells the real one; where none has a
/// call line the first counts. An operation that is not listed ends the block before it anyway.
fn heads(below: &[Line<'_>], listed: &HashMap<String, Vec<usize>>) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String, bool)> = Vec::new();
    let mut called: HashMap<String, usize> = HashMap::new();
    let mut closed = false;
    for (at, line) in below.iter().enumerate() {
        if let Some((name, bold)) = block_head(line.text) {
            let has_call = is_followed_by_call(below.get(at + 1..).unwrap_or_default(), &name);
            if listed.contains_key(&name) || bold && (has_call || closed) {
                *called.entry(name.clone()).or_default() += usize::from(has_call);
                found.push((at, name, has_call));
            }
        }
        closed = is_back_link(line.text) || closed && line.is_blank();
    }
    let mut plain: HashMap<String, usize> = HashMap::new();
    found.retain(|(_, name, has_call)| {
        if *has_call {
            return true;
        }
        let spare = listed.get(name).map_or(1, Vec::len).saturating_sub(called.get(name).copied().unwrap_or_default());
        let taken = plain.entry(name.clone()).or_default();
        *taken += 1;
        *taken <= spare
    });
    found.into_iter().map(|(at, name, _)| (at, name)).collect()
}

/// Reads `# **get_boat**` and says whether the name is bold.
fn block_head(line: &str) -> Option<(String, bool)> {
    let title = line.strip_prefix("# ").or_else(|| line.strip_prefix("## "))?.trim();
    let bold = title.starts_with("**") || title.starts_with("__");
    let name = text::name(title)?;
    Some((name, bold))
}

fn is_followed_by_call(after: &[Line<'_>], name: &str) -> bool {
    after.iter().filter(|line| !line.is_blank()).take(3).any(|line| block::call(name, line.text).is_some())
}
