//! A model page: heading, description, table of properties or list of values.

use super::lines::{Line, lines};
use super::rows::{self, Field};
use super::table;
use super::text;
use crate::Rule;
use crate::report::{Report, Subject};

/// What a model page states.
#[derive(Clone, Debug)]
pub(crate) struct ModelPage {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) properties: Vec<Field>,
    /// The values of an enumeration in Python's spelling.
    pub(crate) values: Vec<String>,
    /// Whether the links are there that end a page.
    pub(crate) closed: bool,
}

/// Says whether a page is a model page.
pub(crate) fn is_model_page(text: &str) -> bool {
    lines(text).iter().any(|line| matches!(chapter(line.text), Some("Properties" | "Enum")))
}

fn chapter(line: &str) -> Option<&str> {
    line.strip_prefix("## ").map(str::trim)
}

/// Reads a model page; its file name is its model's name.
pub(crate) fn model_page(file: &str, text: &str, report: &mut Report) -> ModelPage {
    let lines = lines(text);
    let name = file.trim_end_matches(".md").to_owned();
    let mut notes = report.about(Subject::Model(name.clone()), file);
    let title = lines.iter().find_map(|line| Some((line.number, line.text.strip_prefix("# ")?.trim())));
    if let Some((line, title)) = title.filter(|(_, title)| text::unescaped(title) != name) {
        notes.add(
            Rule::PageDisagreement,
            line,
            format!("the heading says `{title}`, the file name `{name}`; the file name is taken"),
        );
    }
    let table = chapter_body(&lines, "Properties");
    let properties = table.and_then(|(_, body)| rows::fields(body, &mut notes));
    let values = chapter_body(&lines, "Enum")
        .map(|(_, body)| body.iter().filter_map(|line| value(line.text)).collect())
        .unwrap_or_default();
    if let (Some((line, _)), None) = (table, &properties) {
        notes.add(Rule::ModelUnreadable, line, "the section on properties has no table");
    }
    ModelPage {
        file: file.to_owned(),
        line: title.map_or(1, |(line, _)| line),
        name,
        description: description(&lines),
        properties: properties.unwrap_or_default(),
        values,
        closed: table::is_closed(&lines),
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
    let end = lines.iter().rposition(|line| matches!(chapter(line.text), Some("Properties" | "Enum")))?;
    let words: Vec<&str> = lines.get(title + 1..end)?.iter().map(|line| line.text.trim_end()).collect();
    let words = words.join("\n");
    let words = words.trim();
    (!words.is_empty()).then(|| text::plain(words))
}

/// Reads ``* `SLOOP` (value: `'sloop'`)``.
fn value(line: &str) -> Option<String> {
    let item = line.trim().strip_prefix('*')?;
    let (_, value) = item.split_once("(value:")?;
    let value = value.trim().strip_suffix(')')?.trim();
    Some(text::plain(value.trim_matches('`')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_enumeration() {
        let mut report = Report::default();
        let page =
            "# Rig\n\nHow it is rigged.\n\n## Enum\n\n* `SLOOP` (value: `'sloop'`)\n\n* `YAWL` (value: `'yawl'`)\n";
        let model = model_page("Rig.md", page, &mut report);
        assert_eq!(model.values, ["'sloop'", "'yawl'"]);
        assert_eq!(model.description.as_deref(), Some("How it is rigged."));
        assert!(report.rows.is_empty());
    }
}
