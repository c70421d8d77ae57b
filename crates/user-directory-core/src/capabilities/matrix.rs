//! The tables as Markdown, for README and rustdoc.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Capabilities, Extra, Field, Filter, Needed, PROVIDERS, Requests, SortKey, Support, Verb};

/// Returns the table of verbs by provider, with notes on emulated verbs and on extras.
pub fn verbs_matrix() -> String {
    let mut text = head("verb");
    let mut footnotes = Vec::new();
    for verb in Verb::ALL {
        let _ = write!(text, "| `{verb}` |");
        for (_, table) in PROVIDERS {
            let numbers: Vec<_> = notes(table, *verb).into_iter().map(|note| number(&mut footnotes, note)).collect();
            let numbers = if numbers.is_empty() { String::new() } else { format!(" ({})", numbers.join(", ")) };
            let _ = write!(text, " {}{numbers} |", word(table.support(*verb)));
        }
        text.push('\n');
    }
    text.push('\n');
    for (i, note) in footnotes.iter().enumerate() {
        let _ = writeln!(text, "{}. {note}", i + 1);
    }
    text
}

/// Returns what there is to know about a verb.
fn notes(table: &Capabilities, verb: Verb) -> Vec<String> {
    let mut notes = match table.support(verb) {
        Support::Native { note } => note.iter().map(ToString::to_string).collect(),
        Support::Emulated { requests, racy, note } => vec![format!("{}{}: {note}", price(*requests), race(*racy))],
        Support::Unsupported => return Vec::new(),
    };
    notes.extend(table.extras_of(verb).map(|Extra { name, needed, .. }| match needed {
        Needed::Never => format!("takes the extra `{name}`"),
        Needed::Always => format!("needs the extra `{name}`"),
        Needed::For(case) => format!("needs the extra `{name}` for {case}"),
    }));
    notes
}

/// Returns the number of a note, which is a new one unless the note is there already.
fn number(footnotes: &mut Vec<String>, note: String) -> String {
    let number = footnotes.iter().position(|other| *other == note).unwrap_or_else(|| {
        footnotes.push(note);
        footnotes.len() - 1
    });
    (number + 1).to_string()
}

/// Returns the table of fields by provider: which are read, taken at creation and invitation, set and cleared.
pub fn fields_matrix() -> String {
    let mut text = head("field");
    for field in Field::ALL {
        let _ = write!(text, "| `{field}` |");
        for (_, table) in PROVIDERS {
            let cell = letters(table, *field);
            let _ = write!(text, " {} |", if cell.is_empty() { "–" } else { &cell });
        }
        text.push('\n');
    }
    text + "\n" + &attributes()
}

/// Returns the table of filters and orders of lists by provider.
pub fn lists_matrix() -> String {
    let mut text = head("list");
    let filters = Filter::ALL.iter().map(|filter| ("filter", filter.as_str()));
    let sorts = SortKey::ALL.iter().map(|key| ("sort", key.as_str()));
    let supports = |table: &Capabilities| {
        let filters = Filter::ALL.iter().map(|filter| table.filter(*filter));
        filters.chain(SortKey::ALL.iter().map(|key| table.sort(*key))).collect::<Vec<_>>()
    };
    let columns: Vec<_> = PROVIDERS.iter().map(|(_, table)| supports(table)).collect();
    for (i, (what, name)) in filters.chain(sorts).enumerate() {
        let cells: Vec<_> = columns.iter().filter_map(|column| column.get(i)).map(word).collect();
        let _ = writeln!(text, "| {what} `{name}` | {} |", cells.join(" | "));
    }
    text
}

const fn word(support: &Support) -> &'static str {
    match support {
        Support::Native { .. } => "yes",
        Support::Emulated { .. } => "emulated",
        Support::Unsupported => "–",
    }
}

/// Returns the attributes of each provider, those that can be given with a star.
fn attributes() -> String {
    let mut text = "Attributes, a star for those that can be given:".to_owned();
    for (name, table) in PROVIDERS.iter().filter(|(_, table)| table.read.contains(&Field::Attributes)) {
        let names: Vec<_> = table
            .attributes
            .iter()
            .map(|attribute| format!("`{}`{}", attribute.name, if attribute.writable { "\\*" } else { "" }))
            .collect();
        let names = if names.is_empty() { "any name".to_owned() } else { names.join(", ") };
        let _ = write!(text, " {name} {names};");
    }
    text.pop();
    text + ".\n"
}

fn head(first: &str) -> String {
    let mut text = format!("| {first} |");
    for (name, _) in PROVIDERS {
        let _ = write!(text, " {name} |");
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(PROVIDERS.len()));
    text.push('\n');
    text
}

fn price(requests: Requests) -> String {
    match requests {
        Requests::Exactly(1) => "1 request".to_owned(),
        Requests::Exactly(n) => format!("{n} requests"),
        Requests::UpTo(n) => format!("up to {n} requests"),
        Requests::PerPage => "up to 1 request per page, and 1 more".to_owned(),
        Requests::PerItem => "1 request, and 1 per change".to_owned(),
    }
}

fn race(racy: bool) -> &'static str {
    if racy { ", can race" } else { "" }
}

fn letters(table: &Capabilities, field: Field) -> String {
    let mut cell = Vec::new();
    for (letter, taken, needed) in [
        ("R", &table.read, &Cow::default()),
        ("C", &table.create, &table.create_needs),
        ("I", &table.invite, &table.invite_needs),
        ("U", &table.update, &Cow::default()),
        ("D", &table.clear, &Cow::default()),
    ] {
        if taken.contains(&field) {
            let star = if needed.contains(&field) { "\\*" } else { "" };
            cell.push(format!("{letter}{star}"));
        }
    }
    cell.join(" ")
}
