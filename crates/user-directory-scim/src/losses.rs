//! What of a SCIM user survives in which directory.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::SCHEMA;
use user_directory_core::capabilities::PROVIDERS;
use user_directory_core::{Capabilities, Field, PhoneKind, Scopes, Verb};

/// What becomes of an attribute that a person is enrolled with, when they are read afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It comes back.
    Kept,
    /// It comes back for phone numbers of these types, one of each; others are lost.
    KeptForTypes(Cow<'static, [PhoneKind]>),
    /// It is taken and never told.
    Taken,
    /// It is told, but not taken from who enrols: the directory decides, or one of these verbs sets it afterwards.
    Told(Vec<Verb>),
    /// It is lost.
    Lost,
}

/// An attribute of SCIM and its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// The attribute, as RFC 7643 or the extension names it.
    pub attribute: &'static str,
    /// What becomes of it.
    pub fate: Fate,
}

/// Where an attribute goes.
enum Place {
    Field(Field),
    /// Whether somebody can log in, of which enrolment takes that they cannot.
    Status,
    /// The scope of a role.
    Scope,
    /// Nowhere: there is no such field.
    None,
}

const ATTRIBUTES: &[(&str, Place)] = &[
    ("externalId", Place::Field(Field::ExternalId)),
    ("userName", Place::Field(Field::UserName)),
    ("name.givenName", Place::Field(Field::GivenName)),
    ("name.familyName", Place::Field(Field::FamilyName)),
    ("displayName", Place::Field(Field::DisplayName)),
    ("title", Place::Field(Field::Title)),
    ("locale", Place::Field(Field::Locale)),
    ("emails (main)", Place::Field(Field::Email)),
    ("emails (others)", Place::Field(Field::OtherEmails)),
    ("phoneNumbers", Place::Field(Field::Phones)),
    ("password", Place::Field(Field::Password)),
    ("roles", Place::Field(Field::Roles)),
    ("roles.type (scope)", Place::Scope),
    ("active", Place::Status),
    ("meta.created", Place::Field(Field::Created)),
    ("meta.lastModified", Place::Field(Field::Modified)),
    ("meta.version", Place::Field(Field::Version)),
    ("enterprise: department", Place::Field(Field::Department)),
    ("enterprise: manager", Place::Field(Field::Manager)),
    ("extension: status", Place::Status),
    ("extension: locked", Place::Field(Field::Locked)),
    ("extension: lastLogin", Place::Field(Field::LastLogin)),
    ("extension: mfa.method", Place::Field(Field::Mfa)),
    ("extension: attributes", Place::Field(Field::Attributes)),
    ("name.formatted", Place::None),
    ("name.middleName", Place::None),
    ("name.honorificPrefix", Place::None),
    ("name.honorificSuffix", Place::None),
    ("nickName", Place::None),
    ("profileUrl", Place::None),
    ("userType", Place::None),
    ("preferredLanguage", Place::None),
    ("timezone", Place::None),
    ("addresses", Place::None),
    ("ims", Place::None),
    ("photos", Place::None),
    ("groups", Place::None),
    ("entitlements", Place::None),
    ("x509Certificates", Place::None),
    ("enterprise: others", Place::None),
];

/// Returns what becomes of each attribute of SCIM in a directory: the person is enrolled (created if the directory can,
/// invited otherwise) and then read.
///
/// Only what the capabilities say is reported. What a provider changes in a value, such as the letter case of an address,
/// is none of them.
pub fn losses(capabilities: &Capabilities) -> Vec<Loss> {
    let fate = |place: &Place| match place {
        Place::Field(field) => of_field(capabilities, *field),
        Place::Status => match of_field(capabilities, Field::Enabled) {
            Fate::Kept => Fate::Kept,
            _ => of_field(capabilities, Field::Status),
        },
        Place::Scope => match (of_field(capabilities, Field::Roles), capabilities.scopes) {
            (_, Scopes::Never) => Fate::Lost,
            (fate, _) => fate,
        },
        Place::None => Fate::Lost,
    };
    ATTRIBUTES.iter().map(|(attribute, place)| Loss { attribute, fate: fate(place) }).collect()
}

fn of_field(table: &Capabilities, field: Field) -> Fate {
    let enrol = match table.supports(Verb::Create) {
        true => &table.create,
        false => &table.invite,
    };
    match (enrol.contains(&field), table.read.contains(&field)) {
        (true, true) if field == Field::Phones && !table.phones.is_empty() => Fate::KeptForTypes(table.phones.clone()),
        (true, true) => Fate::Kept,
        (true, false) => Fate::Taken,
        (false, true) => Fate::Told(setters(table, field)),
        (false, false) => Fate::Lost,
    }
}

/// Returns the verbs by which a field is set that enrolment does not take.
fn setters(table: &Capabilities, field: Field) -> Vec<Verb> {
    let verbs: &[Verb] = match field {
        Field::Roles => &[Verb::Grant, Verb::ReplaceGrants],
        Field::Status => &[Verb::Enable, Verb::Disable],
        Field::Locked => &[Verb::Lock, Verb::Unlock],
        field if table.update.contains(&field) => &[Verb::Update],
        _ => &[],
    };
    verbs.iter().copied().filter(|verb| table.supports(*verb)).collect()
}

/// Returns the losses of all providers as a table in Markdown, the attributes that are lost everywhere in one line below.
pub fn losses_matrix() -> String {
    let tables: Vec<_> = PROVIDERS.iter().map(|(name, table)| (*name, losses(table))).collect();
    let mut text = "| SCIM attribute |".to_owned();
    for (name, _) in &tables {
        let _ = write!(text, " {name} |");
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(tables.len()));
    let mut nowhere = Vec::new();
    for (i, (attribute, _)) in ATTRIBUTES.iter().enumerate() {
        let fates: Vec<_> = tables.iter().filter_map(|(_, losses)| losses.get(i).map(|loss| &loss.fate)).collect();
        if fates.iter().all(|fate| **fate == Fate::Lost) {
            nowhere.push(format!("`{attribute}`"));
            continue;
        }
        let cells: Vec<_> = fates.into_iter().map(cell).collect();
        let _ = writeln!(text, "| `{attribute}` | {} |", cells.join(" | "));
    }
    let _ = writeln!(text, "\nLost in every directory: {}. The extension is `{SCHEMA}`.", nowhere.join(", "));
    text
}

fn cell(fate: &Fate) -> String {
    match fate {
        Fate::Kept => "kept".to_owned(),
        Fate::KeptForTypes(types) => {
            let types: Vec<_> = types.iter().map(PhoneKind::as_str).collect();
            format!("kept: {}", types.join(", "))
        }
        Fate::Taken => "taken".to_owned(),
        Fate::Told(verbs) if verbs.is_empty() => "told".to_owned(),
        Fate::Told(verbs) => {
            let verbs: Vec<_> = verbs.iter().map(|verb| format!("`{verb}`")).collect();
            format!("told; set by {}", verbs.join(", "))
        }
        Fate::Lost => "–".to_owned(),
    }
}
