//! The styles of wire names, by the votes of all names that the pages show.

use std::collections::BTreeSet;

use super::evidence::{Evidence, Seen};
use crate::names::NameStyle;
use crate::report::{Report, Subject};
use crate::{Options, Rule};

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Parameter,
    Property,
}

/// The styles and the spellings that were seen.
#[derive(Debug)]
pub(crate) struct WireStyle {
    pub(crate) parameters: NameStyle,
    pub(crate) properties: NameStyle,
    pub(crate) evidence: Evidence,
    /// Whether the style was given: then a spelling in another style is somebody else's.
    pub(crate) given: bool,
}

impl WireStyle {
    pub(crate) fn of(&self, side: Side) -> NameStyle {
        match side {
            Side::Parameter => self.parameters,
            Side::Property => self.properties,
        }
    }

    /// Returns the style on a page, which may differ from that of the others.
    pub(crate) fn on(&self, side: Side, file: &str) -> NameStyle {
        let own = self.evidence.page_style(file).filter(|_| side == Side::Property && !self.given);
        own.unwrap_or(self.of(side))
    }

    /// Returns the spelling that was seen for a name: exactly, or in the style of the others.
    ///
    /// What the same page shows is that very name; what another page shows may be somebody else's.
    pub(crate) fn seen(&self, name: &str, side: Side, file: &str) -> Option<&str> {
        let style = self.on(side, file);
        let evidence = &self.evidence;
        let exact = evidence.exact.of(name).filter(|_| side == Side::Parameter && !self.given);
        let own = match side {
            Side::Parameter => [&evidence.parameters, &evidence.placeholders, &evidence.properties],
            Side::Property => [&evidence.properties, &evidence.parameters, &evidence.placeholders],
        };
        // Python's spelling in a sentence is that of the wire: sentences come from the specification.
        let is_proven = self.given || side == Side::Property && evidence.order.is_pascal;
        let fits = |spelling: &&str| {
            let own = NameStyle::of(spelling);
            spelling.starts_with('_') || own == Some(style) || own == Some(NameStyle::Snake) && !is_proven
        };
        let near = own.first().and_then(|seen| seen.on(name, file)).filter(|_| !self.given);
        // Capitals in quotes are more often those of a value.
        let near =
            near.filter(|spelling| style == NameStyle::Pascal || NameStyle::of(spelling) != Some(NameStyle::Pascal));
        exact.or(near).or_else(|| own.into_iter().find_map(|seen| seen.of(name).filter(fits)))
    }
}

/// With more API pages than this, the names on one of them are no evidence for the others.
const MANY: usize = 3;

/// Votes for each of the styles: how many there are, and the pages that they come from.
#[derive(Clone, Debug, Default)]
struct Votes([(usize, BTreeSet<String>); NameStyle::ALL.len()]);

impl Votes {
    fn of(seen: &Seen) -> Self {
        let mut votes = Self::default();
        for (spelling, pages) in seen.usual_spellings() {
            let Some(style) = NameStyle::of(spelling) else { continue };
            // Capitals in a template mark the placeholder; the names next to it are then in lower case.
            let style = if style == NameStyle::UpperSnake { NameStyle::Snake } else { style };
            if let Some(((count, from), _)) = votes.0.iter_mut().zip(NameStyle::ALL).find(|(_, other)| *other == style)
            {
                *count += 1;
                from.extend(pages.iter().cloned());
            }
        }
        votes
    }

    fn with(mut self, other: &Self) -> Self {
        for ((count, pages), (more, others)) in self.0.iter_mut().zip(&other.0) {
            *count += more;
            pages.extend(others.iter().cloned());
        }
        self
    }

    /// Returns the style of most names, and for how many of them. One name alone decides nothing, nor does one page
    /// of many.
    fn winner(&self, many_pages: bool) -> Option<(NameStyle, usize, usize)> {
        let ((count, pages), style) = self.0.iter().zip(NameStyle::ALL).max_by_key(|((count, _), _)| *count)?;
        let all = self.0.iter().map(|(count, _)| count).sum();
        (*count > 1 && !(many_pages && pages.len() == 1)).then_some((style, *count, all))
    }
}

