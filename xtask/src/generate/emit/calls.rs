//! `calls.rs`: one struct for each operation, which takes optional parameters and is then sent.

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::argument::Argument;
use super::docs::{doc, or};
use super::member::{Member, client_field, members};
use super::{Emit, imports, paging};
use crate::generate::api::{Answer, Content, Operation};
use crate::generate::names;

pub(super) fn file(emit: &Emit<'_>) -> Result<TokenStream> {
    let mut items = TokenStream::new();
    for operation in &emit.api.operations {
        items.extend(call(emit, operation).with_context(|| operation.id.clone())?);
    }
    let imports = imports(&items, &HashSet::new());
    let types = items.to_string().contains("types ::").then(|| quote!(, types));
    Ok(quote! {
        //! One struct for each operation: it takes optional parameters, and then is sent.
        #imports
        use super::{Client, operations #types};
        use crate::Error;
        #items
    })
}

fn call(emit: &Emit<'_>, operation: &Operation) -> Result<TokenStream> {
    let members = members(emit, operation);
    let name = format_ident!("{}", operation.call);
    let client = client_field(&members);
    let text = doc(&format!("A call of [`Client::{}`]: takes optional parameters, then is sent.", operation.name));
    let fields = members.iter().map(|Member { name, ty, required, .. }| {
        let ty = if *required { quote!(#ty) } else { quote!(Option<#ty>) };
        quote!(pub(super) #name: #ty,)
    });
    let setters = members.iter().filter(|member| !member.required).map(|member| {
        let Member { name, argument: Argument { ty, value }, .. } = member;
        let described = format!("Sets `{name}`.");
        let text = doc(&emit.spoken.say(or(&member.description, &described), Some(operation)));
        quote! {
            #text
            #[inline]
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    });
    let (answer, send) = send(emit, operation, &members, &client);
    let paging =
        operation.pagination.as_ref().map(|pagination| paging::functions(emit, operation, pagination, &members));
    let paging = paging.transpose()?;
    let clone = members.iter().all(|member| member.clones).then(|| quote!(#[derive(Clone)]));
    Ok(quote! {
        #text
        #clone
        #[must_use = "nothing is sent until `send` is called"]
        pub struct #name<'a> {
            pub(super) #client: &'a Client,
            #(#fields)*
        }
        impl<'a> #name<'a> {
            #(#setters)*
            #send
            #paging
        }
        user_directory_runtime::opaque_debug!(#name<'_>);
        #answer
    })
}

/// Returns `send`, and the type of its answer if it is one of the call's own.
fn send(
    emit: &Emit<'_>,
    operation: &Operation,
    members: &[Member],
    client: &Ident,
) -> (Option<TokenStream>, TokenStream) {
    let constant = format_ident!("{}", operation.constant);
    let steps = members.iter().map(|member| &member.add);
    let request = quote!(self.#client.core.call(&operations::#constant) #(#steps)*);
    let sends = format!("Sends `{} {}`", operation.method, operation.path);
    let function = |what: &str, output: TokenStream, body: TokenStream| {
        let text = doc(&format!("{sends}{what}.\n\n# Errors\n\nAs [`Client::{}`] documents.", operation.name));
        quote! {
            #text
            #[inline]
            pub fn send(self) -> impl Future<Output = Result<#output, Error>> + Send + use<'a> {
                #body
            }
        }
    };
    let json = emit.types(operation).answers;
    match operation.answers.as_slice() {
        [] | [Answer { content: Content::Empty, .. }] => {
            (None, function("", quote!(ResponseValue<()>), quote!(#request.empty())))
        }
        [Answer { content: Content::Json(_), .. }] => {
            let ty = &json[0];
            (None, function(" and decodes the answer", quote!(ResponseValue<#ty>), quote!(#request.decode())))
        }
        [Answer { content: Content::Text, .. }] => (
            None,
            function(" and returns the text that is answered", quote!(ResponseValue<String>), quote!(#request.text())),
        ),
        [Answer { content: Content::Bytes, .. }] => (
            None,
            function(
                " and returns the answer as it comes, without holding it in memory",
                quote!(ByteStream<Error>),
                quote!(#request.stream()),
            ),
        ),
        several => {
            let name = format_ident!("{}", operation.answer.as_deref().unwrap_or(&operation.call));
            let (item, arms) = answers(operation, several, &json, &name);
            let body = quote! {
                let request = #request;
                async move {
                    let response = request.send().await?;
                    match response.status().as_u16() {
                        #arms
                        _ => Err(response.undocumented()),
                    }
                }
            };
            (
                Some(item),
                function(" and decodes the answer, which differs by status", quote!(ResponseValue<#name>), body),
            )
        }
    }
}

/// Returns the enum of an operation's answers, and the arms that make it.
fn answers(operation: &Operation, answers: &[Answer], json: &[syn::Type], name: &Ident) -> (TokenStream, TokenStream) {
    let mut json = json.iter();
    let mut sorted: Vec<(&Answer, Option<&syn::Type>)> = answers
        .iter()
        .map(|answer| (answer, if matches!(answer.content, Content::Json(_)) { json.next() } else { None }))
        .collect();
    // A range of statuses comes after those that it holds.
    sorted.sort_by_key(|(answer, _)| answer.code.parse::<u16>().is_err());
    let (mut variants, mut arms) = (TokenStream::new(), TokenStream::new());
    for (Answer { code, content }, ty) in sorted {
        let status = code.parse::<u16>().ok();
        let reason = status.and_then(|code| http::StatusCode::from_u16(code).ok()?.canonical_reason());
        let variant =
            format_ident!("{}", reason.map_or_else(|| names::pascal(&format!("status {code}")), names::pascal));
        let pattern = match status {
            Some(status) => {
                let status = proc_macro2::Literal::u16_unsuffixed(status);
                quote!(#status)
            }
            None => quote!(200..=299),
        };
        let text = doc(&format!("Status {code}."));
        let (payload, value) = match (content, ty) {
            (Content::Json(_), Some(ty)) => {
                (quote!((#ty)), quote!(response.json::<#ty, _>().map(|answer| answer.map(#name::#variant))))
            }
            (Content::Text, _) => (quote!((String)), quote!(response.text().map(|answer| answer.map(#name::#variant)))),
            _ => (TokenStream::new(), quote!(Ok(ResponseValue::empty(response).map(|()| #name::#variant)))),
        };
        variants.extend(quote!(#text #variant #payload,));
        arms.extend(quote!(#pattern => #value,));
    }
    let text = doc(&format!("What [`Client::{}`] answers.", operation.name));
    let item = quote! {
        #text
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #variants }
        user_directory_runtime::opaque_debug!(#name);
    };
    (item, arms)
}
