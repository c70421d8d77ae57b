//! Parents of models. Where a discriminator tells models apart, the page of a child prints the child's properties alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::Rule;
use crate::facts::{ApiPage, Field, Link, ModelPage, Returns, Shape};
use crate::names::folded;
use crate::report::{Report, Subject};

/// A shorter word is found in any text.
const SHORTEST: usize = 3;
/// A value has no more words.
const NEIGHBOURS: usize = 5;
/// Nobody gives a model a name of more words.
const LONGEST: usize = 16;

/// Adds the parents that names tell: `SailingBoat` extends `Boat`, whose `kind` is an enumeration with `sailing`.
///
/// Nothing refers to such a model, for its parent stands for it, and it repeats none of the parent's properties.
pub(crate) fn add(models: &mut BTreeMap<String, ModelPage>, pages: &[&ApiPage], faults: &mut BTreeMap<String, Report>) {
    let used = used(models, pages);
    let parents: HashMap<String, &ModelPage> = models
        .values()
        .filter(|page| used.contains(page.name.as_str()))
        .map(|page| (words(&page.name).join(" "), page))
        .collect();
    let enumerations: HashMap<&str, HashSet<String>> =
        models.values().filter_map(|page| Some((page.name.as_str(), values(page)?))).collect();
    let is_value = |parent: &ModelPage, word: &str| {
        let named = fields(parent).iter().filter_map(|field| enumerations.get(target(field)?));
        named.into_iter().any(|values| values.contains(word))
    };
    let children = models.values().filter(|page| !used.contains(page.name.as_str()) && page.parents.is_empty());
    let found: Vec<(String, String)> = children
        .filter_map(|child| Some((child.name.clone(), parent(child, &parents, is_value)?.name.clone())))
        .collect();
    for (child, parent) in found {
        let Some(page) = models.get_mut(&child) else { continue };
        let report = faults.entry(child.clone()).or_default();
        report.about(Subject::Model(child), &page.file).add(
            Rule::ParentByDiscriminator,
            page.line,
            format!("the model has the properties of `{parent}`, too"),
        );
        page.parents.push(parent);
    }
}

/// The models that an operation or another model refers to.
fn used(models: &BTreeMap<String, ModelPage>, pages: &[&ApiPage]) -> HashSet<String> {
    let blocks = || pages.iter().flat_map(|page| &page.operations).filter_map(|operation| operation.block.as_ref());
    let parameters = blocks().filter_map(|block| block.parameters.as_ref()).flat_map(|fields| &fields.value);
    let properties = models.values().flat_map(|page| fields(page).iter().map(move |field| (page, field)));
    let properties = properties.filter(|(page, field)| target(field) != Some(&page.name)).map(|(_, field)| field);
    let returns = blocks().filter_map(|block| match &block.returns.as_ref()?.value {
        Returns::Value(cell) => cell.ty.model(),
        Returns::Nothing => None,
    });
    parameters.chain(properties).filter_map(target).chain(returns).map(str::to_owned).collect()
}

fn target(field: &Field) -> Option<&str> {
    match &field.cell.link {
        Link::To(page) => Some(page),
        Link::None | Link::Empty => field.cell.ty.model(),
    }
}

fn fields(page: &ModelPage) -> &[Field] {
    match &page.shape {
        Shape::Properties(fields, _) => fields,
        Shape::Values(_) | Shape::Alias(_) => &[],
    }
}

/// What an enumeration names: up to so many neighbouring words as one, folded. `None` for another model.
fn values(page: &ModelPage) -> Option<HashSet<String>> {
    let mut values = HashSet::new();
    match &page.shape {
        Shape::Values(members) => members.iter().for_each(|(_, value)| add_words(value, &mut values)),
        Shape::Properties(fields, None) if fields.is_empty() && !page.has_example => {
            add_words(page.description.as_deref()?, &mut values);
        }
        _ => return None,
    }
    Some(values)
}

fn add_words(text: &str, values: &mut HashSet<String>) {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|word| !word.is_empty()).collect();
    for length in 1..=NEIGHBOURS {
        values.extend(words.windows(length).map(<[String]>::concat));
    }
}

fn share_a_property(a: &ModelPage, b: &ModelPage) -> bool {
    let names: BTreeSet<&str> = fields(a).iter().map(|field| field.name.as_str()).collect();
    fields(b).iter().any(|field| names.contains(field.name.as_str()))
}

/// Finds the parent with the longest name: that of the child without the words of one of the parent's values.
fn parent<'a>(
    child: &ModelPage,
    parents: &HashMap<String, &'a ModelPage>,
    is_value: impl Fn(&ModelPage, &str) -> bool,
) -> Option<&'a ModelPage> {
    let words = words(&child.name);
    if words.len() > LONGEST {
        return None;
    }
    for length in 1..words.len() {
        for (before, own) in words.windows(length).enumerate().map(|(at, own)| (at, own.concat())) {
            let (front, rest) = words.split_at(before);
            let behind = rest.get(length..).unwrap_or_default();
            let Some(parent) = parents.get(&[front, behind].concat().join(" ")) else { continue };
            if own.len() >= SHORTEST && is_value(parent, &own) && !share_a_property(child, parent) {
                return Some(parent);
            }
        }
    }
    None
}

