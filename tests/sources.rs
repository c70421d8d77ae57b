//! How the types of all crates print themselves, read from their source, so that none is forgotten.
//!
//! Generated types print their name and nothing else. Hand-written ones may derive `Debug` only if they are in a list
//! here: whoever adds one has to say that it holds nothing that must not be seen.

// The helpers among the tests may fail like tests.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Attribute, Fields, Item, ItemImpl, ItemMod};
use test_support::contract::specs::{crate_dir, providers, root};

/// Hand-written types that derive `Debug`: what they hold may be seen, or hides itself.
const REVIEWED: &[&str] = &[
    // Names and numbers of this project's own.
    "BlockingError",
    "ClientAuth",
    "ClockSkew",
    "DecodeError",
    "DecodeProblem",
    "DirectLoginHeader",
    "ErrorKind",
    "NoProblem",
    "Operation",
    "PageRequest",
    "Pagination",
    "Paging",
    "ParametersIn",
    "RetryBudget",
    "RetryPolicy",
    "SystemClock",
    // Reasons that name a setting and never hold its value; `values.rs` prints them.
    "BuildError",
    // Made of types that hide what they hold.
    "BlockingIter",
    "Page",
    "Patch",
    "Token",
    // The facade: verbs, roles, capabilities and outcomes; of a person at most the id.
    "Action",
    "AuditEntry",
    "Attribute",
    "AuditPhase",
    "Capabilities",
    "Consistency",
    "DeleteMode",
    "Extra",
    "Fate",
    "Grant",
    "GrantChange",
    "GrantId",
    "InvalidUserId",
    "Loss",
    "Mfa",
    "Needed",
    "PageToken",
    "Ran",
    "ReadError",
    "Report",
    "Requests",
    "Scopes",
    "Style",
    "Sort",
    "Support",
    "UnknownName",
    "UserNameFrom",
    // The conformance suite: what it saw of the people that it made, for the person who runs it.
    "Failure",
    // Jobs: phases, numbers, paths, and of a person at most the id; a snapshot's hashes are keyed.
    "Difference",
    "Ended",
    "Entry",
    "Head",
    "Item",
    "JournalError",
    "MemoryJournal",
    "Pace",
    "Phase",
    "Progress",
    "Record",
    "Refusal",
    "Seen",
    "SnapshotError",
    "SqliteJournal",
    "State",
    "Stopped",
    // The facade: made of types that hide what they hold.
    "AccountMfa",
    "Changes",
    "DirectorySet",
    "EnrolMode",
    "Enrolment",
    "Lookup",
    "Narrowed",
    "Outcome",
    "Read",
    "RolesNotFetched",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_some_and(|stem| stem != "tests")
        {
            found.push(path);
        }
    }
}

fn parse(path: &Path) -> syn::File {
    syn::parse_file(&std::fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn code(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// Returns whether `Debug` is derived, whatever features are on.
fn derives_debug(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("derive") && code(attribute).contains("Debug"))
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| code(attribute) == "# [cfg (test)]")
}

/// A type, and how it prints itself.
#[derive(Default)]
struct Printed {
    derived: bool,
    /// An enum of plain names, and at most of names that are not documented.
    names_only: bool,
    implemented: Option<String>,
}

type Types = BTreeMap<String, Printed>;

fn read(items: &[Item], module: &str, types: &mut Types) {
    for item in items {
        let (name, derived, names_only) = match item {
            Item::Struct(item) => (&item.ident, derives_debug(&item.attrs), false),
            Item::Enum(item) => {
                let names_only = item.variants.iter().all(|variant| {
                    matches!(variant.fields, Fields::Unit) || variant.attrs.iter().any(|a| code(a).contains("untagged"))
                });
                (&item.ident, derives_debug(&item.attrs), names_only)
            }
            Item::Impl(item) => {
                if let Some((name, body)) = implements_debug(item) {
                    let entry = types.entry(format!("{module}::{name}")).or_default();
                    entry.implemented = Some(body);
                }
                continue;
            }
            Item::Mod(ItemMod { ident, attrs, content: Some((_, items)), .. }) => {
                if !is_test(attrs) {
                    read(items, &format!("{module}::{ident}"), types);
                }
                continue;
            }
            _ => continue,
        };
        let entry = types.entry(format!("{module}::{name}")).or_default();
        (entry.derived, entry.names_only) = (derived, names_only);
    }
}

/// Returns the type and the body of an implementation of `Debug`.
fn implements_debug(item: &ItemImpl) -> Option<(String, String)> {
    let (path, _) = item.trait_.as_ref()?;
    if path.segments.last()?.ident != "Debug" {
        return None;
    }
    let syn::Type::Path(of) = &*item.self_ty else {
        return None;
    };
    let name = of.path.segments.last()?.ident.to_string();
    let body = item.items.iter().find_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(code(&function.block)),
        _ => None,
    })?;
    Some((name, body))
}

#[test]
fn generated_types_leave_debug_to_the_runtime() {
    let mut problems = Vec::new();
    let mut seen = 0;
    for provider in providers() {
        let mut sources = Vec::new();
        files(&crate_dir(&provider).join("src/generated"), &mut sources);
        for path in sources {
            let mut types = Types::new();
            read(&parse(&path).items, "", &mut types);
            seen += types.len();
            // Whose core prints no secret; its own test sees to that.
            let own = types
                .iter()
                .filter(|(name, printed)| (printed.derived || printed.implemented.is_some()) && *name != "::Client");
            problems.extend(own.map(|(name, _)| format!("{}{name}", path.display())));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    // Calls alone are 116.
    assert!(seen > 116, "{seen} types");
}

#[test]
fn hand_written_types_that_derive_debug_are_reviewed() {
    let mut unknown = Vec::new();
    let mut sources = Vec::new();
    for krate in [
        "user-directory-conformance",
        "user-directory-core",
        "user-directory-jobs",
        "user-directory-runtime",
        "user-directory-scim",
        "user-directory-values",
    ] {
        files(&root().join(format!("crates/{krate}/src")), &mut sources);
    }
    for provider in providers() {
        files(&crate_dir(&provider).join("src"), &mut sources);
    }
    let mut derived = Vec::new();
    for path in sources.iter().filter(|path| !path.components().any(|part| part.as_os_str() == "generated")) {
        let mut types = Types::new();
        read(&parse(path).items, "", &mut types);
        for (name, printed) in types {
            let short = name.rsplit("::").next().unwrap().to_owned();
            if printed.derived && !REVIEWED.contains(&short.as_str()) {
                unknown.push(format!("{}: {short}", path.display()));
            }
            if printed.derived {
                derived.push(short);
            }
        }
    }
    assert!(unknown.is_empty(), "these derive Debug and are not in the list of this test: {unknown:#?}");
    let gone: Vec<_> = REVIEWED.iter().filter(|name| !derived.iter().any(|other| other == *name)).collect();
    assert!(gone.is_empty(), "in the list, but not in the sources: {gone:?}");
}
