//! `types.rs`: what requests carry and answers decode to.

use std::collections::HashSet;

use anyhow::{Context, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;

use super::argument::{argument, arguments, name_of};
use super::conversions::{Conversions, conversion, conversions};
use super::docs::{self, doc, or};
use super::fields::{Typed, Wrap, ident, others_name, typed};
use super::{Emit, enums, imports, layout, unions};
use crate::generate::api::Model;
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
        // Without this function, a missing `Option` would be `None`.
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
                #[inline]
                pub fn #clear(mut self) -> Self {
                    self.#field = Patch::Null;
                    self
                }
            }
        });
        quote! {
            #text
            #[must_use]
            #[inline]
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
            #[inline]
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
        #[inline]
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
