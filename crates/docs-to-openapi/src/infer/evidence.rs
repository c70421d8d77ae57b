//! How names are spelled wherever a page shows them as they are on the wire: placeholders, examples and sentences.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::reserved::unreserved;
use super::template::placeholders;
use crate::facts::{ApiPage, Field, ModelPage, Shape};
use crate::names::{NameStyle, folded};

/// The spellings that were seen for names of several words, by folded name.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    spellings: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Seen {
    fn add(&mut self, name: &str) {
        *self.spellings.entry(folded(name)).or_default().entry(name.to_owned()).or_default() += 1;
    }

    /// Returns the spelling that was seen most.
    pub(crate) fn of(&self, name: &str) -> Option<&str> {
        self.usual(&folded(name))
    }

    fn usual(&self, folded: &str) -> Option<&str> {
        let all = self.spellings.get(folded)?;
        all.iter().max_by_key(|(_, count)| **count).map(|(spelling, _)| spelling.as_str())
    }

    /// Returns the usual spellings, one a name: that a name is repeated is no evidence for the others.
    pub(crate) fn usual_spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.keys().filter_map(|name| self.usual(name))
    }
}

/// Everything seen, for parameters and for properties: some APIs spell the two differently.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) parameters: Seen,
    pub(crate) properties: Seen,
    /// How words are capitalised inside a name: `ID` of `boatID`.
    words: HashMap<String, HashMap<String, usize>>,
}

impl Evidence {
    /// Gathers what the pages and the paths show.
    pub(crate) fn gather<'a>(
        pages: &[&ApiPage],
        models: &BTreeMap<String, ModelPage>,
        paths: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut evidence = Self::default();
        for path in paths {
            for found in placeholders(path).filter(|found| NameStyle::of(found.name).is_some()) {
                evidence.parameters.add(found.name);
            }
        }
        for wire in pages.iter().copied().flat_map(fields).filter_map(|field| field.wire.as_deref()) {
            if NameStyle::of(wire).is_some() && !super::header::is_spelled_as_header(wire) {
                evidence.parameters.add(wire);
            }
        }
        let known = Names::of(pages.iter().copied().flat_map(fields), models);
        for page in pages {
            for text in texts(page) {
                mentions(text, &known.parameters, models, &mut evidence.parameters);
                mentions(text, &known.properties, models, &mut evidence.properties);
            }
        }
        for text in models.values().flat_map(model_texts) {
            mentions(text, &known.properties, models, &mut evidence.properties);
        }
        evidence.learn_words(&known);
        evidence
    }

    /// Returns how a word is usually capitalised inside a name, where that is not simply its first letter.
    pub(crate) fn word(&self, word: &str) -> Option<&str> {
        let seen = self.words.get(word)?;
        seen.iter().max_by_key(|(spelling, count)| (**count, *spelling)).map(|(spelling, _)| spelling.as_str())
    }

    fn learn_words(&mut self, known: &Names) {
        for (seen, names) in [(&self.parameters, &known.parameters), (&self.properties, &known.properties)] {
            for spelling in seen.usual_spellings() {
                let Some(name) = names.get(&folded(spelling)) else { continue };
                if !matches!(NameStyle::of(spelling), Some(NameStyle::Camel | NameStyle::Pascal)) {
                    continue;
                }
                let mut rest = spelling;
                for (at, word) in name.split('_').filter(|word| !word.is_empty()).enumerate() {
                    let Some((piece, after)) = rest.split_at_checked(word.len()) else { break };
                    rest = after;
                    if at > 0 && piece.to_lowercase() == word {
                        *self.words.entry(word.to_owned()).or_default().entry(piece.to_owned()).or_default() += 1;
                    }
                }
            }
        }
    }
}

/// The printed names of several words, by folded name.
#[derive(Debug, Default)]
struct Names {
    parameters: HashMap<String, String>,
    properties: HashMap<String, String>,
}

impl Names {
    fn of<'a>(parameters: impl Iterator<Item = &'a Field>, models: &'a BTreeMap<String, ModelPage>) -> Self {
        let properties = models.values().flat_map(properties);
        Self { parameters: several_words(parameters), properties: several_words(properties) }
    }
}

fn several_words<'a>(fields: impl Iterator<Item = &'a Field>) -> HashMap<String, String> {
    fields
        .map(|field| unreserved(&field.name).unwrap_or(&field.name))
        .filter(|name| name.trim_matches('_').contains('_'))
        .map(|name| (folded(name), name.to_owned()))
        .collect()
}

fn fields(page: &ApiPage) -> impl Iterator<Item = &Field> {
    let blocks = page.operations.iter().filter_map(|operation| operation.block.as_ref());
    blocks.filter_map(|block| block.parameters.as_ref()).flat_map(|fields| &fields.value)
}

fn properties(page: &ModelPage) -> &[Field] {
    match &page.shape {
        Shape::Properties(fields, _) => fields,
        Shape::Values(_) | Shape::Alias(_) => &[],
    }
}

fn texts(page: &ApiPage) -> impl Iterator<Item = &str> {
    let blocks = page.operations.iter().filter_map(|operation| operation.block.as_ref());
    let prose = blocks.flat_map(|block| {
        let statuses = block.statuses.iter().flat_map(|statuses| &statuses.value);
        block.prose.iter().chain(statuses.map(|status| &status.description))
    });
    prose.chain(fields(page).map(|field| &field.description)).map(String::as_str)
}

fn model_texts(page: &ModelPage) -> impl Iterator<Item = &str> {
    page.description.iter().chain(properties(page).iter().map(|field| &field.description)).map(String::as_str)
}

/// Looks for known names in a sentence.
fn mentions(text: &str, known: &HashMap<String, String>, models: &BTreeMap<String, ModelPage>, seen: &mut Seen) {
    let mut told: HashSet<&str> = HashSet::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        // Capitals are constants, and words with a hyphen are English more often than names.
        let style = NameStyle::of(word);
        let can_be_name = matches!(style, Some(NameStyle::Camel | NameStyle::Snake))
            || style == Some(NameStyle::Pascal) && !models.contains_key(word);
        if can_be_name && known.contains_key(&folded(word)) && told.insert(word) {
            seen.add(word);
        }
    }
}
