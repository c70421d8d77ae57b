//! What the order of properties tells: where all models have them in the order of their bytes, capitals show.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::reserved::unreserved;
use crate::facts::{Field, ModelPage, Shape};
use crate::names::{NameStyle, capitalised};

/// So many neighbours have to be compared before their order is no accident.
const ENOUGH: usize = 20;
/// One pair of so many may be out of order.
const TOLERATED: usize = 25;
/// So many names have to begin with capitals before all do.
const SEVERAL: usize = 2;

/// What the order tells of capitals.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// Whether every name begins with a capital.
    pub(crate) is_pascal: bool,
    /// How words are capitalised, `DNS` or `Dns`, as far as the order depends on it.
    pub(crate) words: HashMap<String, String>,
}

impl Order {
    /// Compares the neighbours in all models.
    pub(crate) fn of(models: &BTreeMap<String, ModelPage>) -> Self {
        let pairs: Vec<(&str, &str)> = models.values().flat_map(neighbours).collect();
        let out_of_order: Vec<_> = pairs.iter().filter(|(a, b)| a > b).collect();
        if pairs.len() < ENOUGH || out_of_order.len() * TOLERATED > pairs.len() {
            return Self::default();
        }
        let is_pascal = out_of_order.iter().filter(|(a, b)| begins_with_capitals(a, b)).count() >= SEVERAL;
        let style = if is_pascal { NameStyle::Pascal } else { NameStyle::Camel };
        Self { is_pascal, words: words(&pairs, style) }
    }
}

/// The names of neighbours; required ones may come first.
fn neighbours(page: &ModelPage) -> Vec<(&str, &str)> {
    let Shape::Properties(fields, _) = &page.shape else { return Vec::new() };
    fields
        .iter()
        .zip(fields.iter().skip(1))
        .filter(|(a, b)| a.notes.optional == b.notes.optional)
        .map(|(a, b)| (bare(a), bare(b)))
        .collect()
}

fn bare(field: &Field) -> &str {
    unreserved(&field.name).unwrap_or(&field.name)
}

/// Says whether two names out of order are in order only if the first begins with an acronym: `DNS` before `Device`.
fn begins_with_capitals(a: &str, b: &str) -> bool {
    let first = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    let (a, b) = (first(a), first(b));
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    common > 0 && common < b.len()
}

/// Finds the words that have to be capitals, or must not be, for two neighbours to be in order.
fn words(pairs: &[(&str, &str)], style: NameStyle) -> HashMap<String, String> {
    let mut votes: HashMap<&str, (usize, usize)> = HashMap::new();
    for (a, b) in pairs {
        let in_order = |acronym: Option<&str>| {
            let upper = acronym.map(str::to_uppercase);
            let spelled = |word: &str| upper.as_deref().filter(|_| Some(word) == acronym).map(Cow::Borrowed);
            style.join(a, spelled) <= style.join(b, spelled)
        };
        let usual = in_order(None);
        for word in a.split('_').chain(b.split('_')).filter(|word| !word.is_empty()) {
            let vote = votes.entry(word).or_default();
            match (usual, in_order(Some(word))) {
                (false, true) => vote.0 += 1,
                (true, false) => vote.1 += 1,
                _ => {}
            }
        }
    }
    let decided = votes.into_iter().filter_map(|(word, (capitals, lower))| {
        let spelled = match capitals.cmp(&lower) {
            Ordering::Greater => word.to_uppercase(),
            Ordering::Less => capitalised(word),
            Ordering::Equal => return None,
        };
        Some((word.to_owned(), spelled))
    });
    decided.collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::page::model::model_page;
    use crate::report::Report;

    /// Many models with a pair of neighbours each, all in order, and one model with these.
    pub(in crate::infer) fn models(names: &[&str]) -> BTreeMap<String, ModelPage> {
        models_next_to(200, &["hull", "rig"], names)
    }

    fn models_next_to(count: usize, others: &[&str], names: &[&str]) -> BTreeMap<String, ModelPage> {
        let page = |names: &[&str]| {
            let rows: String = names.iter().map(|name| format!("**{name}** | **str** |  | [optional] \n")).collect();
            let text =
                format!("# M\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{rows}");
            model_page("M.md", &text, Dialect::Prior, &mut Report::default())
        };
        let mut models: BTreeMap<String, ModelPage> = (0..count).map(|at| (format!("M{at}"), page(others))).collect();
        models.insert("N".to_owned(), page(names));
        models
    }

    fn order(names: &[&str]) -> Order {
        Order::of(&models(names))
    }

    #[test]
    fn acronyms_before_other_words_are_those_of_pascal_case() {
        let read = order(&["csi_rig", "cabin", "dns", "deck", "rig_mb", "rig_max"]);
        assert!(read.is_pascal);
        let words = |word: &str| read.words.get(word).map(String::as_str);
        assert_eq!(
            (words("csi"), words("dns"), words("mb"), words("deck")),
            (Some("CSI"), Some("DNS"), Some("MB"), None)
        );
    }

    #[test]
    fn one_name_or_the_first_letter_proves_nothing() {
        assert!(!order(&["dns", "deck"]).is_pascal);
        assert!(!order(&["rig", "deck", "sail", "cabin"]).is_pascal);
        assert!(!order(&["rigs_x", "rig_y", "sails_x", "sail_y"]).is_pascal);
        let in_camel_case = order(&["mast_url", "mast_use", "rig_mb", "rig_max"]);
        assert!(!in_camel_case.is_pascal);
        assert_eq!(in_camel_case.words.get("mb").map(String::as_str), Some("MB"));
    }

    #[test]
    fn a_word_with_as_many_votes_for_as_against_is_undecided() {
        assert_eq!(order(&["rig_mb", "rig_max", "rig_mb"]).words.get("mb"), None);
    }

    #[test]
    fn enough_pairs_with_few_out_of_order_tell() {
        let tells = |count, others| {
            let models = models_next_to(count, others, &["rig_mb", "rig_max"]);
            Order::of(&models).words.contains_key("mb")
        };
        // One of 25 is out of order, the pair of equal ones is not.
        assert!(tells(24, &["hull", "rig"]) && tells(24, &["hull", "hull"]) && !tells(23, &["hull", "rig"]));
        let few = |count| {
            let models = models_next_to(count, &["hull", "rig"], &["rig_max", "rig_mb"]);
            Order::of(&models).words.get("mb").is_some_and(|mb| mb == "Mb")
        };
        assert!(few(ENOUGH - 1) && !few(ENOUGH - 2));
    }

    #[test]
    fn names_in_no_order_tell_nothing() {
        let anyhow: Vec<String> = (0..40_u8).map(|at| format!("{}_dns", char::from(b'z' - at % 26))).collect();
        let anyhow: Vec<&str> = anyhow.iter().map(String::as_str).chain(["dns", "deck", "tls", "task"]).collect();
        let read = order(&anyhow);
        assert!(!read.is_pascal && read.words.is_empty());
    }
}
