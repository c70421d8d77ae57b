//! One operation's block on an API page.

use super::example;
use super::lines::Line;
use super::rows;
use super::sections::{self, Section, Sections};
use super::table::{is_back_link, is_closed};
use super::text;
use crate::Rule;
use crate::facts::{Block, Bullet, Call, Field, Printed, Returns, Status};
use crate::report::Notes;

/// Reads the block of the operation `name`; the first line is its heading.
pub(crate) fn block(name: &str, lines: &[Line<'_>], report: &mut Notes<'_>) -> Block {
    let line = lines.first().map_or(0, |line| line.number);
    let sections = sections::sections(lines.get(1..).unwrap_or_default(), &sections::FLAT);
    let mut block = Block {
        line,
        parameters: parameters(&sections, line, report),
        returns: returns(&sections, line, report),
        authorization: sections.get("Authorization").map(authorization),
        statuses: statuses(&sections, report),
        closed: is_closed(lines),
        ..Block::default()
    };
    (block.consumes, block.produces) = media_types(&sections, line, report);
    head(name, sections.head, &mut block);
    if let Some(fields) = &mut block.parameters {
        example::wire_names(sections.head, &mut fields.value);
    }
    block
}

fn missing(section: &str, line: usize, report: &mut Notes<'_>) {
    report.add(Rule::SectionMissing, line, format!("the block has no section `{section}`; is the page cut off?"));
}

fn parameters(sections: &Sections<'_, '_>, line: usize, report: &mut Notes<'_>) -> Option<Printed<Vec<Field>>> {
    let Some(section) = sections.get("Parameters") else {
        missing("Parameters", line, report);
        return None;
    };
    let fields = rows::fields(section.body, report);
    let none_needed = section.body.iter().any(|line| line.text.contains("does not need any parameter"));
    if fields.is_none() && !none_needed {
        report.add(
            Rule::SectionUnreadable,
            section.line,
            "the section on parameters has neither a table nor the words that none is needed",
        );
    }
    Some(Printed::new(section.line, fields.unwrap_or_default()))
}

fn returns(sections: &Sections<'_, '_>, line: usize, report: &mut Notes<'_>) -> Option<Printed<Returns>> {
    let Some(section) = sections.get("Return type") else {
        missing("Return type", line, report);
        return None;
    };
    let printed = first_words(section);
    let value = printed.and_then(|line| {
        let text = line.trimmed();
        if text.starts_with("void") {
            return Some(Returns::Nothing);
        }
        // Only a link, a bold word or code is a type; any other line is damage.
        ["**", "[**", "`", "[`"]
            .iter()
            .any(|mark| text.starts_with(mark))
            .then(|| rows::type_cell(text, line.number, report))
            .flatten()
            .map(Returns::Value)
    });
    if value.is_none() {
        report.add(Rule::SectionUnreadable, section.line, "the return type cannot be read");
    }
    value.map(|value| Printed::new(printed.map_or(section.line, |line| line.number), value))
}

/// Reads the names of the schemes: one line with commas, or a list.
pub(crate) fn authorization(section: Section<'_, '_>) -> Printed<Vec<String>> {
    let names = section
        .body
        .iter()
        .take_while(|line| !is_back_link(line.text))
        .map(|line| line.trimmed().trim_start_matches(['-', '*', ' ']))
        .filter(|words| !words.starts_with("No authorization required"))
        .flat_map(|words| words.split(", "))
        .map(|item| text::link(item).map_or(item, |(name, _)| name))
        .map(text::plain)
        .filter(|name| !name.is_empty())
        .collect();
    Printed::new(section.line, names)
}

type Media = Option<Printed<Vec<String>>>;

fn media_types(sections: &Sections<'_, '_>, line: usize, report: &mut Notes<'_>) -> (Media, Media) {
    let Some(section) = sections.get("HTTP request headers") else {
        missing("HTTP request headers", line, report);
        return (None, None);
    };
    let mut read = |name: &str| {
        let found = section.body.iter().find_map(|line| {
            let item = line.trimmed().trim_start_matches(['-', '*', ' ']);
            let types = item.strip_prefix(name)?.trim_start_matches("**").trim_start_matches(':');
            Some(Printed::new(line.number, media_list(types)))
        });
        if found.is_none() {
            report.add(Rule::SectionUnreadable, section.line, format!("the request headers have no line `{name}`"));
        }
        found
    };
    (read("Content-Type"), read("Accept"))
}

fn media_list(types: &str) -> Vec<String> {
    if types.trim() == "Not defined" {
        return Vec::new();
    }
    types.split(',').map(text::plain).filter(|name| !name.is_empty()).collect()
}

fn statuses(sections: &Sections<'_, '_>, report: &mut Notes<'_>) -> Option<Printed<Vec<Status>>> {
    let section = sections.get("HTTP response details")?;
    let statuses = rows::statuses(section.body, report);
    if statuses.is_none() {
        report.add(Rule::SectionUnreadable, section.line, "the section on responses has no table");
    }
    Some(Printed::new(section.line, statuses?))
}

/// Reads what is between the heading and the parameters.
pub(crate) fn head(name: &str, lines: &[Line<'_>], block: &mut Block) {
    let found = lines.iter().enumerate().find_map(|(at, line)| Some((at, line.number, call(name, line.text)?)));
    let mut after = 0;
    if let Some((at, line, call)) = found {
        block.call = Some(Printed::new(line, call));
        after = at + 1;
    }
    let example = lines.iter().rposition(|line| sections::heading(line.text) == Some("Example")).unwrap_or(lines.len());
    block.prose = paragraphs(lines.get(after..example).unwrap_or_default());
    let below = lines.get(example..).unwrap_or_default();
    block.bullets = below.iter().filter_map(|line| bullet(line.text)).collect();
}

fn first_words<'a>(section: Section<'_, 'a>) -> Option<Line<'a>> {
    section.body.iter().find(|line| !line.is_blank()).filter(|line| !is_back_link(line.text)).copied()
}

/// Reads the call line of the operation `name`; the type before the name may have parentheses.
pub(crate) fn call(name: &str, line: &str) -> Option<Call> {
    let words = text::unescaped(text::unmarked(line.strip_prefix('>')?));
    let (returns, list) = words.strip_suffix(')')?.rsplit_once(&format!("{name}("))?;
    if !returns.is_empty() && !returns.ends_with(' ') {
        return None;
    }
    let returns = returns.trim();
    let parameters = list
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| match item.split_once('=') {
            Some((parameter, _)) => (parameter.trim().to_owned(), false),
            None => (item.to_owned(), true),
        })
        .collect();
    Some(Call { returns: (!returns.is_empty()).then(|| returns.to_owned()), parameters })
}

/// Joins lines to the first, which is the summary, and all the rest.
fn paragraphs(lines: &[Line<'_>]) -> Vec<String> {
    let mut words = lines.iter().skip_while(|line| line.is_blank());
    let Some(first) = words.next() else {
        return Vec::new();
    };
    let rest: Vec<&str> = words.map(|line| line.text.trim_end()).collect();
    let rest = rest.join("\n").trim().to_owned();
    let mut prose = vec![text::unescaped(first.trimmed())];
    if !rest.is_empty() {
        prose.push(text::unescaped(&rest));
    }
    prose
}

/// Reads `* Bearer (JWT) Authentication (token):`.
fn bullet(line: &str) -> Option<Bullet> {
    let item = line.trim().strip_prefix("* ")?;
    let (kind, scheme) = item.split_once(" Authentication (")?;
    let scheme = scheme.trim_end_matches(':').strip_suffix(')')?;
    Some(Bullet { kind: kind.to_owned(), scheme: scheme.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_lines() {
        let read = call("get_boat", "> Boat get_boat(boat_id, with_crew=with_crew)").unwrap();
        assert_eq!(read.returns.as_deref(), Some("Boat"));
        assert_eq!(read.parameters, [("boat_id".to_owned(), true), ("with_crew".to_owned(), false)]);
        assert_eq!(call("sink", "> sink()").unwrap().returns, None);
        assert_eq!(call("count", "> dict(str, int) count()").unwrap().returns.as_deref(), Some("dict(str, int)"));
        let typed = call("count", "> {str: (int,)} count(count)").unwrap();
        assert_eq!((typed.returns.as_deref(), typed.parameters.len()), (Some("{str: (int,)}"), 1));
        assert!(call("sink", "> unsink()").is_none());
        assert!(call("sink", "sink()").is_none());
    }

    #[test]
    fn bullets_name_kind_and_scheme() {
        let read = bullet("* Bearer (JWT) Authentication (harbour):").unwrap();
        assert_eq!((read.kind.as_str(), read.scheme.as_str()), ("Bearer (JWT)", "harbour"));
    }
}
