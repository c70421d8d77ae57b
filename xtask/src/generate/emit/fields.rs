//! The fields of models: what each is in Rust.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;

use super::Emit;
use super::argument::name_of;
use crate::generate::api::{Field, Model};

/// A field as it is in Rust.
pub(super) struct Typed<'a> {
    pub(super) field: &'a Field,
    /// Without `Option` and `Patch`.
    pub(super) inner: &'a Type,
    pub(super) wrap: Wrap,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Wrap {
    Plain,
    /// Must be there, and may be null.
    Nullable,
    Optional,
    /// Absent, null and a value differ.
    Patch,
}

impl Typed<'_> {
    pub(super) fn ty(&self) -> TokenStream {
        let inner = self.inner;
        match self.wrap {
            Wrap::Plain => quote!(#inner),
            Wrap::Nullable | Wrap::Optional => quote!(Option<#inner>),
            Wrap::Patch => quote!(Patch<#inner>),
        }
    }

    pub(super) fn is_required(&self) -> bool {
        matches!(self.wrap, Wrap::Plain | Wrap::Nullable)
    }
}

pub(super) fn typed<'a>(emit: &'a Emit<'_>, model: &'a Model) -> Vec<Typed<'a>> {
    let fields = model.fields.iter().zip(emit.rust.model(model));
    fields
        .map(|(field, inner)| {
            // Anything includes null.
            let any = name_of(inner).as_deref() == Some("Value");
            let wrap = match (field.required, field.nullable && !any) {
                (true, false) => Wrap::Plain,
                (true, true) => Wrap::Nullable,
                (false, true) if model.used.request && !model.used.answer => Wrap::Patch,
                (false, _) => Wrap::Optional,
            };
            Typed { field, inner, wrap }
        })
        .collect()
}

/// Returns the name of the field that has all properties which the document does not name.
pub(super) fn others_name(model: &Model) -> syn::Ident {
    let taken = model.fields.iter().any(|field| field.name == "others");
    if taken { format_ident!("other_properties") } else { format_ident!("others") }
}

pub(super) fn ident(name: &str) -> syn::Ident {
    format_ident!("{name}")
}
