//! Templates of paths: the names between braces.

/// A placeholder: its name, and the regular expression that may stand behind a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder<'a> {
    pub(crate) name: &'a str,
    pub(crate) pattern: Option<&'a str>,
}

/// Splits a template into texts and placeholders: each text is followed by a placeholder, the last by none.
fn parts(path: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let (mut start, mut open, mut depth) = (0, 0, 0_usize);
    for (at, c) in path.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            // A regular expression may have braces, too.
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    parts.push((path.get(start..open).unwrap_or_default(), path.get(open + 1..at)));
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push((path.get(start..).unwrap_or_default(), None));
    parts
}

fn placeholder(inside: &str) -> Placeholder<'_> {
    match inside.split_once(':') {
        Some((name, pattern)) if !name.is_empty() => Placeholder { name, pattern: Some(pattern) },
        _ => Placeholder { name: inside, pattern: None },
    }
}

/// Returns the placeholders of a path.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = Placeholder<'_>> {
    parts(path).into_iter().filter_map(|(_, inside)| inside).map(placeholder).filter(|found| !found.name.is_empty())
}

/// Writes the path as OpenAPI spells it: names alone between the braces.
pub(crate) fn plain(path: &str) -> String {
    written(path, |placeholder| placeholder.name)
}

/// Writes the path without the names of its placeholders: two alike paths are one to a router.
pub(crate) fn nameless(path: &str) -> String {
    written(path, |_| "")
}

fn written<'a>(path: &'a str, name: impl Fn(Placeholder<'a>) -> &'a str) -> String {
    let mut out = String::with_capacity(path.len());
    for (text, inside) in parts(path) {
        out.push_str(text);
        if let Some(inside) = inside {
            out.push('{');
            out.push_str(name(placeholder(inside)));
            out.push('}');
        }
    }
    out
}

/// Returns the segments in capitals, which look like placeholders without braces.
pub(crate) fn unbraced(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| {
        segment.chars().filter(char::is_ascii_uppercase).count() > 1
            && segment.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        let names = |path| placeholders(path).map(|found| found.name).collect::<Vec<_>>();
        assert_eq!(names("/a/{b}/c.{d}:{}/{e"), ["b", "d"]);
        assert_eq!(names("/a/{b:[0-9]{3}}/{c:.+}"), ["b", "c"]);
        assert_eq!(placeholders("/{b:[0-9]{3}}").next().unwrap().pattern, Some("[0-9]{3}"));
        assert_eq!(plain("/a/{b:[0-9]{3}}/c"), "/a/{b}/c");
        assert_eq!(plain("/a/{e"), "/a/{e");
        assert_eq!((names("/a}/{b}"), plain("/a}/{b}")), (vec!["b"], "/a}/{b}".to_owned()));
        assert_eq!(names("/a/{:b}"), [":b"]);
        assert_eq!(nameless("/a/{b}/{c}"), "/a/{}/{}");
    }

    #[test]
    fn lookalikes() {
        let seen: Vec<_> = unbraced("/v5.0.0/boats/BOAT_ID/{CREW}/X/Sail").collect();
        assert_eq!(seen, ["BOAT_ID"]);
    }
}
