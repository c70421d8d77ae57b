//! Requests made of answers: a record is fetched, changed and sent.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;

use super::Emit;
use super::argument::{arguments, name_of};
use super::fields::{Wrap, ident, others_name, typed};
use crate::generate::api::Model;

/// Conversions of what was answered into what can be sent: pairs of models.
pub(super) type Conversions = HashSet<(String, String)>;

/// Returns the conversions of which every field has one.
pub(super) fn conversions(emit: &Emit<'_>) -> Conversions {
    let pair = |model: &Model| Some((model.answer_form.clone()?, model.name.clone()));
    let mut found: Conversions = emit.api.models.iter().filter_map(pair).collect();
    loop {
        let before = found.len();
        let kept = emit.api.models.iter().filter(|model| conversion(emit, model, &found).is_some());
        found = kept.filter_map(pair).collect();
        if found.len() == before {
            return found;
        }
    }
}

/// Returns the conversion of what was answered into what can be sent, if every field has one.
pub(super) fn conversion(emit: &Emit<'_>, model: &Model, pairs: &Conversions) -> Option<TokenStream> {
    let answer = model.answer_form.as_ref()?;
    if !pairs.contains(&(answer.clone(), model.name.clone())) {
        return None;
    }
    let source = emit.api.models.iter().find(|source| source.name == *answer)?;
    let source_fields = typed(emit, source);
    let mut fields = Vec::new();
    for target in typed(emit, model) {
        let from = source_fields.iter().find(|source| source.field.wire == target.field.wire)?;
        let (field, had) = (ident(&target.field.name), ident(&from.field.name));
        let value = quote!(value.#had);
        let change = change(from.inner, target.inner, pairs)?;
        let value = match (from.wrap == Wrap::Plain, target.wrap) {
            (true, Wrap::Plain) => change.of(&value),
            (true, Wrap::Nullable | Wrap::Optional) => {
                let value = change.of(&value);
                quote!(Some(#value))
            }
            (false, Wrap::Nullable | Wrap::Optional) => change.within(&value),
            (false, Wrap::Patch) => {
                let value = change.within(&value);
                quote!(Patch::keep_or(#value))
            }
            _ => return None,
        };
        let short = field == value.to_string();
        fields.push(if short { quote!(#field) } else { quote!(#field: #value) });
    }
    if model.others.is_some() {
        let (from, to) = (emit.rust.model(source).last()?, emit.rust.model(model).last()?);
        if from != to {
            return None;
        }
        let (field, had) = (others_name(model), others_name(source));
        fields.push(quote!(#field: value.#had));
    }
    if fields.is_empty() {
        return None;
    }
    let (from, to) = (format_ident!("{answer}"), format_ident!("{}", model.name));
    Some(quote! {
        /// Copies what can be sent, so that a record can be fetched, changed and sent.
        impl From<#from> for #to {
            #[inline]
            fn from(value: #from) -> Self {
                Self { #(#fields),* }
            }
        }
    })
}

/// What makes a value of a request of one of an answer.
enum Change {
    None,
    Into,
    Boxed,
    Each,
}

impl Change {
    /// Returns the expression for a value that is there.
    fn of(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::None => value.clone(),
            Self::Into => quote!(#value.into()),
            Self::Boxed => quote!(Box::new((*#value).into())),
            Self::Each => quote!(#value.into_iter().map(Into::into).collect()),
        }
    }

    /// Returns the expression for a value that may be absent.
    fn within(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::None => value.clone(),
            Self::Into => quote!(#value.map(Into::into)),
            Self::Boxed => quote!(#value.map(|inner| Box::new((*inner).into()))),
            Self::Each => quote!(#value.map(|list| list.into_iter().map(Into::into).collect())),
        }
    }
}

fn change(from: &Type, to: &Type, pairs: &Conversions) -> Option<Change> {
    if from == to {
        return Some(Change::None);
    }
    let (outer, inner) = (name_of(from)?, arguments(from));
    let converts = |from: &Type, to: &Type| Some(pairs.contains(&(name_of(from)?, name_of(to)?)));
    match (outer.as_str(), inner.as_slice(), arguments(to).as_slice()) {
        ("Box", [from], [to]) => converts(from, to)?.then_some(Change::Boxed),
        ("Vec", [from], [to]) => converts(from, to)?.then_some(Change::Each),
        (_, [], []) => converts(from, to)?.then_some(Change::Into),
        _ => None,
    }
}
