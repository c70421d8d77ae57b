//! Writes the list of all model types, for tests that go over every one of them.

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::File;

use crate::generate::lower::REQUEST_OF;
use crate::generate::names;

/// Returns the source of the module.
pub(crate) fn source(document: &Value, lowered: &Value, crate_name: &str) -> Result<String> {
    let krate = format_ident!("{crate_name}");
    let documented = document.pointer("/components/schemas").and_then(Value::as_object).context("no schemas")?;
    let made = lowered.pointer("/components/schemas").and_then(Value::as_object).context("no schemas")?;
    let mut entries = TokenStream::new();
    for (name, schema) in made {
        let original = schema.get(REQUEST_OF).and_then(Value::as_str);
        // Enums that lowering named are part of the schemas they stand in.
        let Some(schema_name) = original.or_else(|| documented.contains_key(name).then_some(name.as_str())) else {
            continue;
        };
        let ty = format_ident!("{}", names::schema_type(name));
        let request = original.is_some();
        entries.extend(quote!(Model::of::<types::#ty>(#schema_name, #request),));
    }
    let file: File = syn::parse2(quote! {
        use #krate::types;
        use super::Model;

        /// The models of this provider.
        pub static MODELS: &[Model] = &[#entries];
    })?;
    Ok(prettyplease::unparse(&file))
}
