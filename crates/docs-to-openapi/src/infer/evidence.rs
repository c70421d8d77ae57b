//! How names are spelled wherever a page shows them as they are on the wire: placeholders, examples and sentences.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::order::Order;
use super::reserved::unreserved;
use super::template::placeholders;
use crate::facts::{ApiPage, Field, ModelPage, Operation, Shape};
use crate::names::{NameStyle, folded};

/// The spellings that were seen, by folded name, each with the pages that show it.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    spellings: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Names of fields in Go's comments, `BoatID is …`: they show how words are capitalised, not how they are joined.
    comments: BTreeSet<String>,
}

impl Seen {
    fn add(&mut self, name: &str, file: &str) {
        let pages = self.spellings.entry(folded(name)).or_default().entry(name.to_owned()).or_default();
        if !pages.contains(file) {
            pages.insert(file.to_owned());
        }
    }

    /// Returns the spelling that most pages show.
    pub(crate) fn of(&self, name: &str) -> Option<&str> {
        let (spelling, _) = usual(self.spellings.get(&folded(name))?)?;
        as_long(spelling, name).then_some(spelling)
    }

    /// Returns the only spelling that a page shows.
    pub(crate) fn on(&self, name: &str, file: &str) -> Option<&str> {
        let mut shown = self.spellings.get(&folded(name))?.iter().filter(|(_, pages)| pages.contains(file));
        let shown = shown.next().map(|(spelling, _)| spelling.as_str()).filter(|_| shown.next().is_none());
        shown.filter(|spelling| as_long(spelling, name))
    }

    /// Returns the style of all names of several words that a page shows, if it is one, and shows in two names or more.
    fn styles(&self) -> HashMap<String, NameStyle> {
        let mut styles: HashMap<&str, (NameStyle, usize, bool)> = HashMap::new();
        for (spelling, pages) in self.spellings.values().flatten() {
            let Some(style) = NameStyle::of(spelling) else { continue };
            for page in pages {
                let seen = styles.entry(page).or_insert((style, 0, true));
                seen.1 += 1;
                seen.2 &= seen.0 == style;
            }
        }
        let agreed = styles.into_iter().filter(|(_, (_, count, agreed))| *agreed && *count > 1);
        agreed.map(|(page, (style, ..))| (page.to_owned(), style)).collect()
    }

    /// Returns the usual spellings, one a name: that a name is repeated is no evidence for the others.
    pub(crate) fn usual_spellings(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.spellings.values().filter_map(usual)
    }
}

fn usual(spellings: &BTreeMap<String, BTreeSet<String>>) -> Option<(&str, &BTreeSet<String>)> {
    spellings.iter().max_by_key(|(_, pages)| pages.len()).map(|(spelling, pages)| (spelling.as_str(), pages))
}

/// Everything seen. Some APIs spell paths, parameters and properties each in another way.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) placeholders: Seen,
    /// Names of parameters that examples show exactly.
    pub(crate) exact: Seen,
    /// Names of parameters, in examples and sentences.
    pub(crate) parameters: Seen,
    /// Names of properties, in sentences.
    pub(crate) properties: Seen,
    /// Words in the paths themselves.
    pub(crate) segments: Seen,
    /// How words are capitalised inside a name: `ID` of `boatID`.
    words: HashMap<String, HashMap<String, usize>>,
    /// The styles of the names of properties that single pages show.
    pages: HashMap<String, NameStyle>,
    /// What the order of properties tells.
    pub(crate) order: Order,
    /// How the beginnings of names with dots are spelled: `filter.` of `filter_name`.
    beginnings: HashMap<String, String>,
}

