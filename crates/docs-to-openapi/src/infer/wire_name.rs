//! Names on the wire; most pages print Python's.

use super::reserved::unreserved;
use super::style::{Side, WireStyle};
use crate::Rule;
use crate::facts::Field;
use crate::names::capitalised;
use crate::report::Notes;

/// Spells the name of a query parameter, a form field or a property.
pub(crate) fn styled(field: &Field, side: Side, wire: &WireStyle, notes: &mut Notes<'_>) -> String {
    if let Some(printed) = &field.wire {
        return printed.clone();
    }
    let bare = bare(field, notes);
    if let Some(seen) = wire.seen(bare, side, notes.file()) {
        notes.add(Rule::WireNameSeen, field.line, format!("`{}` is `{seen}` where the pages show it", field.name));
        return seen.to_owned();
    }
    let style = wire.on(side, notes.file());
    let (begin, rest) = match wire.evidence.beginning(bare).filter(|_| side == Side::Parameter && !wire.given) {
        Some((begin, rest)) => (begin, rest),
        None => ("", bare),
    };
    let name = format!("{begin}{}", style.join(rest, |word| wire.evidence.spelled(word)));
    notes.add(Rule::WireNameStyle, field.line, format!("`{}` is `{name}` on the wire ({style})", field.name));
    name
}

/// Spells the name of a header: `x_request_id` is `X-Request-Id`.
///
/// A single word is kept, since letter case means nothing in a header's name.
pub(crate) fn header(field: &Field, notes: &mut Notes<'_>) -> String {
    if let Some(printed) = &field.wire {
        return printed.clone();
    }
    let bare = bare(field, notes);
    if !bare.trim_matches('_').contains('_') {
        return bare.to_owned();
    }
    let words: Vec<String> = bare.split('_').map(capitalised).collect();
    let name = words.join("-");
    notes.add(Rule::WireNameHeader, field.line, format!("`{}` is the header `{name}`", field.name));
    name
}

fn bare<'a>(field: &'a Field, notes: &mut Notes<'_>) -> &'a str {
    let Some(bare) = unreserved(&field.name) else {
        return &field.name;
    };
    notes.add(
        Rule::WireNameReserved,
        field.line,
        format!("`{}` is `{bare}`, which Python or a generator keeps for itself", field.name),
    );
    bare
}

#[cfg(test)]
mod tests {
    use super::super::evidence::tests::{field, learned};
    use super::*;
    use crate::names::NameStyle;
    use crate::report::{Report, Subject};

    #[test]
    fn a_parameter_begins_as_others_do_unless_a_style_is_given() {
        for (side, given, expected) in [
            (Side::Parameter, false, "f.mastHeight"),
            (Side::Parameter, true, "fMastHeight"),
            (Side::Property, false, "fMastHeight"),
        ] {
            let (parameters, properties) = (NameStyle::Camel, NameStyle::Camel);
            let wire = WireStyle { parameters, properties, evidence: learned(&[("f_rig", "f.rig")]), given };
            let mut report = Report::default();
            let mut notes = report.about(Subject::Page(String::new()), "");
            assert_eq!(styled(&field("f_mast_height", None), side, &wire, &mut notes), expected, "{side:?} {given}");
        }
    }
}