/// Splits the name of a model: `log`, `stream`, `aws` of `LogStreamAWS`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let follows_lower = before.is_some_and(|before| !before.is_uppercase());
        let is_followed_by_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let starts = before.is_none() || letter.is_uppercase() && (follows_lower || is_followed_by_lower);
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::page::model::model_page;

    const SAILING: &str =
        "## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n**sails** | **int** |  | \n";
    const KIND: &str = "`sailing`, `motor_driven` or `uk`\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n";

    /// Adds the parents of these models, each a name and what follows the heading; returns them as `child: parent`.
    fn parents(pages: &[(&str, &str)]) -> Vec<String> {
        let mut report = Report::default();
        let mut models: BTreeMap<String, ModelPage> = pages
            .iter()
            .map(|(name, text)| {
                let text = format!("# {name}\n\n{text}");
                ((*name).to_owned(), model_page(&format!("{name}.md"), &text, Dialect::Nextgen, &mut report))
            })
            .collect();
        if let Some(yawl) = models.get_mut("YawlSailingBoat") {
            yawl.parents.push("Yawl".to_owned());
        }
        add(&mut models, &[], &mut BTreeMap::new());
        let of = |page: ModelPage| page.parents.into_iter().map(move |parent| format!("{}: {parent}", page.name));
        models.into_values().flat_map(of).collect()
    }

    /// A table of properties whose types are these models.
    fn with(models: &[&str]) -> String {
        let rows: String = models.iter().map(|name| format!("**{name}** | [**{name}**]({name}.md) |  | \n")).collect();
        format!("## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}")
    }

    #[test]
    fn a_child_has_a_value_of_its_parent_in_its_name() {
        let (fleet, boat) = (with(&["Boat"]), with(&["Kind"]));
        let members = "## Enum\n\n* `SAILING` (value: `'sailing'`)\n";
        for kind in [KIND, members] {
            let pages = [("Fleet", &*fleet), ("Boat", &boat), ("Kind", kind), ("SailingBoat", SAILING)];
            assert_eq!(parents(&pages), ["SailingBoat: Boat"], "{kind}");
        }
        let pages = [
            ("Fleet", &*fleet),
            ("Boat", &boat),
            ("Kind", KIND),
            ("BoatMotorDriven", SAILING),
            ("RowingBoat", SAILING),
            ("UKBoat", SAILING),
            ("YawlSailingBoat", SAILING),
        ];
        assert_eq!(parents(&pages), ["BoatMotorDriven: Boat", "YawlSailingBoat: Yawl"]);
    }

    #[test]
    fn what_something_else_refers_to_is_no_child() {
        let (boat, itself) = (with(&["Kind"]), with(&["SailingBoat"]));
        for (fleet, child, expected) in [
            (with(&["Boat"]), &*itself, &["SailingBoat: Boat"][..]),
            (with(&["Boat", "SailingBoat"]), SAILING, &[]),
            (with(&[]), SAILING, &[]),
            (with(&["Boat"]), &boat, &[]),
        ] {
            let pages = [("Fleet", &*fleet), ("Boat", &boat), ("Kind", KIND), ("SailingBoat", child)];
            assert_eq!(parents(&pages), expected, "{fleet} {child}");
        }
    }

    #[test]
    fn names_of_too_many_words_are_left_alone() {
        for (count, found) in [(LONGEST - 1, 1), (LONGEST, 0)] {
            let name = "Oar".repeat(count);
            let (fleet, boat, child) = (with(&[&name]), with(&["Kind"]), format!("Sailing{name}"));
            let pages = [("Fleet", &*fleet), (&name, &boat), ("Kind", KIND), (&child, SAILING)];
            assert_eq!(parents(&pages).len(), found, "{count} words");
        }
    }

    #[test]
    fn only_an_enumeration_has_values() {
        let (fleet, boat) = (with(&["Boat"]), with(&["Kind"]));
        for kind in [format!("{KIND}**name** | **str** |  | \n"), format!("{KIND}\n## Example\n\n```python\n```\n")] {
            let pages = [("Fleet", &*fleet), ("Boat", &boat), ("Kind", &kind), ("SailingBoat", SAILING)];
            assert_eq!(parents(&pages), [""; 0], "{kind}");
        }
    }

    #[test]
    fn words_of_models() {
        assert_eq!(words("SailBoatUK"), ["sail", "boat", "uk"]);
        assert_eq!(words("UKBoat"), ["uk", "boat"]);
        assert_eq!(words("Boat_2"), ["boat2"]);
    }
}
