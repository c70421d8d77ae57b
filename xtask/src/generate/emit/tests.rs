//! Test support: typed calls from abstract arguments, so that table tests reach every operation through the public API,
//! and the list of models.

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emit;
use super::member::members;
use crate::generate::api::{Content, Operation, Place};

/// Returns a function that turns an operation id and JSON arguments into a typed call.
pub(super) fn dispatch(emit: &Emit<'_>) -> Result<TokenStream> {
    let krate = format_ident!("{}", emit.krate);
    let mut arms = TokenStream::new();
    let mut callable = Vec::new();
    for operation in emit.api.operations.iter().filter(|operation| can_be_json(operation)) {
        let id = &operation.id;
        let call = call(emit, operation).with_context(|| id.clone())?;
        arms.extend(quote!(#id => { #call }));
        callable.push(id);
    }
    let imports = super::imports(&arms, &HashSet::new());
    let types = arms.to_string().contains("types ::").then(|| quote!(use #krate::types;));
    Ok(quote! {
        //! Typed calls from JSON arguments.
        #imports
        #types
        #[allow(unused_imports)]
        use super::{Answer, CallError, answer, optional, printed, required, required_body};
        use super::recording::Arguments;

        /// The operations that can be called so: their arguments and answers are JSON.
        pub static CALLABLE: &[&str] = &[#(#callable),*];

        /// Calls an operation with arguments given as JSON.
        ///
        /// # Errors
        ///
        /// Fails if the arguments do not fit the operation, or the call fails.
        pub async fn call(client: &#krate::Client, operation: &str, args: &Arguments) -> Result<Answer, CallError> {
            match operation {
                #arms
                other => Err(CallError::Arguments(format!("no operation {other}"))),
            }
        }
    })
}

/// Whether arguments and answers can be written as JSON: files and streams of bytes cannot.
fn can_be_json(operation: &Operation) -> bool {
    let json = |content: &Content| matches!(content, Content::Json(_) | Content::Empty);
    let place = |place: &Place| matches!(place, Place::Path(_) | Place::Query(_) | Place::Header(_));
    operation.parameters.iter().all(|parameter| place(&parameter.place))
        && operation.body.as_ref().is_none_or(|body| json(&body.content))
        && operation.answers.iter().all(|answer| json(&answer.content) || answer.content == Content::Text)
        && operation.answers.iter().filter(|answer| answer.content != Content::Empty).count() <= 1
}

fn call(emit: &Emit<'_>, operation: &Operation) -> Result<TokenStream> {
    let method = format_ident!("{}", operation.name);
    let (mut arguments, mut setters) = (Vec::new(), TokenStream::new());
    for (number, member) in members(emit, operation).iter().enumerate() {
        let (name, ty) = (&member.name, &member.ty);
        let value = match operation.parameters.get(number) {
            Some(parameter) => {
                let place = match parameter.place {
                    Place::Path(_) => quote!(path),
                    Place::Query(_) => quote!(query),
                    Place::Header(_) => quote!(header),
                    _ => anyhow::bail!("`{}` is in a place that recordings do not have", parameter.wire),
                };
                let wire = &parameter.wire;
                if member.required {
                    arguments.push(quote!(required::<#ty>(&args.#place, #wire)?));
                    continue;
                }
                quote! {
                    if let Some(value) = optional::<#ty>(&args.#place, #wire)? {
                        call = call.#name(value);
                    }
                }
            }
            None if member.required => {
                arguments.push(quote!(required_body::<#ty>(args)?));
                continue;
            }
            None => quote! {
                if args.body.is_some() {
                    call = call.#name(required_body::<#ty>(args)?);
                }
            },
        };
        setters.extend(value);
    }
    let binding = if setters.is_empty() { quote!(call) } else { quote!(mut call) };
    Ok(quote! {
        let #binding = client.#method(#(#arguments),*);
        #setters
        answer(printed(call).send().await)
    })
}

/// Returns the list of the types that stand for components.
pub(super) fn models(emit: &Emit<'_>) -> TokenStream {
    let krate = format_ident!("{}", emit.krate);
    let entries = emit.api.components.iter().map(|(component, rust, request)| {
        let rust = format_ident!("{rust}");
        quote!(Model::of::<types::#rust>(#component, #request))
    });
    quote! {
        //! The models of the provider.

        use #krate::types;

        use super::Model;

        /// The models of this provider.
        pub static MODELS: &[Model] = &[#(#entries),*];
    }
}
