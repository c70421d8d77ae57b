//! Replaces derived `Debug` by one that prints the type's name and no value.
//!
//! Models hold personal data, builders hold ids and e-mail addresses. The values of models can be had under the feature
//! `debug-values`; secrets stay hidden even then.

use anyhow::Result;
use quote::ToTokens;
use syn::{Fields, File, Generics, Ident, Item, parse_quote};

use super::derives::{derived, without_derive};
use super::syntax::module;

pub(super) fn run(file: &mut File) -> Result<()> {
    hide(&mut file.items, false);
    hide(module(file, "builder")?, false);
    let types = module(file, "types")?;
    for item in types.iter_mut() {
        if let Item::Mod(item) = item
            && item.ident == "builder"
            && let Some((_, items)) = &mut item.content
        {
            hide(items, false);
        }
    }
    hide(types, true);
    Ok(())
}

fn hide(items: &mut Vec<Item>, can_show: bool) {
    let mut added = Vec::new();
    for item in items.iter_mut() {
        let (attributes, ident, generics) = match item {
            Item::Struct(item) => (&mut item.attrs, &item.ident, &item.generics),
            // Enums of plain names hold no personal data.
            Item::Enum(item)
                if item.variants.iter().any(|variant| {
                    !matches!(variant.fields, Fields::Unit)
                        && variant.attrs.iter().all(|a| !a.to_token_stream().to_string().contains("untagged"))
                }) =>
            {
                (&mut item.attrs, &item.ident, &item.generics)
            }
            _ => continue,
        };
        if !derived(attributes).iter().any(|name| name == "Debug") {
            continue;
        }
        without_derive(attributes, &["Debug"]);
        if can_show {
            attributes.push(parse_quote!(#[cfg_attr(feature = "debug-values", derive(Debug))]));
        }
        added.push(implementation(ident, generics, can_show));
    }
    items.extend(added);
}

fn implementation(ident: &Ident, generics: &Generics, can_show: bool) -> Item {
    let name = ident.to_string();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let condition: Option<syn::Attribute> = can_show.then(|| parse_quote!(#[cfg(not(feature = "debug-values"))]));
    parse_quote! {
        #condition
        impl #parameters ::std::fmt::Debug for #ident #arguments #bounds {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name).finish_non_exhaustive()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_are_hidden() {
        let mut file = syn::parse_str(
            "#[derive(Clone, Debug)] pub struct Client;
             mod types { #[derive(Debug)] pub struct User; #[derive(Debug)] pub enum Kind { A, #[serde(untagged)] Unknown(String) } #[derive(Debug)] pub enum Either { A(User) } }
             mod builder { #[derive(Debug, Clone)] pub struct GetUser<'a>(&'a str); }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