impl Evidence {
    /// Gathers what the pages and the paths show.
    pub(crate) fn gather<'a>(
        pages: &[&ApiPage],
        models: &BTreeMap<String, ModelPage>,
        paths: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut evidence = Self { order: Order::of(models), ..Self::default() };
        for (path, file) in paths {
            for found in placeholders(path).filter(|found| NameStyle::of(found.name).is_some()) {
                evidence.placeholders.add(found.name, file);
            }
            for segment in path.split('/').filter(|segment| NameStyle::of(segment) == Some(NameStyle::Camel)) {
                evidence.segments.add(segment, file);
            }
        }
        let operations = pages.iter().flat_map(|page| page.operations.iter().map(|one| (page.file.as_str(), one)));
        for (file, operation) in operations {
            let in_path: HashSet<&str> = placeholders(&operation.path).map(|found| found.name).collect();
            for field in block_fields(operation) {
                let Some(wire) = field.wire.as_deref().filter(|wire| !super::header::is_spelled_as_header(wire)) else {
                    continue;
                };
                evidence.exact.add(wire, file);
                evidence.learn_beginning(&field.name, wire);
                // A placeholder has had its vote.
                if NameStyle::of(wire).is_some() && !wire.contains('.') && !in_path.contains(wire) {
                    evidence.parameters.add(wire, file);
                }
            }
        }
        let printed = Names::of(pages.iter().copied().flat_map(fields), models);
        let mut only_properties = printed.properties.clone();
        only_properties.retain(|name, _| !printed.parameters.contains_key(name));
        for page in pages {
            for text in texts(page) {
                mentions(text, &printed.parameters, models, &page.file, &mut evidence.parameters);
                mentions(text, &only_properties, models, &page.file, &mut evidence.properties);
            }
        }
        for page in models.values() {
            for text in model_texts(page) {
                mentions(text, &printed.properties, models, &page.file, &mut evidence.properties);
            }
        }
        evidence.pages = evidence.properties.styles();
        evidence.words = evidence.words_of(&printed);
        evidence
    }

    /// Returns the style of the properties that a page shows.
    pub(crate) fn page_style(&self, file: &str) -> Option<NameStyle> {
        self.pages.get(file).copied()
    }

    /// Returns how a word is usually capitalised inside a name.
    fn word(&self, word: &str) -> Option<&str> {
        if let Some(in_order) = self.order.words.get(word) {
            return Some(in_order);
        }
        let seen = self.words.get(word)?;
        seen.iter().max_by_key(|(spelling, count)| (**count, *spelling)).map(|(spelling, _)| spelling.as_str())
    }

    /// Spells a word inside a name; several `ID` are `IDs`.
    pub(crate) fn spelled(&self, word: &str) -> Option<Cow<'_, str>> {
        let several = || {
            let one = self.word(word.strip_suffix('s')?)?;
            (one.len() > 1 && one == one.to_uppercase()).then(|| Cow::Owned(format!("{one}s")))
        };
        self.word(word).map(Cow::Borrowed).or_else(several)
    }

    /// Splits a name behind the longest beginning that is spelled with a dot.
    pub(crate) fn beginning<'a>(&self, name: &'a str) -> Option<(&str, &'a str)> {
        name.rmatch_indices('_').find_map(|(end, _)| {
            let (begin, rest) = name.split_at_checked(end)?;
            Some((self.beginnings.get(begin)?.as_str(), rest.get(1..)?)).filter(|(_, rest)| !rest.is_empty())
        })
    }

    fn learn_beginning(&mut self, name: &str, wire: &str) {
        let Some((begin, _)) = wire.rsplit_once('.') else { return };
        let ends = name.match_indices('_').filter_map(|(at, _)| name.get(..at));
        if let Some(python) = ends.into_iter().find(|python| folded(python) == folded(begin)) {
            self.beginnings.entry(python.to_owned()).or_insert_with(|| format!("{begin}."));
        }
    }

    fn words_of(&self, printed: &Names) -> HashMap<String, HashMap<String, usize>> {
        let mut words: HashMap<String, HashMap<String, usize>> = HashMap::new();
        let sides = [
            (&self.placeholders, &printed.parameters),
            (&self.parameters, &printed.parameters),
            (&self.properties, &printed.properties),
        ];
        let spellings = sides.into_iter().flat_map(|(seen, names)| {
            let comments = seen.comments.iter().map(String::as_str);
            seen.usual_spellings().map(|(one, _)| one).chain(comments).map(move |one| (one, names))
        });
        for (spelling, names) in spellings {
            let Some(name) = names.get(&folded(spelling)) else { continue };
            if !matches!(NameStyle::of(spelling), Some(NameStyle::Camel | NameStyle::Pascal)) {
                continue;
            }
            let mut rest = spelling;
            for (at, word) in name.split('_').filter(|word| !word.is_empty()).enumerate() {
                let Some((piece, after)) = rest.split_at_checked(word.len()) else { break };
                rest = after;
                if at > 0 && piece.to_lowercase() == word {
                    *words.entry(word.to_owned()).or_default().entry(piece.to_owned()).or_default() += 1;
                }
            }
        }
        words
    }
}

