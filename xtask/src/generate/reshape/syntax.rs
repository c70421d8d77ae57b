//! Finding one's way in progenitor's output.

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{
    Attribute, File, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, ItemMod, PathArguments, Type, parse_quote,
};

use crate::generate::{facts::Facts, facts::Operation, names};

/// Returns a module at the top of the file.
pub(super) fn module<'a>(file: &'a mut File, name: &str) -> Result<&'a mut Vec<Item>> {
    file.items
        .iter_mut()
        .find_map(|item| match item {
            Item::Mod(module) if module.ident == name => items(module),
            _ => None,
        })
        .with_context(|| format!("the output has no module `{name}`"))
}

fn items(module: &mut ItemMod) -> Option<&mut Vec<Item>> {
    module.content.as_mut().map(|(_, items)| items)
}

/// Returns the name of the type that an `impl` without trait is for.
pub(super) fn inherent(item: &ItemImpl) -> Option<String> {
    item.trait_.is_none().then(|| type_name(&item.self_ty)).flatten()
}

/// Returns the last segment of a type's path.
pub(super) fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Returns `T` for `Option<T>`.
pub(super) fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) if segment.ident == "Option" => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the name of the trait that an `impl` is of.
pub(super) fn trait_name(item: &ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    path.segments.last().map(|segment| segment.ident.to_string())
}

/// Returns the `impl` of the client that holds the methods of the operations.
pub(super) fn client_methods(file: &mut File) -> impl Iterator<Item = &mut ImplItemFn> {
    file.items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Impl(item) if inherent(item).as_deref() == Some("Client") => Some(item),
            _ => None,
        })
        .flat_map(|item| item.items.iter_mut())
        .filter_map(function)
}

/// Returns the `impl` of the builder of an operation.
pub(super) fn builder<'a>(file: &'a mut File, operation: &Operation) -> Result<&'a mut ItemImpl> {
    let name = names::builder(&operation.id);
    module(file, "builder")?
        .iter_mut()
        .find_map(|item| match item {
            Item::Impl(item) if inherent(item).as_deref() == Some(name.as_str()) => Some(item),
            _ => None,
        })
        .with_context(|| format!("{}: the output has no builder `{name}`", operation.id))
}

/// Returns a function of an `impl`.
pub(super) fn method<'a>(item: &'a mut ItemImpl, name: &str) -> Result<&'a mut ImplItemFn> {
    item.items
        .iter_mut()
        .filter_map(function)
        .find(|function| function.sig.ident == name)
        .with_context(|| format!("the output has no function `{name}` here"))
}

fn function(item: &mut ImplItem) -> Option<&mut ImplItemFn> {
    match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    }
}

/// Replaces the documentation among attributes.
pub(super) fn document(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    let lines: Vec<Attribute> = text
        .lines()
        .map(|line| {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            parse_quote!(#[doc = #line])
        })
        .collect();
    attributes.splice(0..0, lines);
}

/// Returns code as text with single blanks, for comparison.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// Calls `change` with the operation and its builder for every operation.
pub(super) fn for_each_builder(
    file: &mut File,
    facts: &Facts,
    mut change: impl FnMut(&Operation, &mut ItemImpl) -> Result<()>,
) -> Result<()> {
    for operation in &facts.operations {
        let item = builder(file, operation)?;
        change(operation, item).with_context(|| operation.id.clone())?;
    }
    Ok(())
}
