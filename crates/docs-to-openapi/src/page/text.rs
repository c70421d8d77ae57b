//! Words in cells: entities, escapes, bold marks and links.

use crate::facts::Link;

/// Undoes what the generator's templates did to a string: entities, then backslashes.
pub(crate) fn plain(text: &str) -> String {
    unescaped(&html_escape::decode_html_entities(text.trim()))
}

/// Undoes the backslashes before quotes, backslashes and, by formatters, Markdown's own marks.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\'
            && let Some(next) = rest.next_if(|next| matches!(next, '"' | '\\' | '|' | '_' | '*' | '[' | ']'))
        {
            out.push(next);
        } else {
            out.push(c);
        }
    }
    out
}

/// Takes the marks of bold, emphasised or code text away.
pub(crate) fn unmarked(text: &str) -> &str {
    let mut text = text.trim();
    for mark in ["**", "__", "*", "```", "`"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark)) {
            text = inner.trim();
        }
    }
    text
}

/// Reads `**GET** /boats`; some templates print code instead of bold text.
pub(crate) fn request(cell: &str) -> Option<(String, String)> {
    let words = unmarked(cell);
    let (method, path) = match words.strip_prefix("**") {
        Some(rest) => rest.split_once("**")?,
        None => words.split_once(' ')?,
    };
    let (method, path) = (unmarked(method).to_uppercase(), plain(path.trim_start_matches('`')));
    (!method.is_empty() && path.starts_with('/')).then_some((method, path))
}

/// Splits `[label](target)`; `None` if the text is no link.
pub(crate) fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(')')?;
    inner.rsplit_once("](")
}

/// Reads a cell with a type, linked or not, bold or not; `None` if it is empty.
pub(crate) fn type_cell(text: &str) -> Option<(String, Link)> {
    let (label, link) = match link(text) {
        None => (text, Link::None),
        Some((label, target)) => match target.trim().strip_suffix(".md") {
            Some("") => (label, Link::Empty),
            // One generator leaves a variable of its template before the name.
            Some(page) => (label, Link::To(plain(page.rsplit(['/', '}']).next().unwrap_or(page)))),
            None => (label, Link::None),
        },
    };
    let name = plain(unmarked(label));
    (!name.is_empty()).then_some((name, link))
}

/// Reads the name in a row's first cell: one word, bold or not, perhaps linked, perhaps with a mark in HTML behind it.
pub(crate) fn name(cell: &str) -> Option<String> {
    let cell = cell.split_once("<sup>").map_or(cell, |(name, _)| name);
    let inner = unmarked(cell);
    let label = link(inner).map_or(inner, |(label, _)| unmarked(label));
    let name = plain(label);
    let sound = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '(' | ')'));
    sound.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_go_before_backslashes() {
        assert_eq!(plain("a &lt;b&gt; \\&quot;c\\&quot; &amp;lt; &#39;d&#x27;"), "a <b> \"c\" &lt; 'd'");
        assert_eq!(plain("C:\\\\x \\| \\n"), "C:\\x | \\n");
    }

    #[test]
    fn types_with_and_without_links() {
        let cell = |name: &str, link| Some((name.to_owned(), link));
        assert_eq!(type_cell("**str**"), cell("str", Link::None));
        assert_eq!(type_cell("[**str**](.md)"), cell("str", Link::Empty));
        assert_eq!(type_cell(" [**list[Boat]**](Boat.md) "), cell("list[Boat]", Link::To("Boat".to_owned())));
        assert_eq!(type_cell("[**[Boat]**](../../models/Boat.md)"), cell("[Boat]", Link::To("Boat".to_owned())));
        assert_eq!(type_cell("[**Boat**]({{prefix}}Boat.md)"), cell("Boat", Link::To("Boat".to_owned())));
        assert_eq!(type_cell("Boat"), cell("Boat", Link::None));
        assert_eq!(type_cell("****"), None);
        assert_eq!(type_cell(""), None);
    }

    #[test]
    fn requests() {
        for cell in ["**get** /boats", " **GET** /boats ", "```GET /boats```", "`GET` /boats", "GET /boats"] {
            assert_eq!(request(cell), Some(("GET".to_owned(), "/boats".to_owned())), "{cell}");
        }
        for cell in ["**GET**", "/boats", "**GET** boats", ""] {
            assert_eq!(request(cell), None, "{cell}");
        }
    }

    #[test]
    fn names_in_first_cells() {
        for cell in [
            "**boat_id**",
            " boat_id ",
            "`boat_id`",
            "**[boat_id](#boat_id)**",
            "[**boat_id**](#boat_id)",
            "**boat\\_id**",
        ] {
            assert_eq!(name(cell).as_deref(), Some("boat_id"), "{cell}");
        }
        for cell in ["**two words**", "", "****", "words and more"] {
            assert_eq!(name(cell), None, "{cell}");
        }
    }
}
