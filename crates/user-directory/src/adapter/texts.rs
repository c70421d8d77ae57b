//! Texts of a provider's record, for the common fields.

/// What becomes of the record whose texts are read.
#[derive(Clone, Copy)]
pub(crate) enum Texts {
    /// It is kept, so its texts are copied.
    Copied,
    /// It is dropped, so its texts are taken out of it.
    Taken,
}

impl Texts {
    pub(crate) fn text(self, text: &mut String) -> String {
        match self {
            Self::Copied => text.clone(),
            Self::Taken => std::mem::take(text),
        }
    }

    pub(crate) fn optional(self, text: &mut Option<String>) -> Option<String> {
        match self {
            Self::Copied => text.clone(),
            Self::Taken => text.take(),
        }
    }
}
