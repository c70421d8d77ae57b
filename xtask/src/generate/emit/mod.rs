//! Templates: the files of a client, one template for each idea.

mod argument;
mod calls;
mod client;
mod conversions;
mod docs;
mod enums;
mod example;
mod fields;
mod layout;
mod member;
mod models;
mod operations;
mod paging;
mod tests;
mod unions;

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use syn::Type;

use super::api::{Api, Content, Operation};
use super::types::RustTypes;
pub(crate) use layout::formatted;

use argument::Qualify;
use docs::Spoken;

/// An API, with what else the templates need.
pub(crate) struct Emit<'a> {
    api: &'a Api,
    rust: &'a RustTypes,
    /// Names of the document's own types.
    own: HashSet<String>,
    spoken: Spoken,
    /// The crate that is written, as its users name it.
    krate: &'a str,
}

/// The types of an operation, as the other files than `types` name them.
pub(crate) struct Types {
    pub(crate) parameters: Vec<Type>,
    /// The JSON body.
    pub(crate) body: Option<Type>,
    /// The JSON answers.
    pub(crate) answers: Vec<Type>,
}

impl<'a> Emit<'a> {
    pub(crate) fn new(api: &'a Api, rust: &'a RustTypes, krate: &'a str) -> Self {
        let models = api.models.iter().map(|model| model.name.clone());
        let enums = api.enums.iter().map(|enumeration| enumeration.name.clone());
        let unions = api.unions.iter().map(|union| union.name.clone());
        Self { api, rust, own: models.chain(enums).chain(unions).collect(), spoken: Spoken::of(api), krate }
    }

    /// Returns the source of each file of the module `generated`, by name.
    pub(crate) fn sources(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("mod.rs", MODULE.to_owned()),
            ("types.rs", models::file(self).context("types")?),
            ("client.rs", layout::file(&client::file(self)).context("client")?),
            ("calls.rs", layout::file(&calls::file(self)?).context("calls")?),
            ("operations.rs", layout::file(&operations::file(self.api)).context("operations")?),
        ])
    }

    /// Returns the sources of what tests need: typed calls from JSON arguments, and the list of models.
    pub(crate) fn test_support(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("dispatch.rs", layout::file(&tests::dispatch(self)).context("dispatch")?),
            ("models.rs", layout::file(&tests::models(self)).context("models")?),
        ])
    }

    fn types(&self, operation: &Operation) -> Types {
        let mut all = self.rust.operation(operation).iter().map(|ty| Qualify(&self.own).qualified(ty));
        let parameters = all.by_ref().take(operation.parameters.len()).collect();
        let has_body = operation.body.as_ref().is_some_and(|body| matches!(body.content, Content::Json(_)));
        let body = if has_body { all.next() } else { None };
        Types { parameters, body, answers: all.collect() }
    }
}

const MODULE: &str = "//! The client of the API, made from its specification.

pub mod calls;
mod client;
pub mod operations;
pub mod types;

pub use client::Client;
";

/// Returns the imports of a file, for what its tokens name, except its `own` types.
fn imports(tokens: &TokenStream, own: &HashSet<String>) -> TokenStream {
    let mut words = HashSet::new();
    collect(tokens.clone(), &mut words);
    let of = |module: &str, names: &[&str]| -> TokenStream {
        let used: Vec<syn::Ident> = names
            .iter()
            .filter(|name| words.contains(**name) && !own.contains(**name))
            .map(|name| syn::Ident::new(name, proc_macro2::Span::call_site()))
            .collect();
        let module: TokenStream = module.parse().unwrap_or_default();
        if used.is_empty() { TokenStream::new() } else { quote::quote!(use #module::{#(#used),*};) }
    };
    let standard = of("std::collections", &["BTreeMap"]);
    let others = [
        of("chrono", &["DateTime", "NaiveDate", "Utc"]),
        of("serde", &["Deserialize", "Serialize"]),
        of("serde_json", &["Map", "Value"]),
        of(
            "user_directory_runtime",
            &[
                "ByteStream",
                "Items",
                "Page",
                "PageRequest",
                "Pages",
                "Part",
                "Patch",
                "ResponseValue",
                "Secret",
                "Style",
            ],
        ),
        of("uuid", &["Uuid"]),
    ];
    quote::quote!(#standard #(#others)*)
}

fn collect(tokens: TokenStream, words: &mut HashSet<String>) {
    let (mut half, mut within_path) = (false, false);
    for token in tokens {
        match &token {
            // What a path goes on with is not imported.
            proc_macro2::TokenTree::Ident(ident) if !within_path => drop(words.insert(ident.to_string())),
            proc_macro2::TokenTree::Group(group) => collect(group.stream(), words),
            _ => {}
        }
        let colon = matches!(&token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ':');
        (half, within_path) = (colon && !half, colon && half);
    }
}