/// The printed names, by folded name.
#[derive(Debug, Default)]
struct Names {
    parameters: HashMap<String, String>,
    properties: HashMap<String, String>,
}

impl Names {
    fn of<'a>(parameters: impl Iterator<Item = &'a Field>, models: &'a BTreeMap<String, ModelPage>) -> Self {
        let properties = models.values().flat_map(properties);
        Self { parameters: by_folded_name(parameters), properties: by_folded_name(properties) }
    }
}

fn by_folded_name<'a>(fields: impl Iterator<Item = &'a Field>) -> HashMap<String, String> {
    fields
        .map(|field| unreserved(&field.name).unwrap_or(&field.name))
        .map(|name| (folded(name), name.to_owned()))
        .collect()
}

fn fields(page: &ApiPage) -> impl Iterator<Item = &Field> {
    page.operations.iter().flat_map(block_fields)
}

fn block_fields(operation: &Operation) -> impl Iterator<Item = &Field> {
    let fields = operation.block.as_ref().and_then(|block| block.parameters.as_ref());
    fields.into_iter().flat_map(|fields| &fields.value)
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

/// Looks for names of fields in a sentence.
fn mentions(
    text: &str,
    names: &HashMap<String, String>,
    models: &BTreeMap<String, ModelPage>,
    file: &str,
    seen: &mut Seen,
) {
    let mut before = ' ';
    for part in text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_')) {
        let word = part.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
        let (quoted, is_variable) = (matches!(before, '`' | '"' | '\''), before == '<');
        before = part.chars().next_back().unwrap_or(' ');
        let Some(name) = as_name(word, quoted).filter(|_| !is_variable) else { continue };
        let is_printed = names.get(&folded(&name)).is_some_and(|printed| words(printed) == words(&name));
        if !is_printed || models.contains_key(word) {
            continue;
        }
        if NameStyle::of(word) == Some(NameStyle::Pascal) && !quoted {
            seen.comments.insert(name);
        } else {
            seen.add(&name, file);
        }
    }
}

/// Says whether two spellings have the same words: `username` is another name than `user_name`.
fn as_long(spelling: &str, name: &str) -> bool {
    words(spelling) == words(name)
}

/// Counts the words of a name as generators split it, whatever it is written in: `user_name` is not `username`.
fn words(name: &str) -> usize {
    let name = name.trim_matches('_');
    if name.contains('_') {
        return name.split('_').filter(|word| !word.is_empty()).count();
    }
    let letters: Vec<char> = name.chars().collect();
    let starts = letters.windows(3).filter(|three| {
        let [a, b, c] = three else { return false };
        b.is_uppercase() && (!a.is_uppercase() || c.is_lowercase())
    });
    let last =
        letters.windows(2).last().is_some_and(|two| matches!(two, [a, b] if b.is_uppercase() && !a.is_uppercase()));
    1 + starts.count() + usize::from(last)
}

