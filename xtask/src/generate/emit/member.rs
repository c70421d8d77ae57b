//! What a caller gives to an operation, and how it is added to the request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::argument::{Argument, argument};
use super::{Emit, Types};
use crate::generate::api::{Content, Operation, Place, Style};
use crate::generate::lower::rustdoc;

/// A parameter, a field of a form or the body, as the call has it.
pub(crate) struct Member {
    pub(crate) name: Ident,
    pub(crate) required: bool,
    /// The type, without `Option`.
    pub(crate) ty: TokenStream,
    pub(crate) argument: Argument,
    pub(crate) description: String,
    /// What adds it to the request.
    pub(super) add: TokenStream,
    pub(super) clones: bool,
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
