//! Test support: typed calls from abstract arguments, so that table tests reach every operation through the public API,
//! and the list of models.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Emit;
use super::member::{Member, members};
use crate::generate::api::{Content, Operation, Place};

/// Returns a function that turns an operation id and JSON arguments into a typed call.
pub(super) fn dispatch(emit: &Emit<'_>) -> TokenStream {
    let krate = format_ident!("{}", emit.krate);
    let (mut functions, mut arms) = (TokenStream::new(), TokenStream::new());
    let mut callable = Vec::new();
    for operation in emit.api.operations.iter().filter(|operation| can_be_json(operation)) {
        let id = &operation.id;
        // A function each: one with all of them would take the compiler's time and memory. Each boxes its own future, for
        // which the stack of one function would not be enough.
        let function = format_ident!("call_{}", operation.name);
        let members = members(emit, operation);
        let args = format_ident!("{}", if members.is_empty() { "_args" } else { "args" });
        let call = call(operation, &members);
        functions.extend(quote! {
            fn #function<'a>(client: &'a #krate::Client, #args: &'a Arguments) -> Call<'a> {
                Box::pin(async move { #call })
            }
        });
        arms.extend(quote!(#id => #function(client, args),));
        callable.push(id);
    }
    let imports = super::imports(&functions, &HashSet::new());
    let types = functions.to_string().contains("types ::").then(|| quote!(use #krate::types;));
    quote! {
        //! Typed calls from JSON arguments.
        use std::pin::Pin;
        #imports
        #types
        #[allow(unused_imports)]
        use super::{Answer, CallError, answer, optional, printed, required, required_body, stream};
        use super::recording::Arguments;

        type Call<'a> = Pin<Box<dyn Future<Output = Result<Answer, CallError>> + Send + 'a>>;

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
                other => return Err(CallError::Arguments(format!("no operation {other}"))),
            }
            .await
        }

        #functions
    }
}

/// Tells whether the answer can be written as JSON: an enum of several cannot.
fn can_be_json(operation: &Operation) -> bool {
    operation.answer.is_none()
}

fn call(operation: &Operation, members: &[Member]) -> TokenStream {
    let method = format_ident!("{}", operation.name);
    let (mut arguments, mut setters) = (Vec::new(), TokenStream::new());
    for (number, member) in members.iter().enumerate() {
        let name = &member.name;
        let value = match operation.parameters.get(number) {
            Some(parameter) => {
                let place = match parameter.place {
                    Place::Path(_) => quote!(path),
                    Place::Query(_) => quote!(query),
                    Place::Header(_) => quote!(header),
                    Place::Cookie => quote!(cookie),
                    Place::Form(_) | Place::TextPart(_) | Place::Part => quote!(form),
                };
                let (wire, Given { ty, value }) = (&parameter.wire, given(member, parameter.place == Place::Part));
                if member.required {
                    let value = value(quote!(required::<#ty>(&args.#place, #wire)?));
                    arguments.push(value);
                    continue;
                }
                let value = value(quote!(value));
                quote! {
                    if let Some(value) = optional::<#ty>(&args.#place, #wire)? {
                        call = call.#name(#value);
                    }
                }
            }
            None => {
                let ty = &member.ty;
                let bytes = operation.body.as_ref().is_some_and(|body| body.content == Content::Bytes);
                let value = match bytes {
                    true => quote!(reqwest::Body::from(required_body::<String>(args)?)),
                    false => quote!(required_body::<#ty>(args)?),
                };
                if member.required {
                    arguments.push(value);
                    continue;
                }
                quote! {
                    if args.body.is_some() {
                        call = call.#name(#value);
                    }
                }
            }
        };
        setters.extend(value);
    }
    let binding = if setters.is_empty() { quote!(call) } else { quote!(mut call) };
    let streams = operation.answers.iter().any(|answer| answer.content == Content::Bytes);
    let answer = if streams {
        quote!(stream(printed(call).send().await).await)
    } else {
        quote!(answer(printed(call).send().await))
    };
    quote! {
        let #binding = client.#method(#(#arguments),*);
        #setters
        #answer
    }
}

/// What an argument is decoded to, and what it is made into.
struct Given {
    ty: TokenStream,
    value: fn(TokenStream) -> TokenStream,
}

/// Returns how an argument is made of JSON. A file is a string there.
fn given(member: &Member, file: bool) -> Given {
    let list = member.ty.to_string().starts_with("Vec");
    match (file, list) {
        (false, _) => Given { ty: member.ty.clone(), value: |value| value },
        (true, false) => Given { ty: quote!(String), value: |value| quote!(Part::text(#value)) },
        (true, true) => Given {
            ty: quote!(Vec<String>),
            value: |value| quote!(#value.into_iter().map(Part::text).collect::<Vec<_>>()),
        },
    }
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
