//! Names in Rust for what a document names in its own way: natural, and distinct from each other and from what generated
//! code uses itself.

use std::collections::{HashMap, HashSet};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// Types that generated code names without a path.
const TYPES: [&str; 40] = [
    "AsRef",
    "Box",
    "BTreeMap",
    "Clone",
    "Copy",
    "DateTime",
    "Debug",
    "Default",
    "Deserialize",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonSchema",
    "Map",
    "NaiveDate",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Patch",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "String",
    "ToString",
    "Utc",
    "Uuid",
    "Value",
    "Vec",
];

/// What else the file of the calls names.
const CALLS: [&str; 11] = [
    "ByteStream",
    "Client",
    "Error",
    "Future",
    "Items",
    "Page",
    "PageRequest",
    "Pages",
    "Part",
    "ResponseValue",
    "Style",
];

/// Functions that every client has, or that a trait gives to a client itself and not to a reference to it.
const METHODS: [&str; 10] = [
    "base_url",
    "builder",
    "builder_from",
    "builder_from_env",
    "clone",
    "from_env",
    "into",
    "request",
    "try_into",
    "with_options",
];

/// Functions that every call has.
const SETTERS: [&str; 4] = ["new", "pages", "send", "stream"];

/// Returns the name of a type for a name of the document; nothing if it has no letter or digit.
pub(crate) fn pascal(name: &str) -> String {
    let name = split(&spelled(name)).to_pascal_case();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("N{name}") } else { name }
}

/// Returns the name of a function, field or module for a name of the document; keywords get an underscore.
pub(crate) fn snake(name: &str) -> String {
    let mut name = split(&spelled(name)).to_snake_case();
    if name.is_empty() {
        "unnamed".clone_into(&mut name);
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, 'n');
    }
    // A keyword of edition 2024 that syn does not know as one.
    let keyword = name == "gen" || syn::parse_str::<syn::Ident>(&name).is_err();
    if keyword { format!("{name}_") } else { name }
}

/// Returns a name in snake case with a word after it.
pub(crate) fn longer(name: &str, word: &str) -> String {
    format!("{}_{word}", name.trim_end_matches('_'))
}

/// Returns the name of a constant for that of a method.
pub(crate) fn constant(method: &str) -> String {
    method.to_shouty_snake_case()
}

/// Returns a name in the characters that Rust's names can have, with a space for each other one.
fn spelled(name: &str) -> String {
    let fits = |c: char| c.is_ascii() || syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok();
    name.chars().map(|c| if fits(c) { c } else { ' ' }).collect()
}

/// Marks words that letter cases alone do not show: `userIDs` ends in one word, `UserJSONV121` in two.
fn split(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let capital = |at: usize| chars.get(at).is_some_and(char::is_ascii_uppercase);
    let mut out = String::with_capacity(name.len());
    let mut at = 0;
    while at < chars.len() {
        let run = (at..chars.len()).take_while(|at| capital(*at)).count();
        let ends = chars.get(at + run + 1).is_none_or(|next| !next.is_ascii_lowercase());
        if run >= 2 && chars.get(at + run) == Some(&'s') && ends {
            out.push(chars[at]);
            out.extend(chars[at + 1..at + run].iter().map(char::to_ascii_lowercase));
            at += run;
        } else if run >= 3 && chars[at + run - 1] == 'V' && chars.get(at + run).is_some_and(char::is_ascii_digit) {
            out.extend(&chars[at..at + run - 1]);
            out.push('_');
            at += run - 1;
        } else {
            let run = run.max(1);
            out.extend(&chars[at..at + run]);
            at += run;
        }
    }
    out
}

/// Names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// Returns the names of types, of which none is taken but those that generated code uses.
    pub(crate) fn of_types() -> Self {
        Self::with(&TYPES)
    }

    /// Returns the names of the structs of calls.
    pub(crate) fn of_calls() -> Self {
        let mut names = Self::with(&TYPES);
        names.0.extend(Self::with(&CALLS).0);
        names
    }

    /// Returns the names of rows in the table of operations.
    pub(crate) fn of_constants() -> Self {
        Self::with(&["ALL"])
    }

    /// Returns the names of methods of a client.
    pub(crate) fn of_methods() -> Self {
        Self::with(&METHODS)
    }

    /// Returns the names of fields of a model; one for requests has a function `new`.
    pub(crate) fn of_fields() -> Self {
        Self::with(&["new"])
    }

    /// Returns the names of setters of a call.
    pub(crate) fn of_setters() -> Self {
        Self::with(&SETTERS)
    }

    fn with(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Takes the first of these names that is free, or the last with a number.
    pub(crate) fn take<'a>(&mut self, candidates: impl IntoIterator<Item = &'a str>) -> String {
        let mut last = "";
        for candidate in candidates {
            if self.0.insert(candidate.to_owned()) {
                return candidate.to_owned();
            }
            last = candidate;
        }
        let separator = if last.starts_with(|first: char| first.is_ascii_uppercase()) { "" } else { "_" };
        let numbered = (2..).map(|number| format!("{last}{separator}{number}"));
        numbered.into_iter().find(|name| self.0.insert(name.clone())).unwrap_or_default()
    }
}

