//! Gives every string enum a variant that keeps values nobody documented.

use anyhow::{Context, Result};
use quote::quote;
use syn::{Attribute, Fields, File, Item, ItemEnum, parse_quote};

use super::derives::without_derive;
use super::syntax::{module, text, trait_name, type_name};

pub(super) fn run(file: &mut File) -> Result<()> {
    let types = module(file, "types")?;
    let mut names = Vec::new();
    let mut conversions = Vec::new();
    for item in types.iter_mut() {
        if let Item::Enum(item) = item
            && item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit))
        {
            names.push(item.ident.to_string());
            conversions.extend(open(item)?);
        }
    }
    types.retain(|item| match item {
        Item::Impl(item) => {
            let own = type_name(&item.self_ty).is_some_and(|name| names.contains(&name));
            let replaced =
                trait_name(item).is_some_and(|name| ["Display", "FromStr", "TryFrom"].contains(&name.as_str()));
            !(own && replaced)
        }
        _ => true,
    });
    types.extend(conversions);
    Ok(())
}

fn open(item: &mut ItemEnum) -> Result<Vec<Item>> {
    let ident = item.ident.clone();
    let mut known = Vec::new();
    for variant in &item.variants {
        let name = variant.ident.clone();
        let value = wire_value(&variant.attrs).unwrap_or_else(|| name.to_string());
        known.push((name, value));
    }
    let taken = known.iter().any(|(name, _)| name == "Unknown");
    let unknown: syn::Ident = syn::parse_str(if taken { "Unrecognized" } else { "Unknown" }).context("variant name")?;
    // Derived, it would read each value into a buffer first, since a variant is untagged.
    without_derive(&mut item.attrs, &["Copy", "Deserialize"]);
    item.attrs.push(parse_quote!(#[non_exhaustive]));
    item.variants.push(parse_quote! {
        /// A value that is not documented, kept as it came.
        #[serde(untagged)]
        #unknown(::std::string::String)
    });
    let (names, values): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let code = quote! {
        impl #ident {
            /// Returns the value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                ::progenitor_client::from_text(deserializer)
            }
        }
        impl ::std::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::std::convert::From<&str> for #ident {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#names,)*
                    _ => Self::#unknown(value.to_string()),
                }
            }
        }
        impl ::std::convert::From<::std::string::String> for #ident {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl ::std::str::FromStr for #ident {
            type Err = ::std::convert::Infallible;
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }
    };
    Ok(syn::parse2::<File>(code)?.items)
}

fn wire_value(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
        .find_map(|attribute| Some(text(attribute).split("rename = \"").nth(1)?.split('"').next()?.to_owned()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_enum_opens() {
        let mut file = syn::parse_str(
            "pub mod types {
                #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Copy, Debug, Eq)] pub enum Kind { #[serde(rename = \"in-house\")] InHouse, Unknown }
                impl ::std::fmt::Display for Kind {} impl ::std::convert::TryFrom<&str> for Kind {}
                impl ::std::str::FromStr for Other {}
            }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
