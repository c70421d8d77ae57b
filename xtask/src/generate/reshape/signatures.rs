//! Moves required parameters and required bodies into the signature of the client's method, so that a call without
//! them does not compile.

use anyhow::{Context, Result};
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{File, FnArg, GenericArgument, ImplItemFn, PathArguments, Type, TypeParamBound, WherePredicate, parse_quote};

use super::syntax::{builder, client_methods, method, text};
use crate::generate::facts::{Facts, Operation};
use crate::generate::names;

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for operation in &facts.operations {
        let mut arguments = Vec::new();
        let item = builder(file, operation)?;
        let new = method(item, "new")?;
        new.vis = parse_quote!(pub(super));
        Unset.visit_impl_item_fn_mut(new);
        for name in required(operation) {
            let setter = method(item, &name).with_context(|| operation.id.clone())?;
            setter.vis = parse_quote!(pub(super));
            arguments.push((name, value_type(setter)?));
        }
        let name = names::method(&operation.id);
        let method = client_methods(file)
            .find(|method| method.sig.ident == name)
            .with_context(|| format!("{}: the client has no method `{name}`", operation.id))?;
        let builder = format_ident!("{}", names::builder(&operation.id));
        let mut call: syn::Expr = parse_quote!(builder::#builder::new(self));
        for (name, ty) in arguments {
            let name: syn::Ident = syn::parse_str(&name)?;
            let argument: FnArg = if name == "body" {
                parse_quote!(#name: impl ::std::convert::TryInto<#ty, Error: ::std::fmt::Display>)
            } else {
                parse_quote!(#name: impl ::std::convert::TryInto<#ty>)
            };
            method.sig.inputs.push(argument);
            call = parse_quote!(#call.#name(#name));
        }
        method.block = parse_quote!({ #call });
    }
    Ok(())
}

/// Empties the mistakes that a builder starts with: the method of the client sets what is required, so nobody sees them.
struct Unset;

impl VisitMut for Unset {
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        if text(&call.func) == "Err" && text(&call.args).ends_with("was not initialized\" . to_string ()") {
            *call = parse_quote!(Err(::std::string::String::new()));
        }
        visit_mut::visit_expr_call_mut(self, call);
    }
}

/// Returns the setters of what is required: path values in the order of the path, other parameters as documented, the body.
pub(crate) fn required(operation: &Operation) -> Vec<String> {
    let in_path = |name: &str| operation.path.find(&format!("{{{name}}}"));
    let mut path: Vec<_> = operation.parameters.iter().filter(|parameter| parameter.location == "path").collect();
    path.sort_by_key(|parameter| in_path(&parameter.name));
    let others = operation.parameters.iter().filter(|parameter| parameter.location != "path" && parameter.required);
    let body = operation.body.as_ref().filter(|body| body.required).map(|_| "body".to_owned());
    path.into_iter().chain(others).map(|parameter| names::setter(&parameter.name)).chain(body).collect()
}

/// Returns the type that a setter converts its argument to.
pub(crate) fn value_type(setter: &ImplItemFn) -> Result<Type> {
    let predicates = setter.sig.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    for predicate in predicates {
        let WherePredicate::Type(predicate) = predicate else {
            continue;
        };
        for bound in &predicate.bounds {
            let TypeParamBound::Trait(bound) = bound else {
                continue;
            };
            let Some(segment) = bound.path.segments.last() else {
                continue;
            };
            if segment.ident == "TryInto"
                && let PathArguments::AngleBracketed(arguments) = &segment.arguments
                && let Some(GenericArgument::Type(ty)) = arguments.args.first()
            {
                return Ok(ty.clone());
            }
        }
    }
    anyhow::bail!("the setter `{}` does not convert its argument as expected", setter.sig.ident)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_required_becomes_an_argument() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/teams/{team}/members/{id}": {"put": {
            "operationId": "putMember", "responses": {},
            "parameters": [
                {"name": "id", "in": "path", "required": true}, {"name": "team", "in": "path", "required": true},
                {"name": "dry", "in": "query"}, {"name": "reason", "in": "query", "required": true},
            ],
            "requestBody": {"required": true, "content": {"application/json": {}}},
        }}}}))
        .unwrap();
        let setter = |name: &str, ty: &str| {
            format!("pub fn {name}<V>(mut self, value: V) -> Self where V: std::convert::TryInto<{ty}> {{}}")
        };
        let mut file = syn::parse_str(&format!(
            "impl Client {{ pub fn put_member(&self) -> builder::PutMember<'_> {{ builder::PutMember::new(self) }} }}
             mod builder {{ impl<'a> PutMember<'a> {{ pub fn new(client: &'a super::Client) -> Self {{ Self {{ client, team: Err(\"team was not initialized\".to_string()), dry: Ok(None) }} }} {} {} {} {} {} }} }}",
            setter("id", "String"), setter("team", "String"), setter("dry", "bool"), setter("reason", "String"), setter("body", "types::Member"),
        ))
        .unwrap();
        super::run(&mut file, &facts).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
