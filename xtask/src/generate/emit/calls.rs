//! `calls.rs`: one struct for each operation, which takes optional parameters and is then sent.

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::argument::{Argument, argument};
use super::docs::{doc, or};
use super::{Emit, Types, imports, paging};
use crate::generate::api::{Answer, Content, Operation, Place, Style};
use crate::generate::lower::rustdoc;
use crate::generate::names;

/// A parameter, a field of a form or the body, as the call has it.
pub(crate) struct Member {
    pub(crate) name: Ident,
    pub(crate) required: bool,
    /// The type, without `Option`.
    pub(crate) ty: TokenStream,
    pub(crate) argument: Argument,
    pub(crate) description: String,
    /// What adds it to the request.
    add: TokenStream,
    clones: bool,
}

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

/// Returns everything that a caller gives to an operation.
pub(crate) fn members(emit: &Emit<'_>, operation: &Operation) -> Vec<Member> {
    let Types { parameters, body, .. } = emit.types(operation);
    let mut members = Vec::new();
    for (parameter, ty) in operation.parameters.iter().zip(&parameters) {
        let name = format_ident!("{}", parameter.name);
        let (wire, required) = (&parameter.wire, parameter.required);
        let files = parameter.place == Place::Part;
        let list = super::argument::name_of(ty).as_deref() == Some("Vec");
        let ty: syn::Type = match (files, list) {
            (false, _) => ty.clone(),
            (true, false) => syn::parse_quote!(Part),
            (true, true) => syn::parse_quote!(Vec<Part>),
        };
        let value = quote!(&self.#name);
        // What a place does by itself needs no style.
        let styled = |function: &str, usual: Style, style: Style| {
            let (plain, styled) = (format_ident!("{function}"), format_ident!("{function}_styled"));
            let path = style_path(style);
            if style == usual { quote!(.#plain(#wire, #value)) } else { quote!(.#styled(#wire, #path, #value)) }
        };
        let add = match parameter.place {
            Place::Path(style) => styled("path", Style::Simple { explode: false }, style),
            Place::Query(style) => styled("query", Style::Form { explode: true }, style),
            Place::Header(style) => styled("header", Style::Simple { explode: false }, style),
            Place::Form(style) => styled("form_field", Style::Field, style),
            Place::TextPart(style) => styled("text_part", Style::Field, style),
            Place::Cookie => quote!(.cookie(#wire, #value)),
            Place::Part if list && required => quote!(.parts(#wire, self.#name)),
            Place::Part if list => quote!(.parts(#wire, self.#name.into_iter().flatten())),
            Place::Part if required => quote!(.parts(#wire, [self.#name])),
            Place::Part => quote!(.parts(#wire, self.#name)),
        };
        members.push(Member {
            argument: argument(&ty, &quote!(#name)),
            ty: quote!(#ty),
            name,
            required,
            description: parameter.description.clone(),
            add,
            clones: !files,
        });
    }
    if let Some(documented) = &operation.body {
        let name = format_ident!("{}", documented.name);
        let required = documented.required;
        let (ty, add, clones): (syn::Type, _, _) = match &documented.content {
            Content::Json(_) => {
                let ty = body.unwrap_or_else(|| syn::parse_quote!(Value));
                let add =
                    if required { quote!(.json(&self.#name)) } else { quote!(.optional_json(self.#name.as_ref())) };
                (ty, add, true)
            }
            Content::Text => (syn::parse_quote!(String), optional_body(required, &name), true),
            Content::Bytes | Content::Empty => {
                (syn::parse_quote!(reqwest::Body), optional_body(required, &name), false)
            }
        };
        members.push(Member {
            argument: argument(&ty, &quote!(#name)),
            ty: quote!(#ty),
            name,
            required,
            description: rustdoc(&documented.description),
            add,
            clones,
        });
    }
    members
}

fn optional_body(required: bool, name: &Ident) -> TokenStream {
    if required { quote!(.body(self.#name)) } else { quote!(.optional_body(self.#name)) }
}

fn style_path(style: Style) -> TokenStream {
    match style {
        Style::Simple { explode } => quote!(Style::Simple { explode: #explode }),
        Style::Label { explode } => quote!(Style::Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Style::Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Style::Form { explode: #explode }),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
        Style::Field => quote!(Style::Field),
    }
}

/// Returns the name of the field that has the client.
pub(crate) fn client_field(members: &[Member]) -> Ident {
    free(members, "client", "api_client")
}

/// Returns a name, or another one if a parameter is called so.
pub(crate) fn free(members: &[Member], name: &str, otherwise: &str) -> Ident {
    let is_free = |name: &str| members.iter().all(|member| member.name != name);
    let mut free = if is_free(name) { name.to_owned() } else { otherwise.to_owned() };
    while !is_free(&free) {
        free.insert_str(0, "the_");
    }
    format_ident!("{free}")
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
