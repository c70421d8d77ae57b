//! The style of wire names, from the placeholders of all paths.

use std::collections::BTreeMap;

use super::location::placeholders;
use crate::names::{NameStyle, folded};
use crate::report::{Report, Subject};
use crate::{Options, Rule};

/// A path and where it is printed.
#[derive(Clone, Debug)]
pub(crate) struct PrintedPath {
    pub(crate) path: String,
    pub(crate) file: String,
    pub(crate) line: usize,
}

/// The style and the placeholders' own spellings.
#[derive(Clone, Debug)]
pub(crate) struct WireStyle {
    pub(crate) style: NameStyle,
    /// Spellings of placeholders of several words, by folded name.
    pub(crate) spellings: BTreeMap<String, String>,
}

/// Takes the style that was given, or concludes it from the placeholders.
pub(crate) fn style(options: &Options, paths: &[PrintedPath], page: &str, report: &mut Report) -> WireStyle {
    let mut spellings = BTreeMap::new();
    let mut votes: Vec<(NameStyle, &PrintedPath, &str)> = Vec::new();
    for printed in paths {
        for name in placeholders(&printed.path) {
            let Some(style) = NameStyle::of(name).map(names_beside) else {
                continue;
            };
            // The same placeholder in many paths is one piece of evidence.
            if spellings.insert(folded(name), name.to_owned()).is_none() {
                votes.push((style, printed, name));
            }
        }
    }
    let subject = Subject::Page(page.to_owned());
    if let Some(style) = options.wire_names {
        report.about(subject, page).add(Rule::WireStyleGiven, 0, format!("wire names are in {style}, as given"));
        return WireStyle { style, spellings };
    }
    let count = |style: NameStyle| votes.iter().filter(|(vote, ..)| *vote == style).count();
    // Of several styles with as many votes the last in the list wins, always the same one.
    let winner = NameStyle::ALL.into_iter().max_by_key(|style| count(*style));
    let first = winner.and_then(|style| votes.iter().find(|(vote, ..)| *vote == style));
    let Some((style, first, name)) = first else {
        report.about(subject, page).add(
            Rule::WireStyleUnknown,
            0,
            "no placeholder has several words; wire names are kept in Python's snake_case",
        );
        return WireStyle { style: NameStyle::Snake, spellings };
    };
    report.about(subject, &first.file).add(
        Rule::WireStyleFromPlaceholders,
        first.line,
        format!("{} of {} placeholders, such as `{{{name}}}`, say {style}", count(*style), votes.len()),
    );
    WireStyle { style: *style, spellings }
}

/// Capitals in a template mark the placeholder; the names beside it are then in lower case.
fn names_beside(style: NameStyle) -> NameStyle {
    match style {
        NameStyle::UpperSnake => NameStyle::Snake,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn infer(paths: &[&str]) -> (NameStyle, Rule) {
        let paths: Vec<_> = paths
            .iter()
            .map(|path| PrintedPath { path: (*path).to_owned(), file: "A.md".to_owned(), line: 3 })
            .collect();
        let mut report = Report::default();
        let wire = style(&Options::default(), &paths, "A.md", &mut report);
        (wire.style, report.rows[0].rule)
    }

    #[test]
    fn most_placeholders_decide() {
        let rule = Rule::WireStyleFromPlaceholders;
        assert_eq!(infer(&["/a/{boatId}/{crewId}", "/b/{sail_id}"]), (NameStyle::Camel, rule));
        assert_eq!(infer(&["/a/{boat_id}"]), (NameStyle::Snake, rule));
        assert_eq!(infer(&["/a/{BOAT_ID}"]), (NameStyle::Snake, rule));
        assert_eq!(infer(&["/a/{boat-id}"]), (NameStyle::Kebab, rule));
        assert_eq!(infer(&["/a/{id}", "/b"]), (NameStyle::Snake, Rule::WireStyleUnknown));
    }
}
