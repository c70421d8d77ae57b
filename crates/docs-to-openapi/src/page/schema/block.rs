//! One operation's block in this dialect.

use std::collections::HashMap;

use super::notes;
use super::tables::{Sections, Table, tables};
use super::types;
use crate::Rule;
use crate::facts::{Block, Content, Field, Place, Printed, Returns, Status, Type, TypeCell};
use crate::facts::{Link, Notes as FieldNotes};
use crate::names::folded;
use crate::page::block::{authorization, head};
use crate::page::lines::Line;
use crate::page::rows::status_code;
use crate::page::sections::{self, Section, heading};
use crate::page::table::is_closed;
use crate::page::{table, text};
use crate::report::Notes;

const ORDER: [&str; 3] = ["Parameters", "Return Types, Responses", "Authorization"];
const PLACES: [(&str, Place); 4] = [
    ("path_params", Place::Path),
    ("query_params", Place::Query),
    ("header_params", Place::Header),
    ("cookie_params", Place::Cookie),
];

/// Reads the block of the operation `name`; the first line is its heading.
pub(crate) fn block(name: &str, lines: &[Line<'_>], report: &mut Notes<'_>) -> Block {
    let line = lines.first().map_or(0, |line| line.number);
    let found = sections::sections(lines.get(1..).unwrap_or_default(), &ORDER);
    for section in ORDER.iter().take(2).filter(|section| found.get(section).is_none()) {
        report.add(Rule::SectionMissing, line, format!("the block has no section `{section}`; is the page cut off?"));
    }
    let mut block = Block { line, closed: is_closed(lines), complete: true, ..Block::default() };
    head(name, found.head, &mut block);
    // The call line of this dialect runs the names of parameters together.
    block.call = None;
    block.authorization = found.get("Authorization").map(authorization);
    if let Some(section) = found.get("Parameters") {
        parameters(section, &mut block);
    }
    if let Some(section) = found.get("Return Types, Responses") {
        responses(section, &mut block, report);
    }
    block
}

fn parameters(section: Section<'_, '_>, block: &mut Block) {
    let parts = parts(section.body);
    let overview: Vec<Table<'_>> = parts.first().map(|(_, lines)| tables(lines)).unwrap_or_default();
    let rows = || overview.iter().flat_map(|table| &table.rows);
    let default_of = |name: &str| {
        let row = rows().find(|row| row.cells::<1>().0 == [name])?;
        Some(quoted(row.cells::<1>().1))
    };
    let produces = default_of("accept_content_types").unwrap_or_default();
    let consumed = default_of("content_type").unwrap_or_default();
    let mut fields = Vec::new();
    for (title, lines) in &parts {
        if let Some((_, place)) = PLACES.iter().find(|(name, _)| name == title) {
            fields.extend(located(lines, *place));
        }
    }
    let body_row = rows().find(|row| row.cells::<1>().0 == ["body"]).copied();
    let mut consumes = Vec::new();
    if let (Some(row), Some((_, lines))) = (body_row, parts.iter().find(|(title, _)| *title == "body")) {
        let ([_, classes], rest) = row.cells();
        let (first, media) = body(classes, lines, &consumed);
        consumes = media;
        let optional = !rest.trim_start().starts_with("required");
        let mut field = types::field(row.line, "body".to_owned(), first, String::new(), FieldNotes::default());
        field.notes.optional = optional;
        field.place = Some(Place::Body);
        fields.push(field);
    }
    block.parameters = Some(Printed::new(section.line, fields));
    block.consumes = Some(Printed::new(section.line, consumes));
    block.produces = Some(Printed::new(section.line, produces));
}

/// Splits a section at its headings of the third level; the first part has no title.
fn parts<'b, 'a>(lines: &'b [Line<'a>]) -> Vec<(&'a str, &'b [Line<'a>])> {
    let part_title = |line: &Line<'a>| {
        heading(line.text).filter(|title| *title == "body" || PLACES.iter().any(|(name, _)| name == title))
    };
    let starts: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, part_title(line)?))).collect();
    let first = starts.first().map_or(lines.len(), |(at, _)| *at);
    let mut parts = vec![("", lines.get(..first).unwrap_or_default())];
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([lines.len()]);
    parts.extend(starts.iter().zip(ends).filter_map(|((at, title), end)| Some((*title, lines.get(at + 1..end)?))));
    parts
}

