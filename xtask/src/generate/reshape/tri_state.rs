//! Makes `Option<Patch<T>>` a plain `Patch<T>`, which itself knows absence.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, Type, parse_quote};

use super::syntax::{module, option_of, text, type_name};

pub(super) fn run(file: &mut File) -> Result<()> {
    for item in module(file, "types")? {
        Patches.visit_item_mut(item);
    }
    Ok(())
}

struct Patches;

impl VisitMut for Patches {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Some(inner) = optional_patch(ty) {
            *ty = inner;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_field_mut(&mut self, field: &mut syn::Field) {
        if optional_patch(&field.ty).is_some() {
            for attribute in &mut field.attrs {
                if attribute.path().is_ident("serde") {
                    *attribute = serde(attribute);
                }
            }
        }
        visit_mut::visit_field_mut(self, field);
    }
}

/// Returns `Patch<T>` for `Option<Patch<T>>`.
fn optional_patch(ty: &Type) -> Option<Type> {
    option_of(ty).filter(|inner| type_name(inner).as_deref() == Some("Patch")).cloned()
}

fn serde(attribute: &Attribute) -> Attribute {
    let code = text(attribute);
    let rename = code.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let skip = "::progenitor_client::Patch::is_absent";
    match rename {
        Some(rename) => {
            parse_quote!(#[serde(rename = #rename, default, skip_serializing_if = #skip)])
        }
        None => parse_quote!(#[serde(default, skip_serializing_if = #skip)]),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_option_goes_and_absence_is_skipped() {
        let mut file = syn::parse_str(
            "pub mod types { pub struct A {
                #[serde(rename = \"mobileNumber\", skip_serializing_if = \"::std::option::Option::is_none\")]
                pub mobile: ::std::option::Option<::progenitor_client::Patch<::std::string::String>>,
                #[serde(skip_serializing_if = \"::std::option::Option::is_none\")]
                pub other: ::std::option::Option<::std::string::String>,
            } }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r#"
        pub mod types {
            pub struct A {
                #[serde(
                    rename = "mobileNumber",
                    default,
                    skip_serializing_if = "::progenitor_client::Patch::is_absent"
                )]
                pub mobile: ::progenitor_client::Patch<::std::string::String>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub other: ::std::option::Option<::std::string::String>,
            }
        }
        "#);
    }
}
