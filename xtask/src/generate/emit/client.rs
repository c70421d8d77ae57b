//! `client.rs`: the client, with one method for each operation.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::doc;
use super::member::{Member, client_field, members};
use super::{Emit, example, imports};
use crate::generate::api::Operation;

pub(super) fn file(emit: &Emit<'_>) -> TokenStream {
    let methods = emit.api.operations.iter().map(|operation| method(emit, operation));
    let code = quote! {
        /// Calls the operations of the API. Clones share connections and credentials.
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) core: crate::Core,
        }

        impl From<crate::Core> for Client {
            #[inline]
            fn from(core: crate::Core) -> Self {
                Self { core }
            }
        }

        impl Client {
            #(#methods)*
        }
    };
    let imports = imports(&code, &HashSet::new());
    let types = code.to_string().contains("types ::").then(|| quote!(, types));
    quote! {
        //! The client: one method for each operation.
        #imports
        use super::{calls #types};
        #code
    }
}

fn method(emit: &Emit<'_>, operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.name);
    let call = format_ident!("{}", operation.call);
    let members = members(emit, operation);
    let text = doc(&emit.spoken.method(operation, &example::text(emit, operation, &members)));
    let own = client_field(&members);
    let required = members.iter().filter(|member| member.required);
    let arguments = required.map(|Member { name, argument, .. }| {
        let ty = &argument.ty;
        quote!(#name: #ty)
    });
    let values = members.iter().map(|member| {
        let (name, value) = (&member.name, &member.argument.value);
        match (member.required, *name == value.to_string()) {
            (false, _) => quote!(#name: None),
            (true, true) => quote!(#name),
            (true, false) => quote!(#name: #value),
        }
    });
    // An alias that equals the name is refused: such a method is found by its name anyway.
    let aliases: BTreeSet<&String> =
        [&operation.id, &operation.python_name].into_iter().filter(|alias| **alias != operation.name).collect();
    let aliases = aliases.into_iter().filter_map(|alias| super::docs::alias(alias));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated(note = "the provider marks this operation so")]));
    quote! {
        #text
        #(#aliases)*
        #deprecated
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> calls::#call<'_> {
            calls::#call { #own: self, #(#values),* }
        }
    }
}