/// Reads the parameters of one location.
fn located(lines: &[Line<'_>], place: Place) -> Vec<Field> {
    let (own, mut others) = Sections::split(lines);
    let tables = tables(own);
    let rows = tables.iter().find(|table| table.first_column == "Name").map_or(&[][..], |table| &table.rows);
    let mut fields = Vec::new();
    for row in rows {
        let ([name, class], rest) = row.cells();
        let Some(name) = text::name(name) else { continue };
        let (description, printed) = table::description_and_notes(rest);
        let (description, printed) = if description == "optional" { ("", description) } else { (description, printed) };
        let (mut notes, _) = notes::read(printed);
        let (ty, default) = typed(class, &mut others);
        notes.default = notes.default.or(default);
        let mut field = types::field(row.line, name, ty, text::plain(description), notes);
        field.place = Some(place);
        fields.push(field);
    }
    fields
}

/// Reads the type of a class and the default that its own section prints.
fn typed(class: &str, others: &mut Sections<'_, '_>) -> (Type, Option<String>) {
    if let Some((_, Link::To(model))) = text::type_cell(class) {
        return (Type::Named(model), None);
    }
    let Some(lines) = others.take(class.trim()) else { return (Type::Any, None) };
    let default = tables(lines).iter().find(|table| table.first_column == "Input Type").and_then(|table| {
        let (_, rest) = table.rows.first()?.cells::<2>();
        notes::read(table::description_and_notes(rest).1).0.default
    });
    (types::section(lines, others).ty, default)
}

/// Reads the request body: its type and its media types.
fn body(classes: &str, lines: &[Line<'_>], consumed: &[String]) -> (Type, Vec<String>) {
    let (_, mut others) = Sections::split(lines);
    let mut read = Vec::new();
    for class in members(classes) {
        let media = media(class.strip_prefix("SchemaForRequestBody").unwrap_or(class), consumed);
        read.push((types::titled(class, &mut others).unwrap_or(Type::Any), media));
    }
    let ty = read.first().map_or(Type::Any, |(ty, _)| ty.clone());
    (ty, read.into_iter().map(|(_, media)| media).collect())
}

/// Reads the classes in `typing.Union[A, B, ]`.
fn members(classes: &str) -> impl Iterator<Item = &str> {
    let inside = classes.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map_or("", |(inside, _)| inside);
    inside.split(',').map(str::trim).filter(|class| !class.is_empty() && *class != "Unset")
}

/// Returns the words in single quotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('\'').skip(1).step_by(2).map(text::plain).collect()
}

/// Finds the media type that a class is named after. Of one that the page does not print, the name has the letters alone.
fn media(class: &str, printed: &[String]) -> String {
    if let Some(media) = printed.iter().find(|media| folded(media) == folded(class)) {
        return media.clone();
    }
    let mut media = String::new();
    for c in class.chars() {
        if c.is_uppercase() && !media.is_empty() {
            media.push(if media.contains('/') { '-' } else { '/' });
        }
        media.extend(c.to_lowercase());
    }
    match media.split_once('/') {
        Some((kind, subtype)) => format!("{kind}/{}", punctuated(subtype)),
        None => media,
    }
}

/// Puts dots into the name of a vendor's media type, and a plus before the format that it is written in.
fn punctuated(subtype: &str) -> String {
    let subtype = if subtype.starts_with("vnd-") { subtype.replace('-', ".") } else { subtype.to_owned() };
    let format = ["json", "xml", "yaml"].into_iter().find_map(|format| Some((subtype.strip_suffix(format)?, format)));
    match format {
        Some((name, format)) if name.ends_with(|c: char| c.is_alphanumeric()) => format!("{name}+{format}"),
        _ => subtype,
    }
}

fn responses(section: Section<'_, '_>, block: &mut Block, report: &mut Notes<'_>) {
    let produces: Vec<String> = block.produces.as_ref().map_or_else(Vec::new, |media| media.value.clone());
    let answers: HashMap<&str, &[Line<'_>]> = answers(section.body).into_iter().collect();
    let overview = tables(section.body);
    let rows = overview.iter().find(|table| table.first_column == "Code").map_or(&[][..], |table| &table.rows);
    let mut statuses = Vec::new();
    for row in rows {
        let ([printed, class], description) = row.cells();
        if printed == "n/a" {
            continue;
        }
        let Some(code) = status_code(printed) else {
            report.add(Rule::StatusUnreadable, row.line, format!("`{printed}` is no status code; the row is left out"));
            continue;
        };
        let name = text::link(class).map_or(class, |(name, _)| name);
        let mut status = Status {
            line: row.line,
            code,
            description: text::plain(description),
            headers: Vec::new(),
            contents: Vec::new(),
        };
        if let Some(lines) = answers.get(name) {
            answer(lines, &produces, &mut status);
        }
        statuses.push(status);
    }
    block.returns = returned(&statuses, section.line);
    block.statuses = Some(Printed::new(section.line, statuses));
}

/// The descriptions of the answers, by class.
fn answers<'b, 'a>(lines: &'b [Line<'a>]) -> Vec<(&'a str, &'b [Line<'a>])> {
    let title = |line: &Line<'a>| {
        let words = line.text.strip_prefix("#### ")?.trim();
        let class = words.rsplit('.').next().unwrap_or(words);
        class.starts_with("ApiResponseFor").then_some(class)
    };
    let starts: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, title(line)?))).collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([lines.len()]);
    starts.iter().zip(ends).filter_map(|((at, class), end)| Some((*class, lines.get(at + 1..end)?))).collect()
}

