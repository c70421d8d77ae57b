//! Names that Python or a generator keeps for itself: a generator prints `var_class` or `_from` for them.

/// Python's own words.
const KEYWORDS: [&str; 40] = [
    "None", "True", "False", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
    "del", "elif", "else", "except", "exec", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "match", "nonlocal", "not", "or", "pass", "print", "raise", "return", "self", "try", "while", "with", "yield",
];

/// What generated code and the libraries below it keep: local variables of methods, and members of models.
const GENERATORS: [&str; 41] = [
    "all_params",
    "allow_population_by_field_name",
    "api_client",
    "auth_settings",
    "base64",
    "body_params",
    "bool",
    "bytes",
    "callback",
    "collection_formats",
    "config",
    "construct",
    "copy",
    "date",
    "datetime",
    "dict",
    "fields",
    "field",
    "file",
    "float",
    "form_params",
    "header_params",
    "int",
    "json",
    "kwargs",
    "list",
    "local_var_files",
    "local_var_params",
    "model_config",
    "object",
    "params",
    "path_params",
    "property",
    "query_params",
    "resource_path",
    "schema",
    "set",
    "str",
    "tuple",
    "type",
    "validate",
];

/// What is put before a reserved word or a leading digit.
const PREFIXES: [&str; 3] = ["var_", "param_", "_"];

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

fn is_reserved(name: &str) -> bool {
    is_keyword(name) || GENERATORS.contains(&name)
}

/// Takes off what a generator has put before or behind a reserved word, or before a digit.
pub(crate) fn unreserved(name: &str) -> Option<&str> {
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        return (digit(rest) || is_reserved(rest)).then_some(rest);
    }
    // A model is more often a word of the API than of a generator, so that fewer words count.
    if let Some(rest) = name.strip_prefix("model_").filter(|rest| digit(rest) || is_keyword(rest)) {
        return Some(rest);
    }
    name.strip_suffix('_').filter(|rest| is_reserved(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_with_every_mark() {
        for word in KEYWORDS.iter().chain(&GENERATORS) {
            for name in [format!("var_{word}"), format!("_{word}"), format!("param_{word}"), format!("{word}_")] {
                assert_eq!(unreserved(&name), Some(*word), "{name}");
            }
        }
        for word in KEYWORDS {
            assert_eq!(unreserved(&format!("model_{word}")), Some(word));
        }
        assert_eq!(unreserved("_1abc"), Some("1abc"));
        assert_eq!(unreserved("var_1abc"), Some("1abc"));
        for name in ["_boat", "var_boat", "param_boat", "boat_", "model_date", "class", "from", "_", ""] {
            assert_eq!(unreserved(name), None, "{name}");
        }
    }
}
