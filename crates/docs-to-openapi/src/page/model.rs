//! A model page: heading, description, table of properties or list of values.

use super::lines::{Line, lines};
use super::rows::{self, ANY_NAME};
use super::schema;
use super::table;
use super::text;
use crate::Rule;
use crate::dialect::Dialect;
use crate::facts::{Field, ModelPage, Shape, Type};
use crate::literal;
use crate::report::{Notes, Report, Subject};

/// Says whether a page is a model page.
pub(crate) fn is_model_page(text: &str) -> bool {
    lines(text).iter().any(|line| matches!(chapter(line.text), Some("Properties" | "Enum" | schema::CHAPTER)))
}

fn chapter(line: &str) -> Option<&str> {
    line.strip_prefix("## ").map(str::trim)
}

/// Reads a model page; its file name is its model's name.
pub(crate) fn model_page(file: &str, text: &str, dialect: Dialect, report: &mut Report) -> ModelPage {
    let lines = lines(text);
    let name = file.trim_end_matches(".md").to_owned();
    let mut notes = report.about(Subject::Model(name.clone()), file);
    let title = lines.iter().find_map(|line| Some((line.number, line.text.strip_prefix("# ")?.trim())));
    let same = |title: &str| {
        let title = text::unescaped(title);
        title == name || title.rsplit('.').next() == Some(&name)
    };
    if let Some((line, title)) = title.filter(|(_, title)| !same(title)) {
        notes.add(
            Rule::PageDisagreement,
            line,
            format!("the heading says `{title}`, the file name `{name}`; the file name is taken"),
        );
    }
    let shape = match dialect {
        Dialect::Schema => schema::model::shape(&lines),
        Dialect::Legacy | Dialect::Nextgen | Dialect::Prior => shape(&lines, dialect, &mut notes),
    };
    ModelPage {
        file: file.to_owned(),
        line: title.map_or(1, |(line, _)| line),
        name,
        description: description(&lines),
        shape,
        is_typed: dialect == Dialect::Schema,
        has_example: chapter_body(&lines, "Example").is_some(),
        parents: Vec::new(),
        closed: table::is_closed(&lines),
    }
}

fn shape(lines: &[Line<'_>], dialect: Dialect, notes: &mut Notes<'_>) -> Shape {
    let members: Vec<_> = chapter_body(lines, "Enum")
        .map_or_else(Vec::new, |(_, body)| body.iter().filter_map(|line| member(line.text)).collect());
    if !members.is_empty() {
        return Shape::Values(members);
    }
    let table = chapter_body(lines, "Properties");
    let fields = table.and_then(|(_, body)| rows::fields(body, notes));
    if let (Some((line, _)), None) = (table, &fields) {
        notes.add(Rule::ModelUnreadable, line, "the section on properties has no table");
    }
    let mut fields = fields.unwrap_or_default();
    if let ([only], Dialect::Prior) = (fields.as_slice(), dialect)
        && only.name == "value"
    {
        return alias(only);
    }
    let others = fields.iter().position(|field| field.name == ANY_NAME).map(|at| fields.remove(at).cell.ty);
    Shape::Properties(fields, others)
}

/// A model that is not an object has one row, `value`, in dialect `prior`.
fn alias(value: &Field) -> Shape {
    match value.notes.values.as_deref().and_then(literal::items) {
        Some(values) => Shape::Alias(Type::Enum(Box::new(value.cell.ty.clone()), values)),
        None => Shape::Alias(value.cell.ty.clone()),
    }
}

/// A description may hold headings, so the last heading of the name starts the chapter.
fn chapter_body<'b, 'a>(lines: &'b [Line<'a>], name: &str) -> Option<(usize, &'b [Line<'a>])> {
    let at = lines.iter().rposition(|line| chapter(line.text) == Some(name))?;
    let body = lines.get(at + 1..)?;
    let end =
        body.iter().position(|line| line.text.starts_with('#') || table::is_back_link(line.text)).unwrap_or(body.len());
    Some((lines.get(at)?.number, body.get(..end)?))
}

fn description(lines: &[Line<'_>]) -> Option<String> {
    let title = lines.iter().position(|line| line.text.starts_with("# "))?;
    // Dialect `schema` repeats its chapter for each nested type.
    let types = lines.iter().position(|line| chapter(line.text) == Some(schema::CHAPTER));
    let end =
        types.or_else(|| lines.iter().rposition(|line| matches!(chapter(line.text), Some("Properties" | "Enum"))))?;
    let words: Vec<&str> = lines.get(title + 1..end)?.iter().map(|line| line.text.trim_end()).collect();
    let words = words.join("\n");
    let words = words.trim();
    (!words.is_empty()).then(|| text::plain(words))
}

/// Reads ``* `SLOOP` (value: `'sloop'`)``: the member's name and its value.
fn member(line: &str) -> Option<(String, String)> {
    let (name, value) = line.trim().strip_prefix(['*', '-'])?.split_once("(value:")?;
    let value = value.trim().strip_suffix(')')?.trim();
    Some((text::plain(text::unmarked(name)), text::plain(value.trim_matches('`'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str, dialect: Dialect) -> (ModelPage, usize) {
        let mut report = Report::default();
        let model = model_page("Rig.md", page, dialect, &mut report);
        (model, report.rows.len())
    }

    #[test]
    fn values_of_an_enumeration() {
        let page =
            "# Rig\n\nHow it is rigged.\n\n## Enum\n\n* `SLOOP` (value: `'sloop'`)\n\n* `YAWL` (value: `'yawl'`)\n";
        let (model, rows) = read(page, Dialect::Nextgen);
        let member = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(model.shape, Shape::Values(vec![member("SLOOP", "'sloop'"), member("YAWL", "'yawl'")]));
        assert_eq!(model.description.as_deref(), Some("How it is rigged."));
        assert_eq!(rows, 0);
    }

    #[test]
    fn a_lone_value_is_an_alias_in_one_dialect_only() {
        let page = "# Rig\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n**value** | **str** |  | ";
        assert_eq!(read(page, Dialect::Prior).0.shape, Shape::Alias(Type::String(None)));
        assert!(matches!(read(page, Dialect::Nextgen).0.shape, Shape::Properties(..)));
        let page = format!("{page} must be one of [\"sloop\", \"yawl\", ]");
        let values = vec!["sloop".into(), "yawl".into()];
        assert_eq!(read(&page, Dialect::Prior).0.shape, Shape::Alias(Type::Enum(Box::new(Type::String(None)), values)));
    }
}
