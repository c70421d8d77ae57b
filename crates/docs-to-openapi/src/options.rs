//! What a caller may choose.

use crate::NameStyle;

/// Says what becomes of the sentences on the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prose {
    /// Summaries and descriptions are carried over as printed.
    #[default]
    Keep,
    /// Only facts are carried over; responses are described by the standard reason phrase.
    Drop,
}

/// Choices for one conversion.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The API pages to convert, by file name (`UsersApi.md`); empty means all.
    ///
    /// When pages are named, only the models that their operations reach are written.
    pub api_pages: Vec<String>,
    /// What becomes of the sentences.
    pub prose: Prose,
    /// How the API spells its names on the wire; `None` means: infer it from the names that the pages show.
    pub wire_names: Option<NameStyle>,
    /// Whether a problem on a page is an error; by default it is a row of the report.
    pub strict: bool,
}

impl Options {
    pub(crate) fn keeps_prose(&self) -> bool {
        self.prose == Prose::Keep
    }
}
