//! The tables as Markdown, for README and rustdoc.

use std::fmt::Write as _;

use super::{Capabilities, Field, PROVIDERS, Requests, Support, Verb};

/// Returns the table of verbs by provider, with a note for each verb that is put together from others.
pub fn verbs_matrix() -> String {
    let mut text = head("verb");
    let mut notes = Vec::new();
    for verb in Verb::ALL {
        let _ = write!(text, "| `{verb}` |");
        for (_, table) in PROVIDERS {
            match table.support(*verb) {
                Support::Native => text.push_str(" yes |"),
                Support::Unsupported => text.push_str(" – |"),
                Support::Emulated { requests, racy, note } => {
                    let note = format!("{}{}: {note}", price(requests), race(racy));
                    let number = notes.iter().position(|known| *known == note);
                    let number = number.unwrap_or_else(|| {
                        notes.push(note);
                        notes.len() - 1
                    });
                    let _ = write!(text, " emulated ({}) |", number + 1);
                }
            }
        }
        text.push('\n');
    }
    text.push('\n');
    for (i, note) in notes.iter().enumerate() {
        let _ = writeln!(text, "{}. {note}", i + 1);
    }
    text
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
    text
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
        ("R", table.read, &[][..]),
        ("C", table.create, table.create_needs),
        ("I", table.invite, table.invite_needs),
        ("U", table.update, &[][..]),
        ("D", table.clear, &[][..]),
    ] {
        if taken.contains(&field) {
            let star = if needed.contains(&field) { "\\*" } else { "" };
            cell.push(format!("{letter}{star}"));
        }
    }
    cell.join(" ")
}
