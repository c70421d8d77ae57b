//! Lets optional bodies be left out, and drops the builder's second way to set a body.

use anyhow::{Context, Result, ensure};
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, ImplItem, Item, ItemImpl, Stmt, Type, parse_quote};

use super::syntax::{for_each_builder, method, module, text};
use crate::generate::{facts::Facts, names};

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for_each_builder(file, facts, |operation, builder| {
        builder.items.retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "body_map"));
        match &operation.body {
            Some(body) if !body.required => optional(builder),
            _ => Ok(()),
        }
    })?;
    let optional: Vec<String> = facts
        .operations
        .iter()
        .filter(|operation| operation.body.as_ref().is_some_and(|body| !body.required))
        .map(|operation| names::builder(&operation.id))
        .collect();
    for item in module(file, "builder")? {
        if let Item::Struct(item) = item
            && optional.iter().any(|name| item.ident == name)
        {
            let field = item
                .fields
                .iter_mut()
                .find(|field| field.ident.as_ref().is_some_and(|name| name == "body"))
                .with_context(|| format!("{} has no field `body`", item.ident))?;
            field.ty = optional_type(&field.ty)?;
        }
    }
    Ok(())
}

/// `Result<T, String>` becomes `Result<Option<T>, String>`.
fn optional_type(ty: &Type) -> Result<Type> {
    let code = text(ty);
    let inner: TokenStream = code
        .strip_prefix("Result < ")
        .and_then(|rest| rest.strip_suffix(" , String >"))
        .with_context(|| format!("the body is stored as `{code}`"))?
        .parse()
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(parse_quote!(Result<Option<#inner>, String>))
}

fn optional(builder: &mut ItemImpl) -> Result<()> {
    let mut setter = Replace { from: "map (From :: from)", count: 0, to: |call| parse_quote!(#call.map(Some)) };
    setter.visit_impl_item_fn_mut(method(builder, "body")?);
    ensure!(setter.count == 1, "the setter of the body is not as expected");

    let send = method(builder, "send")?;
    let conversion = send
        .block
        .stmts
        .iter_mut()
        .find(|statement| matches!(statement, Stmt::Local(local) if text(&local.pat) == "body"))
        .context("the body is not converted before it is sent")?;
    let code = text(conversion);
    let name = code
        .split("types :: ")
        .nth(1)
        .and_then(|rest| rest.split(" :: try_from").next())
        .with_context(|| format!("the body is converted by `{code}`"))?;
    let ty: syn::Path = syn::parse_str(&format!("types::{name}"))?;
    *conversion = parse_quote! {
        let body = body
            .and_then(|body| body.map(#ty::try_from).transpose().map_err(|error| error.to_string()))
            .map_err(Error::InvalidRequest)?;
    };
    let mut json = Replace {
        from: "json (& body)",
        count: 0,
        to: |call| match call {
            Expr::MethodCall(call) => {
                let receiver: TokenStream = {
                    let receiver = &call.receiver;
                    quote!(#receiver)
                };
                parse_quote!({ let request = #receiver; match &body { Some(body) => request.json(body), None => request } })
            }
            other => other,
        },
    };
    json.visit_impl_item_fn_mut(send);
    ensure!(json.count == 1, "the body is not sent as expected");
    Ok(())
}

/// Replaces a method call, given as `name (arguments)`, by another expression.
struct Replace<F: FnMut(Expr) -> Expr> {
    from: &'static str,
    count: usize,
    to: F,
}

impl<F: FnMut(Expr) -> Expr> VisitMut for Replace<F> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr {
            let code = format!("{} ({})", call.method, text(&call.args));
            if code == self.from {
                self.count += 1;
                let old = expr.clone();
                *expr = (self.to)(old);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_body_can_be_left_out() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/a": {"post": {
            "operationId": "start", "responses": {}, "requestBody": {"content": {"application/json": {}}},
        }}}}))
        .unwrap();
        let mut file = syn::parse_str(
            "mod builder { struct Start<'a> { body: Result<types::builder::Tx, String> }
             impl<'a> Start<'a> {
                fn body(mut self, value: V) -> Self { self.body = value.try_into().map(From::from).map_err(|s| s); self }
                fn body_map(self) -> Self {}
                fn send(self) {
                    let body = body.and_then(|v| { types::Tx::try_from(v).map_err(|e| e.to_string()) }).map_err(Error::InvalidRequest)?;
                    let request = client.post(url).json(&body).build()?;
                }
             } }",
        )
        .unwrap();
        super::run(&mut file, &facts).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
