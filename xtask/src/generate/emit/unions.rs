//! One of several types: told apart by a property, or tried in turn.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emit;
use super::argument::{arguments, name_of};
use super::docs::{doc, or};
use crate::generate::api::Union;

pub(super) fn item(emit: &Emit<'_>, union: &Union) -> TokenStream {
    let name = format_ident!("{}", union.name);
    let text = doc(&emit.spoken.say(or(&union.description, "One of several types."), None));
    let types = emit.rust.union(union);
    let variants: Vec<syn::Ident> = union.variants.iter().map(|(variant, _)| format_ident!("{variant}")).collect();
    let attributes = quote! {
        #text
        #[derive(Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "debug-values", derive(Debug))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(untagged)]
        #[non_exhaustive]
    };
    let conversions = variants.iter().zip(types).filter(|(_, ty)| unique(ty, types)).map(|(variant, ty)| {
        // A type within itself is boxed, which is nobody's business but the compiler's.
        let (ty, value) = match (name_of(ty).as_deref(), arguments(ty).as_slice()) {
            (Some("Box"), [inner]) => (*inner, quote!(Box::new(value))),
            _ => (ty, quote!(value)),
        };
        quote! {
            impl From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    });
    match &union.tag {
        None => quote! {
            #attributes
            #[derive(Deserialize)]
            pub enum #name {
                #(
                    #variants(#types),
                )*
            }
            #(#conversions)*
        },
        Some((property, values)) => {
            let arms = variants.iter().zip(values).map(|(variant, values)| quote!(#(#values)|* => #variant));
            quote! {
                #attributes
                pub enum #name {
                    #(#variants(#types),)*
                    /// A value that the specification does not list.
                    Other(Value),
                }
                user_directory_runtime::tagged_union!(#name by #property { #(#arms),* });
                #(#conversions)*
            }
        }
    }
}

fn unique(ty: &syn::Type, all: &[syn::Type]) -> bool {
    all.iter().filter(|other| *other == ty).count() == 1
}