fn answer(lines: &[Line<'_>], produces: &[String], status: &mut Status) {
    let (own, mut others) = Sections::split(lines);
    let tables = tables(own);
    for row in tables.iter().flat_map(|table| &table.rows) {
        let ([name, classes], _) = row.cells();
        if name != "body" {
            continue;
        }
        for class in members(classes) {
            let suffix = class.split_once("ResponseBody").map_or(class, |(_, suffix)| suffix);
            let media = media(suffix, produces);
            let ty = types::titled(class, &mut others).unwrap_or(Type::Any);
            status.contents.push(Content { line: row.line, media, ty });
        }
    }
    let all = self::tables(lines);
    let headers = all.iter().filter(|table| table.heading.starts_with("ResponseHeadersFor"));
    for row in headers.flat_map(|table| &table.rows) {
        let ([name, _class, description], _) = row.cells();
        if let Some(name) = text::name(name) {
            status.headers.push((name, text::plain(description)));
        }
    }
}

fn returned(statuses: &[Status], line: usize) -> Option<Printed<Returns>> {
    let success = statuses.iter().filter(|status| status.code.starts_with('2')).min_by_key(|status| &status.code)?;
    let Some(content) = success.contents.first() else {
        return Some(Printed::new(line, Returns::Nothing));
    };
    let cell = TypeCell { ty: content.ty.clone(), text: String::new(), link: Link::None };
    Some(Printed::new(content.line, Returns::Value(cell)))
}

#[cfg(test)]
mod tests {
    use super::media;

    #[test]
    fn classes_are_named_after_media_types() {
        let printed = ["application/vnd.boat-list+json".to_owned()];
        for (class, expected) in [
            ("ApplicationVndBoatListjson", "application/vnd.boat-list+json"),
            ("ApplicationVndHarbourBoatv1json", "application/vnd.harbour.boatv1+json"),
            ("ApplicationProblemjson", "application/problem+json"),
            ("ApplicationJson", "application/json"),
            ("ApplicationXWwwFormUrlencoded", "application/x-www-form-urlencoded"),
            ("TextPlain", "text/plain"),
        ] {
            assert_eq!(media(class, &printed), expected);
        }
    }
}
