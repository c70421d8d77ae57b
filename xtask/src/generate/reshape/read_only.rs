//! Converts what an answer holds into what a request takes, so that fetch, change and send is one line each.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Fields, File, Item, Type};

use super::syntax::{module, text, type_name};
use crate::generate::lower::REQUEST_OF;
use crate::generate::names;

/// `document` is the lowered one, in which the request forms are marked.
pub(super) fn run(file: &mut File, document: &Value) -> Result<()> {
    let types = module(file, "types")?;
    let mut structs: BTreeMap<String, Vec<(syn::Ident, Type)>> = BTreeMap::new();
    for item in types.iter() {
        if let Item::Struct(item) = item
            && let Fields::Named(fields) = &item.fields
        {
            let fields = fields.named.iter().filter_map(|field| Some((field.ident.clone()?, field.ty.clone())));
            structs.insert(item.ident.to_string(), fields.collect());
        }
    }
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let Some(original) = schema.get(REQUEST_OF).and_then(Value::as_str).filter(|original| original != name) else {
            continue;
        };
        let (from, to) = (names::schema_type(original), names::schema_type(name));
        let source = structs.get(&from).with_context(|| format!("{original} is no struct"))?;
        let target = structs.get(&to).with_context(|| format!("{name} is no struct"))?;
        let mut fields = Vec::new();
        for (field, ty) in target {
            let (_, had) = source
                .iter()
                .find(|(candidate, _)| candidate == field)
                .with_context(|| format!("{original} has no field `{field}`"))?;
            fields.push(if text(had) == text(ty) {
                quote!(#field: value.#field)
            } else if type_name(ty).as_deref() == Some("Option") {
                quote!(#field: value.#field.map(::std::convert::Into::into))
            } else {
                quote!(#field: value.#field.into())
            });
        }
        let (from, to) = (format_ident!("{from}"), format_ident!("{to}"));
        types.push(syn::parse2(quote! {
            impl ::std::convert::From<#from> for #to {
                fn from(value: #from) -> Self {
                    Self { #(#fields),* }
                }
            }
        })?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_conversion_drops_what_is_read_only() {
        let document = serde_json::json!({"components": {"schemas": {"Member": {}, "MemberRequest": {"x-request-of": "Member"}, "Team": {}, "TeamRequest": {"x-request-of": "Team"}}}});
        let mut file = syn::parse_str(
            "mod types {
                struct Member { id: String, name: String, team: Option<Team> } struct MemberRequest { name: String, team: Option<TeamRequest> }
                struct Team { since: String } struct TeamRequest {}
            }",
        )
        .unwrap();
        super::run(&mut file, &document).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
