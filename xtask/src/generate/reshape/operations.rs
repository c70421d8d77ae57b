//! Appends the table of operations: what the runtime and its users may know of each.

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::File;

use crate::generate::facts::{Facts, Operation};
use crate::generate::names;

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    let mut entries = TokenStream::new();
    let mut all = Vec::new();
    for operation in &facts.operations {
        let constant = format_ident!("{}", names::constant(&operation.id));
        let value = entry(operation).with_context(|| operation.id.clone())?;
        let text = format!(" `{} {}`", operation.method, operation.path);
        entries.extend(quote! {
            #[doc = #text]
            pub static #constant: Operation = #value;
        });
        all.push(constant);
    }
    file.items.push(syn::parse2(quote! {
        /// Table of the operations: method, path, what may be repeated, which statuses are documented.
        pub mod operations {
            use progenitor_client::Operation;
            #entries
            /// All operations, in the order of the specification.
            pub static ALL: &[&Operation] = &[#(&#all),*];
        }
    })?);
    Ok(())
}

fn entry(operation: &Operation) -> Result<TokenStream> {
    let Operation { id, method, path, python_name, safe, idempotent, .. } = operation;
    let auth = operation.auth.iter().map(|schemes| quote!(&[#(#schemes),*]));
    let success = operation.success.iter().map(|status| &status.code);
    let errors = operation.errors.iter().map(|status| &status.code);
    let accept = option(operation.accept.as_ref());
    let content_type = option(operation.content_type.as_ref());
    let pagination = match &operation.pagination {
        None => quote!(None),
        Some(value) => {
            let value = pagination(value)?;
            quote!(Some(#value))
        }
    };
    Ok(quote! {
        Operation {
            id: #id,
            method: #method,
            path: #path,
            python_name: #python_name,
            safe: #safe,
            idempotent: #idempotent,
            auth: &[#(#auth),*],
            success: &[#(#success),*],
            errors: &[#(#errors),*],
            accept: #accept,
            content_type: #content_type,
            pagination: #pagination,
        }
    })
}

fn option(value: Option<&String>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn pagination(value: &Value) -> Result<TokenStream> {
    let text =
        |key: &str| value.get(key).and_then(Value::as_str).with_context(|| format!("x-pagination lacks `{key}`"));
    let items = text("items")?;
    Ok(match text("style")? {
        "page" => {
            let (page, size) = (text("page")?, text("size")?);
            let first = value.get("first").and_then(Value::as_u64).unwrap_or(1);
            let max = match value.get("max").and_then(Value::as_u64) {
                Some(max) => quote!(Some(#max)),
                None => quote!(None),
            };
            let total = option(value.get("total").and_then(Value::as_str).map(str::to_owned).as_ref());
            quote!(progenitor_client::Pagination::Page {
                page: #page, size: #size, first: #first, max: #max, items: #items, total: #total
            })
        }
        "offset" => {
            let (offset, limit) = (text("offset")?, text("limit")?);
            quote!(progenitor_client::Pagination::Offset { offset: #offset, limit: #limit, items: #items })
        }
        other => {
            bail!("x-pagination has the unknown style `{other}`; known are `page` and `offset`")
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_holds_the_facts() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/things": {"get": {
            "operationId": "listThings", "x-python-name": "list_things", "security": [{}, {"key": []}],
            "x-pagination": {"style": "page", "page": "page", "size": "perPage", "first": 1, "max": 100, "items": "rows", "total": "total"},
            "responses": {"200": {"content": {"application/json": {}}}, "default": {}},
        }}}}))
        .unwrap();
        let mut file = syn::parse_str("").unwrap();
        super::run(&mut file, &facts).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
