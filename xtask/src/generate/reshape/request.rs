//! Puts requests together by the runtime, in place of reqwest's builder, whose generic methods each crate would compile
//! anew for each type of parameter and body.

use anyhow::{Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Expr, File, ImplItemFn, Stmt, Token};

use super::syntax::{for_each_builder, method, text};
use crate::generate::facts::{Facts, Operation};

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for_each_builder(file, facts, |operation, builder| rewrite(operation, method(builder, "send")?))
}

fn rewrite(operation: &Operation, send: &mut ImplItemFn) -> Result<()> {
    let statements = &mut send.block.stmts;
    let found = statements.iter().enumerate().find_map(|(at, statement)| match statement {
        Stmt::Local(local) if text(&local.pat) == "request" => Some((at, local.init.as_ref()?.expr.clone())),
        _ => None,
    });
    let Some((at, expr)) = found else {
        bail!("{} makes no request", operation.id);
    };
    let Some(tokens) = request(operation, &expr)? else {
        return Ok(());
    };
    let block: syn::Block = syn::parse2(quote!({ #tokens }))?;
    statements.splice(at..=at, block.stmts);
    Ok(())
}

/// Returns what makes the request, or `None` if it has something that reqwest's builder is needed for.
fn request(operation: &Operation, expr: &Expr) -> Result<Option<TokenStream>> {
    let mut calls = Vec::new();
    let mut rest = match expr {
        Expr::Try(attempt) => &*attempt.expr,
        _ => bail!("{}: the request is made by `{}`", operation.id, text(expr)),
    };
    let mut optional = None;
    loop {
        rest = match rest {
            Expr::MethodCall(call) => {
                calls.push(call);
                &call.receiver
            }
            Expr::Block(block) => match (&*block.block.stmts, &optional) {
                ([Stmt::Local(first), Stmt::Expr(Expr::Match(last), None)], None) => {
                    let Some(init) = &first.init else {
                        return Ok(None);
                    };
                    optional = Some(&last.expr);
                    &init.expr
                }
                _ => return Ok(None),
            },
            _ => break,
        };
    }
    if text(rest) != "client . client" {
        return Ok(None);
    }
    let mut create = None;
    let mut pairs = Vec::new();
    let (mut body, mut headers) = (None, None);
    for call in calls.into_iter().rev() {
        match call.method.to_string().as_str() {
            verb @ ("get" | "post" | "put" | "patch" | "delete" | "head") => {
                ensure!(text(&call.args) == "url", "a request to `{}`", text(&call.args));
                let verb = format_ident!("{}", verb.to_uppercase());
                create = Some(quote!(::reqwest::Request::new(::reqwest::Method::#verb, url)));
            }
            // The runtime adds what the table of operations has.
            "header" if asks_for_json(&call.args) => {
                ensure!(
                    operation.accept.as_deref() == Some("application/json"),
                    "{} asks for JSON, and its table for {:?}",
                    operation.id,
                    operation.accept
                );
            }
            "query" => pairs.push(pair(&call.args)?),
            "json" => body = Some(call.args.clone()),
            "headers" => headers = Some(call.args.clone()),
            "build" | "map_err" => {}
            _ => return Ok(None),
        }
    }
    let Some(create) = create else {
        return Ok(None);
    };
    let headers = headers.map(|headers| quote!(*request.headers_mut() = #headers;));
    let set = |body: TokenStream| quote!(progenitor_client::set_json(&mut request, operation, #body)?;);
    let body = match (body, optional) {
        (Some(body), None) => Some(set(quote!(#body))),
        (None, Some(body)) => {
            let set = set(quote!(body));
            Some(quote!(if let Some(body) = #body { #set }))
        }
        (None, None) => None,
        (Some(_), Some(_)) => bail!("{} has two bodies", operation.id),
    };
    let mutable = (headers.is_some() || !pairs.is_empty() || body.is_some()).then(|| quote!(mut));
    Ok(Some(quote! {
        let #mutable request = #create;
        #headers
        #(#pairs)*
        #body
    }))
}

/// Returns whether a header is the one for JSON answers.
fn asks_for_json(arguments: &Punctuated<Expr, Token![,]>) -> bool {
    let (Some(name), Some(value)) = (arguments.first(), arguments.get(1)) else {
        return false;
    };
    text(name).ends_with(":: ACCEPT") && text(value).contains("(\"application/json\"")
}

/// Returns what adds a query parameter.
fn pair(arguments: &Punctuated<Expr, Token![,]>) -> Result<TokenStream> {
    if let Some(Expr::Reference(reference)) = arguments.first()
        && let Expr::Call(call) = &*reference.expr
        && text(&call.func) == "progenitor_client :: QueryParam :: new"
        && let (Some(name), Some(value)) = (call.args.first(), call.args.get(1))
    {
        return Ok(quote! {
            progenitor_client::add_query(&mut request, operation, #name, #value)?;
        });
    }
    bail!("a query by `{}`", text(arguments))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_runtime_puts_a_request_together() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/things": {"post": {
            "operationId": "findThings",
            "responses": {"200": {"description": "", "content": {"application/json": {}}}},
        }}}}))
        .unwrap();
        let source = |chain: &str| {
            format!(
                "mod builder {{ impl<'a> FindThings<'a> {{ async fn send(self) {{
                    let request = client.client.post(url){chain}.build().map_err(|source| Error::request(operation, source))?;
                    let response = client.exec(request, operation).await?;
                }} }} }}"
            )
        };
        let run = |chain: &str| {
            let mut file = syn::parse_str(&source(chain)).unwrap();
            super::run(&mut file, &facts).map(|()| prettyplease::unparse(&file))
        };
        let accept =
            ".header(::reqwest::header::ACCEPT, ::reqwest::header::HeaderValue::from_static(\"application/json\"),)";
        let query = ".query(&progenitor_client::QueryParam::new(\"page\", &page))";
        insta::assert_snapshot!(run(&format!("{accept}.json(&body){query}")).unwrap());
        assert!(run("").unwrap().contains("let request = ::reqwest::Request::new"));
        // What it does not know it leaves alone.
        let left = run(".multipart(form)").unwrap();
        assert!(left.contains(".multipart(form)"), "{left}");
        run(".query(&page)").unwrap_err();
    }
}
