//! Derives what users of models need: equality, and a JSON Schema behind a feature.

use anyhow::Result;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, File, Item, Path, Token, parse_quote};

use super::syntax::module;

pub(super) fn run(file: &mut File) -> Result<()> {
    for item in module(file, "types")? {
        let attributes = match item {
            Item::Struct(item) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            _ => continue,
        };
        if !derived(attributes).iter().any(|name| name == "PartialEq") {
            attributes.push(parse_quote!(#[derive(PartialEq)]));
        }
        attributes.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
    }
    Ok(())
}

/// Returns the last segments of the derived traits.
pub(super) fn derived(attributes: &[Attribute]) -> Vec<String> {
    attributes.iter().filter_map(paths).flatten().filter_map(|path| last(&path)).collect()
}

/// Removes derived traits by name.
pub(super) fn without_derive(attributes: &mut [Attribute], names: &[&str]) {
    for attribute in attributes {
        if let Some(paths) = paths(attribute) {
            let kept: Punctuated<Path, Token![,]> = paths
                .into_iter()
                .filter(|path| last(path).is_none_or(|name| !names.contains(&name.as_str())))
                .collect();
            let kept = kept.to_token_stream();
            *attribute = parse_quote!(#[derive(#kept)]);
        }
    }
}

fn paths(attribute: &Attribute) -> Option<Punctuated<Path, Token![,]>> {
    if !attribute.path().is_ident("derive") {
        return None;
    }
    attribute.parse_args_with(Punctuated::parse_terminated).ok()
}

fn last(path: &Path) -> Option<String> {
    path.segments.last().map(|segment| segment.ident.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn equality_is_derived_once() {
        let mut file =
            syn::parse_str("mod types { #[derive(Clone)] struct A; #[derive(Clone, PartialEq)] enum B {} }").unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r#"
        mod types {
            #[derive(Clone)]
            #[derive(PartialEq)]
            #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
            struct A;
            #[derive(Clone, PartialEq)]
            #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
            enum B {}
        }
        "#);
    }
}
