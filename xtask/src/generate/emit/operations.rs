//! The table of operations: what the runtime and its users may know of each.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::generate::api::{Api, Operation, Pagination, Paging};

pub(super) fn file(api: &Api) -> TokenStream {
    let rows = api.operations.iter().map(|operation| {
        let constant = format_ident!("{}", operation.constant);
        let text = format!(" `{} {}`", operation.method, operation.path);
        let value = row(operation);
        quote! {
            #[doc = #text]
            pub static #constant: Operation = #value;
        }
    });
    let all = api.operations.iter().map(|operation| format_ident!("{}", operation.constant));
    let pages = api.operations.iter().any(|operation| operation.pagination.is_some());
    let pagination = pages.then(|| quote!(, Pagination));
    quote! {
        //! Table of the operations: method, path, what may be repeated, which statuses are documented.

        use user_directory_runtime::{Operation #pagination};

        #(#rows)*

        /// All operations, in the order of the specification.
        pub static ALL: &[&Operation] = &[#(&#all),*];
    }
}

fn row(operation: &Operation) -> TokenStream {
    let Operation { id, method, path, python_name, safe, idempotent, .. } = operation;
    let auth = operation.auth.iter().map(|schemes| quote!(&[#(#schemes),*]));
    let success = operation.success.iter().map(|status| &status.code);
    let errors = operation.errors.iter().map(|status| &status.code);
    let reserved = operation.reserved.iter().map(|(name, literals)| quote!((#name, &[#(#literals),*])));
    let accept = option(operation.accept.as_ref());
    let content_type = option(operation.content_type.as_ref());
    let pagination = match &operation.pagination {
        None => quote!(None),
        Some(pagination) => {
            let value = paging(pagination);
            quote!(Some(#value))
        }
    };
    quote! {
        Operation {
            id: #id,
            method: #method,
            path: #path,
            reserved: &[#(#reserved),*],
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
    }
}

fn option(value: Option<&String>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn paging(pagination: &Pagination) -> TokenStream {
    let Pagination { style, items, total, .. } = pagination;
    match style {
        Paging::Page { page, size, first, max } => {
            let max = max.map_or_else(|| quote!(None), |max| quote!(Some(#max)));
            let total = option(total.as_ref());
            quote!(Pagination::Page {
                page: #page, size: #size, first: #first, max: #max, items: #items, total: #total
            })
        }
        Paging::Offset { offset, limit } => {
            quote!(Pagination::Offset { offset: #offset, limit: #limit, items: #items })
        }
    }
}