/// Returns the name that a word in a sentence is.
///
/// Capitals are constants, and words with a hyphen are English more often than names. A capital at the beginning is
/// that of a field in Go's comments, unless the word is in quotes.
fn as_name(word: &str, quoted: bool) -> Option<String> {
    if word.starts_with('_') && !word.ends_with('_') && word.len() > 2 {
        return Some(word.to_owned());
    }
    match NameStyle::of(word)? {
        NameStyle::Camel | NameStyle::Snake => Some(word.to_owned()),
        NameStyle::Pascal if quoted => Some(word.to_owned()),
        NameStyle::Pascal => Some(uncapitalised(word)),
        NameStyle::Kebab | NameStyle::UpperSnake => None,
    }
}

/// Takes the capitals of the first word away: `boatId` of `BoatId`, `urlPathName` of `URLPathName`.
fn uncapitalised(word: &str) -> String {
    let capitals = word.chars().take_while(|c| c.is_uppercase()).count();
    let first = if capitals > 1 { capitals - 1 } else { 1 };
    word.chars()
        .enumerate()
        .flat_map(|(at, c)| if at < first { c.to_lowercase().collect::<Vec<_>>() } else { vec![c] })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::facts::{Block, Link, Notes, Printed, Type, TypeCell};

    pub(in crate::infer) fn seen(names: &[(&str, &str)]) -> Seen {
        let mut seen = Seen::default();
        names.iter().for_each(|(name, file)| seen.add(name, file));
        seen
    }

    #[test]
    fn a_page_tells_what_it_shows_in_one_spelling() {
        let seen = seen(&[("boatId", "A"), ("boat_id", "B"), ("boatID", "C"), ("boat_id", "C"), ("hullid", "A")]);
        assert_eq!(seen.on("boat_id", "A"), Some("boatId"));
        assert_eq!(seen.on("boat_id", "B"), Some("boat_id"));
        for (name, file) in [("boat_id", "C"), ("boat_id", "D"), ("hull_id", "A"), ("sail", "A")] {
            assert_eq!(seen.on(name, file), None, "{name} on {file}");
        }
    }

    #[test]
    fn the_style_of_a_page_is_that_of_all_its_names() {
        let seen = seen(&[
            ("boatId", "A"),
            ("hullId", "A"),
            ("boatId", "B"),
            ("hull_id", "B"),
            ("sailId", "B"),
            ("boatId", "C"),
            ("boat", "C"),
        ]);
        assert_eq!(seen.styles(), HashMap::from([("A".to_owned(), NameStyle::Camel)]));
    }

    pub(in crate::infer) fn field(name: &str, wire: Option<&str>) -> Field {
        let cell = TypeCell { ty: Type::String(None), text: "str".to_owned(), link: Link::None };
        let (description, notes) = (String::new(), Notes::default());
        Field { line: 1, name: name.to_owned(), wire: wire.map(str::to_owned), place: None, cell, description, notes }
    }

    fn api_page(path: &str, fields: Vec<Field>, prose: &str) -> ApiPage {
        let block =
            Block { parameters: Some(Printed::new(1, fields)), prose: vec![prose.to_owned()], ..Block::default() };
        ApiPage::of([(path, block)])
    }

    fn shown(seen: &Seen) -> Vec<&str> {
        seen.usual_spellings().map(|(spelling, _)| spelling).collect()
    }

    #[test]
    fn a_placeholder_is_no_parameter_as_well() {
        let fields = ["boatId", "pageSize", "Fleet-Key", "f.mast"].map(|wire| field("name", Some(wire))).to_vec();
        let page = api_page("/boats/{boatId}", fields, "");
        let evidence = Evidence::gather(&[&page], &BTreeMap::new(), [("/boats/{boatId}", "A.md")].into_iter());
        assert_eq!(shown(&evidence.placeholders), ["boatId"]);
        assert_eq!(shown(&evidence.parameters), ["pageSize"]);
        assert_eq!(shown(&evidence.exact), ["boatId", "f.mast", "pageSize"]);
    }

    #[test]
    fn sentences_show_names_and_fields_in_comments_show_words() {
        let names = ["boat_id", "hull_id", "rig_id", "mast_id"].map(|name| field(name, None)).to_vec();
        let words = "BoatID is set, `HullID` too, for <rigId> and \"mastId\".";
        let evidence = Evidence::gather(&[&api_page("/boats", names, words)], &BTreeMap::new(), std::iter::empty());
        assert_eq!(shown(&evidence.parameters), ["HullID", "mastId"]);
        assert_eq!(evidence.parameters.comments, BTreeSet::from(["boatID".to_owned()]));
        assert_eq!(evidence.word("id"), Some("ID"));
    }

    #[test]
    fn a_name_of_both_is_a_parameters_where_an_operation_is_described() {
        let models = super::super::order::tests::models(&["mast_height", "boat_id"]);
        let page = api_page("/boats", vec![field("boat_id", None)], "`mastHeight`, `boatId`");
        let evidence = Evidence::gather(&[&page], &models, std::iter::empty());
        assert_eq!((shown(&evidence.parameters), shown(&evidence.properties)), (vec!["boatId"], vec!["mastHeight"]));
    }

    #[test]
    fn the_order_of_properties_is_evidence() {
        let models = super::super::order::tests::models(&["rig_mb", "rig_max"]);
        let evidence = Evidence::gather(&[], &models, std::iter::empty());
        assert_eq!(evidence.spelled("mb").as_deref(), Some("MB"));
    }

    #[test]
    fn most_names_tell_how_a_word_is_capitalised() {
        let names = ["boat_id", "hull_id", "rig_id", "mast_x", "boat_rig"].map(|name| field(name, None)).to_vec();
        let words = "`boatID` `hullID` `rigId` `mastX` `boatRig`";
        let evidence = Evidence::gather(&[&api_page("/boats", names, words)], &BTreeMap::new(), std::iter::empty());
        for (word, spelled) in [("id", "ID"), ("ids", "IDs"), ("x", "X"), ("rig", "Rig")] {
            assert_eq!(evidence.spelled(word).as_deref(), Some(spelled), "{word}");
        }
        for word in ["xs", "rigs", "boat"] {
            assert_eq!(evidence.spelled(word), None, "{word}");
        }
    }

    #[test]
    fn words_that_are_names() {
        let table = [
            ("boatId", false, Some("boatId")),
            ("boat_id", false, Some("boat_id")),
            ("BoatId", false, Some("boatId")),
            ("URLPathName", false, Some("urlPathName")),
            ("BoatId", true, Some("BoatId")),
            ("_links", false, Some("_links")),
            ("BOAT_ID", false, None),
            ("boat", false, None),
            ("_emphasis_", false, None),
            ("_x", false, None),
        ];
        for (word, quoted, name) in table {
            assert_eq!(as_name(word, quoted).as_deref(), name, "{word}");
        }
    }

    #[test]
    fn words_of_names() {
        for (name, count) in [
            ("username", 1),
            ("userName", 2),
            ("user_name", 2),
            ("clusterIP", 2),
            ("clusterIPs", 3),
            ("cluster_i_ps", 3),
            ("hostURLPath", 3),
            ("_links", 1),
            ("planB", 2),
            ("", 1),
        ] {
            assert_eq!(words(name), count, "{name}");
        }
    }

    pub(in crate::infer) fn learned(names: &[(&str, &str)]) -> Evidence {
        let mut evidence = Evidence::default();
        names.iter().for_each(|(name, wire)| evidence.learn_beginning(name, wire));
        evidence
    }

    #[test]
    fn beginnings_with_dots() {
        let evidence = learned(&[("f_date_start", "f.date.start"), ("list_options_label", "listOptions.label")]);
        assert_eq!(evidence.beginning("list_options_dry_run"), Some(("listOptions.", "dry_run")));
        assert_eq!(evidence.beginning("f_date_end"), Some(("f.date.", "end")));
        assert_eq!(evidence.beginning("f_page"), None);
    }
}