/// Takes the style that was given, or concludes it from what was seen.
pub(crate) fn style(options: &Options, evidence: Evidence, pages: usize, page: &str, report: &mut Report) -> WireStyle {
    let many_pages = pages > MANY;
    let mut notes = report.about(Subject::Page(page.to_owned()), page);
    if let Some(style) = options.wire_names {
        notes.add(Rule::WireStyleGiven, 0, format!("wire names are in {style}, as given"));
        return WireStyle { parameters: style, properties: style, evidence, given: true };
    }
    let [parameters, properties, placeholders, segments] =
        [&evidence.parameters, &evidence.properties, &evidence.placeholders, &evidence.segments].map(Votes::of);
    // Bodies and queries are more often alike than either is like the paths; what is too little apart may do together.
    let together = parameters.clone().with(&properties).with(&placeholders).with(&segments);
    let mut choose = |what: &str, votes: [&Votes; 5]| match votes.iter().find_map(|votes| votes.winner(many_pages)) {
        Some((style, count, all)) => {
            notes.add(Rule::WireStyleFromNames, 0, format!("{count} of {all} names say that {what} are in {style}"));
            style
        }
        None => {
            let fact = format!("too few names show how {what} are spelled; they are kept in Python's snake_case");
            notes.add(Rule::WireStyleUnknown, 0, fact);
            NameStyle::Snake
        }
    };
    let own = parameters.clone();
    let parameters = choose("parameters", [&parameters, &properties, &placeholders, &segments, &together]);
    let properties = if evidence.order.is_pascal {
        notes.add(Rule::WireStyleFromOrder, 0, "the order of properties says that they are in PascalCase");
        NameStyle::Pascal
    } else {
        choose("properties", [&properties, &own, &placeholders, &segments, &together])
    };
    WireStyle { parameters, properties, evidence, given: false }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::evidence::tests::seen;
    use super::*;
    use crate::dialect::Dialect;
    use crate::page::model::model_page;

    fn infer(paths: &[&str]) -> (NameStyle, Rule) {
        infer_of(paths, 1)
    }

    fn infer_of(paths: &[&str], pages: usize) -> (NameStyle, Rule) {
        let mut report = Report::default();
        let evidence = Evidence::gather(&[], &BTreeMap::new(), paths.iter().map(|path| (*path, "A.md")));
        let wire = style(&Options::default(), evidence, pages, "A.md", &mut report);
        (wire.parameters, report.rows[0].rule)
    }

    fn wire(style: NameStyle, evidence: Evidence, given: bool) -> WireStyle {
        WireStyle { parameters: style, properties: style, evidence, given }
    }

    fn properties(names: &[(&str, &str)]) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.properties = seen(names);
        evidence
    }

    #[test]
    fn what_an_example_shows_exactly_is_a_parameters_name() {
        for (side, given, expected) in [
            (Side::Parameter, false, Some("FleetKey")),
            (Side::Parameter, true, None),
            (Side::Property, false, None),
            (Side::Property, true, None),
        ] {
            let mut evidence = Evidence::default();
            evidence.exact = seen(&[("FleetKey", "A")]);
            assert_eq!(
                wire(NameStyle::Camel, evidence, given).seen("fleet_key", side, "A"),
                expected,
                "{side:?} {given}"
            );
        }
    }

    #[test]
    fn what_the_page_itself_shows_is_the_name_in_any_style_but_that_of_values() {
        for (shown, style, given, expected) in [
            ("BOAT_ID", NameStyle::Camel, false, Some("BOAT_ID")),
            ("BOAT_ID", NameStyle::Camel, true, None),
            ("BoatId", NameStyle::Camel, false, None),
            ("BoatId", NameStyle::Pascal, false, Some("BoatId")),
        ] {
            let wire = wire(style, properties(&[(shown, "A")]), given);
            assert_eq!(wire.seen("boat_id", Side::Property, "A"), expected, "{shown} {style} {given}");
        }
    }

    #[test]
    fn what_another_page_shows_is_the_name_if_it_fits() {
        for (shown, given, is_pascal, side, expected) in [
            ("boatId", false, false, Side::Property, true),
            ("_boat_id", false, false, Side::Property, true),
            ("BOAT_ID", false, false, Side::Property, false),
            ("boat_id", false, false, Side::Property, true),
            ("boat_id", true, false, Side::Property, false),
            ("boat_id", false, true, Side::Property, false),
            ("boat_id", false, true, Side::Parameter, true),
        ] {
            let mut evidence = properties(&[(shown, "B")]);
            evidence.order.is_pascal = is_pascal;
            let wire = wire(NameStyle::Camel, evidence, given);
            let found = wire.seen("boat_id", side, "A");
            assert_eq!(found, expected.then_some(shown), "{shown} {given} {is_pascal} {side:?}");
        }
    }

    #[test]
    fn a_page_has_a_style_of_its_own_for_properties_that_nobody_gave() {
        let fields = "**boat_id** | **str** | see `boatId` | \n**hull_id** | **str** | see `hullId` | \n";
        let text = format!("# M\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n{fields}");
        let page = model_page("M.md", &text, Dialect::Nextgen, &mut Report::default());
        let models = BTreeMap::from([("M".to_owned(), page)]);
        for (side, given, expected) in [
            (Side::Property, false, NameStyle::Camel),
            (Side::Property, true, NameStyle::Snake),
            (Side::Parameter, false, NameStyle::Snake),
        ] {
            let evidence = Evidence::gather(&[], &models, std::iter::empty());
            assert_eq!(wire(NameStyle::Snake, evidence, given).on(side, "M.md"), expected, "{side:?} {given}");
        }
    }

    #[test]
    fn most_names_decide_and_one_does_not() {
        let rule = Rule::WireStyleFromNames;
        assert_eq!(infer(&["/a/{boatId}/{crewId}", "/b/{sail_id}"]), (NameStyle::Camel, rule));
        let one_of_many = infer_of(&["/a/{boatId}/{crewId}"], MANY + 1);
        assert_eq!(one_of_many, (NameStyle::Snake, Rule::WireStyleUnknown));
        assert_eq!(infer_of(&["/a/{boatId}/{crewId}"], MANY), (NameStyle::Camel, rule));
        assert_eq!(infer(&["/a/{boat_id}/{crew_id}"]), (NameStyle::Snake, rule));
        assert_eq!(infer(&["/a/{BOAT_ID}/{CREW_ID}"]), (NameStyle::Snake, rule));
        assert_eq!(infer(&["/a/{boat-id}/{crew-id}"]), (NameStyle::Kebab, rule));
        assert_eq!(infer(&["/a/{boatId}", "/b/{boatId}"]), (NameStyle::Snake, Rule::WireStyleUnknown));
        assert_eq!(infer(&["/doDelete/{id}", "/b/lastBuild"]), (NameStyle::Camel, rule));
        assert_eq!(infer(&["/a/{id}", "/b"]), (NameStyle::Snake, Rule::WireStyleUnknown));
    }
}
