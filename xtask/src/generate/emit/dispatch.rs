//! Writes a function that turns an operation id and JSON arguments into a typed call, so that table tests reach every
//! operation through the public API.

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, ImplItem, Item, ItemImpl, Type};

use crate::generate::facts::{Facts, Operation};
use crate::generate::{names, reshape};

/// Returns the source of the module.
pub(crate) fn source(code: &File, facts: &Facts, crate_name: &str) -> Result<String> {
    let krate = format_ident!("{crate_name}");
    let mut arms = TokenStream::new();
    for operation in &facts.operations {
        let id = &operation.id;
        let call = call(code, operation, &krate).with_context(|| id.clone())?;
        arms.extend(quote!(#id => { #call }));
    }
    let file: File = syn::parse2(quote! {
        #[allow(unused_imports)]
        use super::{Answer, CallError, answer, optional, printed, required, required_body};
        use crate::recording::Arguments;

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
    })?;
    Ok(prettyplease::unparse(&file))
}

fn call(code: &File, operation: &Operation, krate: &syn::Ident) -> Result<TokenStream> {
    let builder = builder(code, &names::builder(&operation.id))?;
    let method = format_ident!("{}", names::method(&operation.id));
    let mut arguments = Vec::new();
    for name in reshape::required(operation) {
        let ty = qualified(&setter_type(builder, &name)?, krate)?;
        if name == "body" {
            arguments.push(quote!(required_body::<#ty>(args)?));
        } else {
            let parameter = operation
                .parameters
                .iter()
                .find(|parameter| names::setter(&parameter.name) == name)
                .context("a required parameter is not documented")?;
            let (place, wire) = (place(&parameter.location), &parameter.name);
            arguments.push(quote!(required::<#ty>(&args.#place, #wire)?));
        }
    }
    let mut setters = TokenStream::new();
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
        let name = names::setter(&parameter.name);
        let ty = qualified(&setter_type(builder, &name)?, krate)?;
        let setter = syn::parse_str::<syn::Ident>(&name)?;
        let (place, wire) = (place(&parameter.location), &parameter.name);
        setters.extend(quote! {
            if let Some(value) = optional::<#ty>(&args.#place, #wire)? {
                call = call.#setter(value);
            }
        });
    }
    if operation.body.as_ref().is_some_and(|body| !body.required) {
        let ty = qualified(&setter_type(builder, "body")?, krate)?;
        setters.extend(quote! {
            if args.body.is_some() {
                call = call.body(required_body::<#ty>(args)?);
            }
        });
    }
    Ok(if setters.is_empty() {
        quote!(answer(printed(client.#method(#(#arguments),*)).send().await))
    } else {
        quote! {
            let mut call = client.#method(#(#arguments),*);
            #setters
            answer(printed(call).send().await)
        }
    })
}

fn place(location: &str) -> syn::Ident {
    format_ident!("{location}")
}

fn builder<'a>(code: &'a File, name: &str) -> Result<&'a ItemImpl> {
    let items = code.items.iter().find_map(|item| match item {
        Item::Mod(item) if item.ident == "builder" => item.content.as_ref().map(|(_, items)| items),
        _ => None,
    });
    items
        .into_iter()
        .flatten()
        .find_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() && matches!(&*item.self_ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name)) => {
                Some(item)
            }
            _ => None,
        })
        .with_context(|| format!("the code has no builder `{name}`"))
}

fn setter_type(builder: &ItemImpl, name: &str) -> Result<Type> {
    let setter = builder
        .items
        .iter()
        .find_map(|item| match item {
            ImplItem::Fn(function) if function.sig.ident == name => Some(function),
            _ => None,
        })
        .with_context(|| format!("the builder has no setter `{name}`"))?;
    reshape::value_type(setter)
}

/// Names a type of the generated module from outside.
fn qualified(ty: &Type, krate: &syn::Ident) -> Result<TokenStream> {
    let code = quote!(#ty).to_string().replace(":: user_directory_runtime ::", "user_directory_runtime ::");
    let code = code
        .split_inclusive("types ::")
        .map(|part| {
            part.strip_suffix("types ::")
                .map_or_else(|| part.to_owned(), |before| format!("{before}{krate} :: types ::"))
        })
        .collect::<String>();
    code.parse().map_err(|error| anyhow::anyhow!("{code}: {error}"))
}
