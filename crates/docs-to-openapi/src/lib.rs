#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod build;
mod check;
mod convert;
mod dialect;
mod error;
mod facts;
mod infer;
mod literal;
mod names;
mod options;
mod page;
mod pages;
mod report;
mod rule;
#[cfg(feature = "sources")]
mod source;
mod types;
#[cfg(feature = "sources")]
mod witness;
mod yaml;

pub use convert::{Conversion, convert};
pub use error::Error;
pub use names::{NameStyle, UnknownStyle};
pub use options::{Options, Prose};
pub use pages::{Pages, read_dir};
#[cfg(feature = "sources")]
pub use pages::{find_sources, read_sources};
pub use report::{Kind, Report, Row, Subject};
pub use rule::Rule;
pub use yaml::to_yaml;
