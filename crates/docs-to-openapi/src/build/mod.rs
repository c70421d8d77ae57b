//! Builders of the parts of the document.

pub(crate) mod body;
pub(crate) mod document;
pub(crate) mod merge;
pub(crate) mod models;
pub(crate) mod operation;
pub(crate) mod parameters;
pub(crate) mod responses;
pub(crate) mod schema;
pub(crate) mod security;

use std::collections::{BTreeMap, BTreeSet};

use crate::Options;
use crate::facts::ModelPage;
use crate::infer::location::SdkParameters;
use crate::infer::style::WireStyle;

/// What every builder needs to know.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options,
    pub(crate) wire: &'a WireStyle,
    pub(crate) sdk: &'a SdkParameters,
    pub(crate) models: &'a BTreeMap<String, ModelPage>,
}

/// How the document uses its models.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Used as a whole request or response body.
    pub(crate) whole: BTreeSet<String>,
    /// Used as a parameter, a property, an item or a value.
    pub(crate) value: BTreeSet<String>,
}

impl Uses {
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.whole.union(&self.value)
    }

    fn extend(&mut self, other: Self) {
        self.whole.extend(other.whole);
        self.value.extend(other.value);
    }
}

/// How one type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Whole,
    Value,
}
