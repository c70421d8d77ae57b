//! Spellings of names on the wire.

use std::borrow::Cow;
use std::str::FromStr;

/// A way of joining words into a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameStyle {
    /// `pageSize`
    Camel,
    /// `page_size`
    Snake,
    /// `page-size`
    Kebab,
    /// `PageSize`
    Pascal,
    /// `PAGE_SIZE`
    UpperSnake,
}

impl NameStyle {
    /// Every style.
    pub const ALL: [Self; 5] = [Self::Camel, Self::Snake, Self::Kebab, Self::Pascal, Self::UpperSnake];

    /// Returns the style's name, which is a sample of itself.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Snake => "snake_case",
            Self::Kebab => "kebab-case",
            Self::Pascal => "PascalCase",
            Self::UpperSnake => "UPPER_SNAKE",
        }
    }

    /// Spells a `snake_case` name in this style.
    ///
    /// Underscores at either end belong to the name and stay.
    #[must_use]
    pub fn apply(self, name: &str) -> String {
        self.join(name, |_| None)
    }

    /// Spells a name in this style, with a say in how each word is capitalised.
    pub(crate) fn join<'a>(self, name: &str, spelled: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
        if self == Self::Snake {
            return name.to_owned();
        }
        let core = name.trim_matches('_');
        if core.is_empty() {
            return name.to_owned();
        }
        let lead = name.len() - name.trim_start_matches('_').len();
        let trail = name.len() - name.trim_end_matches('_').len();
        let words = core.split('_').filter(|word| !word.is_empty()).enumerate();
        let words: Vec<String> = words
            .map(|(at, word)| match self {
                Self::Camel if at > 0 => spelled(word).map_or_else(|| capitalised(word), Cow::into_owned),
                Self::Pascal => spelled(word).map_or_else(|| capitalised(word), Cow::into_owned),
                Self::UpperSnake => word.to_uppercase(),
                Self::Camel | Self::Kebab | Self::Snake => word.to_owned(),
            })
            .collect();
        let joint = match self {
            Self::Camel | Self::Pascal => "",
            Self::Kebab => "-",
            Self::Snake | Self::UpperSnake => "_",
        };
        format!("{}{}{}", "_".repeat(lead), words.join(joint), "_".repeat(trail))
    }

    /// Recognises the style of a name of several words; `None` when one word only is seen.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let upper = name.chars().any(char::is_uppercase);
        let lower = name.chars().any(char::is_lowercase);
        if name.contains('-') {
            return (!upper && lower).then_some(Self::Kebab);
        }
        if name.trim_matches('_').contains('_') {
            return match (upper, lower) {
                (false, true) => Some(Self::Snake),
                (true, false) => Some(Self::UpperSnake),
                _ => None,
            };
        }
        // A word boundary is a lower-case letter or digit followed by an upper-case one.
        let boundary = name
            .chars()
            .zip(name.chars().skip(1))
            .any(|(a, b)| (a.is_lowercase() || a.is_ascii_digit()) && b.is_uppercase());
        match name.chars().next() {
            Some(first) if boundary && first.is_lowercase() => Some(Self::Camel),
            Some(first) if boundary && first.is_uppercase() => Some(Self::Pascal),
            _ => None,
        }
    }
}

impl std::fmt::Display for NameStyle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NameStyle {
    type Err = UnknownStyle;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|style| style.as_str() == text).ok_or_else(|| UnknownStyle(text.to_owned()))
    }
}

/// Says that a word names no style.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name style; choose camelCase, snake_case, kebab-case, PascalCase or UPPER_SNAKE")]
pub struct UnknownStyle(String);

/// Capitalises a word and leaves the rest of it alone.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Folds a name to what every spelling of it has in common.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_each_style() {
        let table = [
            (NameStyle::Camel, "pageSize", "_from", "line1"),
            (NameStyle::Snake, "page_size", "_from", "line1"),
            (NameStyle::Kebab, "page-size", "_from", "line1"),
            (NameStyle::Pascal, "PageSize", "_From", "Line1"),
            (NameStyle::UpperSnake, "PAGE_SIZE", "_FROM", "LINE1"),
        ];
        for (style, two, lead, one) in table {
            assert_eq!(style.apply("page_size"), two);
            assert_eq!(style.apply("_from"), lead);
            assert_eq!(style.apply("line1"), one);
            assert_eq!(style.apply("__"), "__");
            assert_eq!(style.as_str().parse(), Ok(style));
        }
        assert!("camel".parse::<NameStyle>().is_err());
    }

    #[test]
    fn recognises_only_names_of_several_words() {
        let table = [
            ("boatId", Some(NameStyle::Camel)),
            ("boatID", Some(NameStyle::Camel)),
            ("boat_id", Some(NameStyle::Snake)),
            ("BOAT_ID", Some(NameStyle::UpperSnake)),
            ("boat-id", Some(NameStyle::Kebab)),
            ("BoatId", Some(NameStyle::Pascal)),
            ("boat", None),
            ("BOAT", None),
            ("Boat", None),
            ("Boat_id", None),
            ("", None),
        ];
        for (name, style) in table {
            assert_eq!(NameStyle::of(name), style, "{name}");
        }
    }
}
