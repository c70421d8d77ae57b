//! `types.rs`: what requests carry and answers decode to.

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;

use super::argument::{argument, arguments, name_of};
use super::docs::{self, doc, or};
use super::{Emit, enums, imports, layout, unions};
use crate::generate::api::{Field, Model};
use crate::generate::names::Names;

pub(super) fn file(emit: &Emit<'_>) -> Result<String> {
    let api = emit.api;
    let (defaults, conversions) = (defaults(emit), conversions(emit));
    let mut items: Vec<(&str, TokenStream)> = Vec::new();
    for model in &api.models {
        items.push((&model.name, item(emit, model, &defaults, &conversions)));
    }
    for union in &api.unions {
        items.push((&union.name, unions::item(emit, union)));
    }
    items.sort_by_key(|(name, _)| *name);
    let opaque: Vec<syn::Ident> = items.iter().map(|(name, _)| format_ident!("{name}")).collect();
    let opaque = (!opaque.is_empty()).then(|| {
        quote! {
            #[cfg(not(feature = "debug-values"))]
            user_directory_runtime::opaque_debug!(#(#opaque),*);
        }
    });
    let items = items.iter().map(|(_, item)| item);
    let code = quote!(#(#items)* #opaque);
    let imports = imports(&code, &emit.own);
    let head = quote! {
        //! What requests carry and answers decode to.
        //!
        //! `Debug` of a model prints no values unless the feature `debug-values` is on: they are personal data.
        #imports
    };
    let mut text = layout::file(&quote!(#head #code)).context("models")?;
    let mut sets: Vec<_> = api.enums.iter().collect();
    sets.sort_by_key(|enumeration| &enumeration.name);
    for enumeration in sets {
        text.push('\n');
        text.push_str(&enums::text(emit, enumeration));
    }
    Ok(text)
}

/// A field as it is in Rust.
struct Typed<'a> {
    field: &'a Field,
    /// Without `Option` and `Patch`.
    inner: &'a Type,
    wrap: Wrap,
}

#[derive(Clone, Copy, PartialEq)]
enum Wrap {
    Plain,
    /// Must be there, and may be null.
    Nullable,
    Optional,
    /// Absent, null and a value differ.
    Patch,
}

impl Typed<'_> {
    fn ty(&self) -> TokenStream {
        let inner = self.inner;
        match self.wrap {
            Wrap::Plain => quote!(#inner),
            Wrap::Nullable | Wrap::Optional => quote!(Option<#inner>),
            Wrap::Patch => quote!(Patch<#inner>),
        }
    }

    fn is_required(&self) -> bool {
        matches!(self.wrap, Wrap::Plain | Wrap::Nullable)
    }
}

fn typed<'a>(emit: &'a Emit<'_>, model: &'a Model) -> Vec<Typed<'a>> {
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

fn item(emit: &Emit<'_>, model: &Model, defaults: &HashSet<String>, conversions: &Conversions) -> TokenStream {
    let name = format_ident!("{}", model.name);
    let typed = typed(emit, model);
    let text = emit.spoken.say_of(or(&model.description, "Not described by the specification."), model);
    let alias = model.component.as_ref().filter(|component| **component != model.name);
    let alias = alias.and_then(|component| docs::alias(component));
    let text = doc(&text);
    let fields = typed.iter().map(|field| struct_field(emit, model, field));
    let others = model.others.as_ref().and(emit.rust.model(model).last()).map(|ty| {
        let field = others_name(model);
        quote! {
            /// All other properties.
            #[serde(flatten)]
            pub #field: BTreeMap<String, #ty>,
        }
    });
    let default = defaults.contains(&model.name).then(|| quote!(Default,));
    let functions = model.used.request.then(|| functions(emit, model, &typed));
    let conversion = conversion(emit, model, conversions);
    quote! {
        #text
        #alias
        #[derive(Clone, #default PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "debug-values", derive(Debug))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #others
        }
        #functions
        #conversion
    }
}

fn others_name(model: &Model) -> syn::Ident {
    let taken = model.fields.iter().any(|field| field.name == "others");
    if taken { format_ident!("other_properties") } else { format_ident!("others") }
}

fn struct_field(emit: &Emit<'_>, model: &Model, typed: &Typed<'_>) -> TokenStream {
    let name = ident(&typed.field.name);
    let ty = typed.ty();
    let text = doc(&emit.spoken.say_of(&typed.field.description, model));
    let mut serde = Vec::new();
    // serde knows a keyword by the name without its underscore only if it is told.
    if typed.field.name != typed.field.wire {
        let wire = &typed.field.wire;
        serde.push(quote!(rename = #wire));
    }
    let date = name_of(typed.inner).as_deref() == Some("DateTime");
    match typed.wrap {
        Wrap::Plain if date => serde.push(quote!(deserialize_with = "user_directory_runtime::date_time")),
        Wrap::Plain => {}
        Wrap::Nullable if date => serde.push(quote!(deserialize_with = "user_directory_runtime::optional_date_time")),
        // Without a function of its own, a missing `Option` would be `None`.
        Wrap::Nullable => serde.push(quote!(deserialize_with = "Option::deserialize")),
        Wrap::Optional => {
            serde.push(quote!(default, skip_serializing_if = "Option::is_none"));
            if date {
                serde.push(quote!(deserialize_with = "user_directory_runtime::optional_date_time"));
            }
        }
        Wrap::Patch => serde.push(quote!(default, skip_serializing_if = "Patch::is_absent")),
    }
    let serde = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
    quote! {
        #text
        #serde
        pub #name: #ty,
    }
}

/// Returns `new` and a setter for each optional field.
fn functions(emit: &Emit<'_>, model: &Model, typed: &[Typed<'_>]) -> TokenStream {
    let name = format_ident!("{}", model.name);
    let (constructor, companion) = constructor(emit, model, typed);
    let mut taken = Names::default();
    for field in &model.fields {
        taken.take([field.name.as_str()]);
    }
    let setters = typed.iter().filter(|typed| !typed.is_required()).map(|typed| {
        let field = ident(&typed.field.name);
        let argument = argument(typed.inner, &quote!(#field));
        let (ty, value) = (argument.ty, argument.value);
        let described = format!("Sets `{}`.", typed.field.wire);
        let text = doc(&emit.spoken.say_of(or(&typed.field.description, &described), model));
        let wrapper = if typed.wrap == Wrap::Patch { quote!(Patch::Value) } else { quote!(Some) };
        let clear = (typed.wrap == Wrap::Patch).then(|| {
            let clear = ident(&taken.take([format!("clear_{}", typed.field.name.trim_end_matches('_')).as_str()]));
            let text = doc(&format!("Clears `{}`: it is sent as `null`.", typed.field.wire));
            quote! {
                #text
                #[must_use]
                pub fn #clear(mut self) -> Self {
                    self.#field = Patch::Null;
                    self
                }
            }
        });
        quote! {
            #text
            #[must_use]
            pub fn #field(mut self, #field: #ty) -> Self {
                self.#field = #wrapper(#value);
                self
            }
            #clear
        }
    });
    quote! {
        impl #name {
            #constructor
            #(#setters)*
        }
        #companion
    }
}

/// Returns `new`, and the struct that it takes if it takes one.
fn constructor(emit: &Emit<'_>, model: &Model, typed: &[Typed<'_>]) -> (TokenStream, Option<TokenStream>) {
    let required: Vec<&Typed<'_>> = typed.iter().filter(|typed| typed.is_required()).collect();
    let given = |typed: &Typed<'_>| {
        let field = ident(&typed.field.name);
        let (ty, value) = match typed.wrap {
            Wrap::Nullable => (typed.ty(), quote!(#field)),
            _ => {
                let argument = argument(typed.inner, &quote!(#field));
                (argument.ty, argument.value)
            }
        };
        (field, ty, value)
    };
    let kinds: HashSet<String> = required.iter().map(|typed| given(typed).1.to_string()).collect();
    let optional = typed.iter().filter(|typed| !typed.is_required()).map(|typed| {
        let field = ident(&typed.field.name);
        let value = if typed.wrap == Wrap::Patch { quote!(Patch::Absent) } else { quote!(None) };
        quote!(#field: #value,)
    });
    let others = model.others.as_ref().map(|_| {
        let field = others_name(model);
        quote!(#field: BTreeMap::new(),)
    });
    let rest = quote!(#(#optional)* #others);
    if required.len() <= 3 && kinds.len() == required.len() {
        let text = match required.as_slice() {
            [] => "Sets nothing yet.".to_owned(),
            _ => "Takes what is required; setters take what is optional.".to_owned(),
        };
        let text = doc(&text);
        let (arguments, values): (Vec<_>, Vec<_>) = required
            .iter()
            .map(|typed| {
                let (field, ty, value) = given(typed);
                let value = if field == value.to_string() { quote!(#field) } else { quote!(#field: #value) };
                (quote!(#field: #ty), value)
            })
            .unzip();
        let new = quote! {
            #text
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest }
            }
        };
        return (new, None);
    }
    let companion = format_ident!("{}", required_name(emit, model));
    let names: Vec<syn::Ident> = required.iter().map(|typed| ident(&typed.field.name)).collect();
    let fields = required.iter().zip(&names).map(|(typed, name)| {
        let (text, ty) = (doc(&emit.spoken.say_of(&typed.field.description, model)), typed.ty());
        quote! {
            #text
            pub #name: #ty,
        }
    });
    let text = doc(&format!("What a [`{}`] must have.", model.name));
    let new = quote! {
        /// Takes what is required by name; setters take what is optional.
        #[must_use]
        pub fn new(required: #companion) -> Self {
            let #companion { #(#names),* } = required;
            Self { #(#names,)* #rest }
        }
    };
    let item = quote! {
        #text
        #[derive(Clone)]
        pub struct #companion { #(#fields)* }
        user_directory_runtime::opaque_debug!(#companion);
    };
    (new, Some(item))
}

fn required_name(emit: &Emit<'_>, model: &Model) -> String {
    let mut name = format!("{}Required", model.name);
    while emit.own.contains(&name) {
        name.push_str("Fields");
    }
    name
}

/// Conversions of what was answered into what can be sent: pairs of models.
type Conversions = HashSet<(String, String)>;

/// Returns the conversions of which every field has one.
fn conversions(emit: &Emit<'_>) -> Conversions {
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
fn conversion(emit: &Emit<'_>, model: &Model, known: &Conversions) -> Option<TokenStream> {
    let answer = model.answer_form.as_ref()?;
    if !known.contains(&(answer.clone(), model.name.clone())) {
        return None;
    }
    let source = emit.api.models.iter().find(|source| source.name == *answer)?;
    let source_fields = typed(emit, source);
    let mut fields = Vec::new();
    for target in typed(emit, model) {
        let from = source_fields.iter().find(|source| source.field.wire == target.field.wire)?;
        let (field, had) = (ident(&target.field.name), ident(&from.field.name));
        let value = quote!(value.#had);
        let change = change(from.inner, target.inner, known)?;
        let value = match (from.wrap != Wrap::Plain, target.wrap, change) {
            (false, Wrap::Plain, change) => change.of(&value),
            (false, Wrap::Nullable | Wrap::Optional, change) => {
                let value = change.of(&value);
                quote!(Some(#value))
            }
            (true, Wrap::Nullable | Wrap::Optional, Change::None) => value,
            (true, Wrap::Nullable | Wrap::Optional, change) => {
                let each = change.function();
                quote!(#value.map(#each))
            }
            (true, Wrap::Patch, Change::None) => quote!(Patch::keep_or(#value)),
            (true, Wrap::Patch, change) => {
                let each = change.function();
                quote!(Patch::keep_or(#value.map(#each)))
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
        /// Takes over what can be sent, so that a record can be fetched, changed and sent.
        impl From<#from> for #to {
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
    fn of(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::None => value.clone(),
            Self::Into => quote!(#value.into()),
            Self::Boxed => quote!(Box::new((*#value).into())),
            Self::Each => quote!(#value.into_iter().map(Into::into).collect()),
        }
    }

    fn function(&self) -> TokenStream {
        match self {
            Self::None => quote!(::std::convert::identity),
            Self::Into => quote!(Into::into),
            Self::Boxed => quote!(|inner| Box::new((*inner).into())),
            Self::Each => quote!(|list| list.into_iter().map(Into::into).collect()),
        }
    }
}

fn change(from: &Type, to: &Type, known: &Conversions) -> Option<Change> {
    if from == to {
        return Some(Change::None);
    }
    let (outer, inner) = (name_of(from)?, arguments(from));
    let converts = |from: &Type, to: &Type| Some(known.contains(&(name_of(from)?, name_of(to)?)));
    match (outer.as_str(), inner.as_slice(), arguments(to).as_slice()) {
        ("Box", [from], [to]) => converts(from, to)?.then_some(Change::Boxed),
        ("Vec", [from], [to]) => converts(from, to)?.then_some(Change::Each),
        (_, [], []) => converts(from, to)?.then_some(Change::Into),
        _ => None,
    }
}

/// Returns the models that have a default: those in which nothing is required, and those that are only answered and whose
/// fields all have one.
fn defaults(emit: &Emit<'_>) -> HashSet<String> {
    let mut found: HashSet<String> = emit.api.models.iter().map(|model| model.name.clone()).collect();
    loop {
        let before = found.len();
        let kept = emit.api.models.iter().filter(|model| {
            found.contains(&model.name)
                && typed(emit, model)
                    .iter()
                    .all(|typed| typed.wrap != Wrap::Plain || (!model.used.request && has_default(typed.inner, &found)))
                && (!model.used.request || typed(emit, model).iter().all(|typed| !typed.is_required()))
        });
        let kept: HashSet<String> = kept.map(|model| model.name.clone()).collect();
        found = kept;
        if found.len() == before {
            return found;
        }
    }
}

fn has_default(ty: &Type, models: &HashSet<String>) -> bool {
    let plain = [
        "String",
        "bool",
        "i32",
        "i64",
        "u32",
        "u64",
        "f32",
        "f64",
        "Uuid",
        "DateTime",
        "NaiveDate",
        "Vec",
        "BTreeMap",
        "Map",
        "Value",
        "Secret",
    ];
    match (name_of(ty).as_deref(), arguments(ty).as_slice()) {
        // A model within itself has no end.
        (Some("Box"), _) => false,
        (Some(name), _) => plain.contains(&name) || models.contains(name),
        _ => false,
    }
}

fn ident(name: &str) -> syn::Ident {
    format_ident!("{name}")
}
