//! How a value of a type is taken from a caller: in whatever converts into it.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, Type};

/// What a function takes for a value.
pub(crate) struct Argument {
    /// The type in the signature.
    pub(crate) ty: TokenStream,
    /// The expression that makes the value of the argument.
    pub(crate) value: TokenStream,
}

/// Returns the argument for a value of this type. `name` is the expression for what the caller gives.
pub(crate) fn argument(ty: &Type, name: &TokenStream) -> Argument {
    let plain = || Argument { ty: quote!(#ty), value: name.clone() };
    let Some(word) = name_of(ty) else {
        return plain();
    };
    let arguments = arguments(ty);
    match (word.as_str(), arguments.as_slice()) {
        ("Box", [inner]) => {
            let Argument { ty, value } = argument(inner, name);
            Argument { ty, value: quote!(Box::new(#value)) }
        }
        ("Vec", [inner]) if converts(inner) => Argument {
            ty: quote!(impl IntoIterator<Item = impl Into<#inner>>),
            value: quote!(#name.into_iter().map(Into::into).collect()),
        },
        ("Vec", [inner]) => {
            Argument { ty: quote!(impl IntoIterator<Item = #inner>), value: quote!(#name.into_iter().collect()) }
        }
        ("BTreeMap", [key, inner]) if converts(inner) => Argument {
            ty: quote!(impl IntoIterator<Item = (impl Into<#key>, impl Into<#inner>)>),
            value: quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect()),
        },
        ("BTreeMap", [key, inner]) => Argument {
            ty: quote!(impl IntoIterator<Item = (impl Into<#key>, #inner)>),
            value: quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect()),
        },
        _ if converts(ty) => Argument { ty: quote!(impl Into<#ty>), value: quote!(#name.into()) },
        _ => plain(),
    }
}

/// Returns whether callers commonly have something else than the type itself.
fn converts(ty: &Type) -> bool {
    let plain = [
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
        "Box",
        "Option",
    ];
    name_of(ty).is_some_and(|name| !plain.contains(&name.as_str()))
}

/// Returns the last word of a type's path.
pub(crate) fn name_of(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Returns the types between the angle brackets.
pub(crate) fn arguments(ty: &Type) -> Vec<&Type> {
    let Type::Path(path) = ty else {
        return Vec::new();
    };
    match path.path.segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Names the document's own types as `types::Name`.
pub(crate) struct Qualify<'a>(pub(crate) &'a HashSet<String>);

impl Qualify<'_> {
    pub(crate) fn qualified(&mut self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        ty
    }
}

impl VisitMut for Qualify<'_> {
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        visit_mut::visit_type_path_mut(self, ty);
        if let Some(segment) = ty.path.segments.last()
            && self.0.contains(&segment.ident.to_string())
        {
            let segment = segment.clone();
            ty.path = syn::parse_quote!(types::#segment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_give_what_they_have() {
        for (ty, expected) in [
            ("String", "impl Into<String>"),
            ("Uuid", "Uuid"),
            ("i64", "i64"),
            ("types::Role", "impl Into<types::Role>"),
            ("Vec<String>", "impl IntoIterator<Item = impl Into<String>>"),
            ("Vec<i64>", "impl IntoIterator<Item = i64>"),
            ("Box<Node>", "impl Into<Node>"),
            ("BTreeMap<String, String>", "impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>"),
            ("Map<String, Value>", "Map<String, Value>"),
        ] {
            let made = argument(&syn::parse_str(ty).unwrap(), &quote!(x)).ty.to_string();
            assert_eq!(made.replace(' ', ""), expected.replace(' ', ""));
        }
    }
}