/// Gives each name of the document one in Rust: the shortest natural one that no other has.
///
/// What says nothing goes: a version at the end (`V400`), and `Json`. Where two names would then be equal, both keep as
/// much as tells them apart. `what` is added to a name that is taken or has no word in it.
pub(crate) fn natural<'a>(
    names: &mut Names,
    documented: impl IntoIterator<Item = &'a str>,
    case: fn(&str) -> String,
    what: &str,
) -> HashMap<String, String> {
    let mut open: Vec<&str> = documented.into_iter().collect();
    let mut given = HashMap::new();
    for level in 0..4 {
        let short = |name: &str| case(&shortened(&split(name).to_snake_case(), level));
        let mut wanted: HashMap<String, usize> = HashMap::new();
        for name in &open {
            *wanted.entry(short(name)).or_default() += 1;
        }
        open.retain(|name| {
            let candidate = short(name);
            let free = wanted.get(&candidate) == Some(&1) && !candidate.is_empty() && !names.is_taken(&candidate);
            if free {
                given.insert((*name).to_owned(), names.take([candidate.as_str()]));
            }
            !free
        });
    }
    for name in open {
        let (plain, longer) = (case(name), case(&format!("{name} {what}")));
        let candidates = [plain.as_str(), longer.as_str()];
        given.insert(name.to_owned(), names.take(candidates.into_iter().filter(|name| !name.is_empty())));
    }
    given
}

/// Returns a name in snake case without what says nothing; the higher the level, the more stays.
fn shortened(name: &str, level: usize) -> String {
    let mut words: Vec<String> = name.split('_').map(str::to_owned).collect();
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let version = |word: &str| word.strip_prefix('v').is_some_and(digits);
    if let Some(number) = words.last().and_then(|word| word.strip_prefix("json")).filter(|rest| digits(rest)) {
        // `ViewJSON300`, where others write `ViewJsonV300`.
        let number = number.to_owned();
        words.pop();
        match level {
            0 => {}
            _ => words.push(number),
        }
        return words.join("_");
    }
    let last_version = words.last().is_some_and(|word| version(word)).then(|| words.pop()).flatten();
    let json = match words.last().map(String::as_str) {
        Some("json") if words.len() > 1 => words.pop(),
        Some("jsons") if words.len() > 1 => {
            let all = words.pop();
            if let Some(word) = words.last_mut().filter(|word| !word.ends_with('s')) {
                word.push('s');
            }
            all
        }
        _ => None,
    };
    match level {
        0 => {}
        1 => words.extend(last_version),
        2 => words.extend(json.map(|_| "json".to_owned())),
        _ => return name.to_owned(),
    }
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_keywords_and_digits() {
        for (name, pascal_case, snake_case) in [
            ("unregisterMFAForSelf", "UnregisterMfaForSelf", "unregister_mfa_for_self"),
            ("userIDs", "UserIds", "user_ids"),
            ("UserJSONV121", "UserJsonV121", "user_json_v121"),
            ("viewIDV2", "ViewIdV2", "view_id_v2"),
            ("orgID", "OrgId", "org_id"),
            ("type", "Type", "type_"),
            ("gen", "Gen", "gen_"),
            ("2fa", "N2fa", "n2fa"),
            ("filter.name", "FilterName", "filter_name"),
            ("$top", "Top", "top"),
            ("größe", "Größe", "größe"),
            ("m²", "M", "m"),
            ("⚓", "", "unnamed"),
            ("Self", "Self", "self_"),
        ] {
            assert_eq!((pascal(name).as_str(), snake(name).as_str()), (pascal_case, snake_case));
        }
    }

    #[test]
    fn names_are_as_short_as_they_can_be() {
        let documented = [
            "CustomerJSONsV300",
            "CustomerJSONs",
            "UserJsonV400",
            "UserJsonV300",
            "UserJSONV121",
            "EntitlementJSONs",
            "EntitlementJSON",
            "RevokedJsonV400",
            "Json",
            "Option",
            "OAuth2Client",
        ];
        let given = natural(&mut Names::of_types(), documented, pascal, "model");
        let name = |name: &str| given[name].as_str();
        assert_eq!(name("CustomerJSONsV300"), "CustomersV300");
        assert_eq!(name("UserJsonV400"), "UserV400");
        assert_eq!(name("UserJSONV121"), "UserV121");
        assert_eq!((name("EntitlementJSONs"), name("EntitlementJSON")), ("Entitlements", "Entitlement"));
        assert_eq!(name("RevokedJsonV400"), "Revoked");
        assert_eq!(name("Json"), "Json");
        assert_eq!(name("Option"), "OptionModel");
        let distinct: HashSet<&String> = given.values().collect();
        assert_eq!(distinct.len(), documented.len());
    }

    #[test]
    fn a_version_goes_where_nothing_else_has_the_name() {
        let given = natural(
            &mut Names::of_methods(),
            ["getUserByIdV2", "lockUserV1", "lockUserV2", "request"],
            snake,
            "operation",
        );
        assert_eq!(given["getUserByIdV2"], "get_user_by_id");
        assert_eq!(given["lockUserV2"], "lock_user_v2");
        assert_eq!(given["request"], "request_operation");
    }
}
