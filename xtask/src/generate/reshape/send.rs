//! Rewrites `send`: guarded path below the base URL that is parsed already, errors that name the operation, one call of the runtime, one decoding.

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, ImplItemFn, Stmt, Token, parse_quote};

use super::syntax::{for_each_builder, method, text};
use crate::generate::facts::{Facts, Operation};
use crate::generate::names;

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for_each_builder(file, facts, |operation, builder| rewrite(operation, method(builder, "send")?))
}

fn rewrite(operation: &Operation, send: &mut ImplItemFn) -> Result<()> {
    let output: TokenStream =
        text(&send.sig.output).replace("Error < () >", "Error").parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    send.sig.output = syn::parse2(output)?;

    let mut rewriter = Rewriter { operation, segments: 0, urls: 0, built: 0, failure: None };
    rewriter.visit_block_mut(&mut send.block);
    if let Some(failure) = rewriter.failure {
        return Err(failure);
    }
    let placeholders = operation.path.matches('{').count();
    ensure!(rewriter.segments == placeholders, "{} of {placeholders} path values are guarded", rewriter.segments);
    ensure!(rewriter.urls == 1, "the URL is put together {} times", rewriter.urls);
    ensure!(rewriter.built == 1, "the request is built {} times", rewriter.built);

    let tail = tail(send)?;
    let statements = &mut send.block.stmts;
    let first = statements
        .iter()
        .position(|statement| text(statement).starts_with("let info ="))
        .context("progenitor's call of the hooks is not as expected")?;
    statements.truncate(first);
    statements.push(parse_quote!(let response = client.exec(request, operation).await?;));
    statements.push(Stmt::Expr(tail, None));
    let constant = format_ident!("{}", names::constant(&operation.id));
    statements.insert(0, parse_quote!(let operation = &super::operations::#constant;));
    for statement in statements {
        if let Stmt::Local(local) = statement
            && text(&local.pat) == "mut request"
        {
            local.pat = parse_quote!(request);
            local.attrs.clear();
        }
    }
    Ok(())
}

/// Returns the expression that decodes, taken from the arm for successes.
fn tail(send: &ImplItemFn) -> Result<Expr> {
    let Some(Stmt::Expr(Expr::Match(matched), None)) = send.block.stmts.last() else {
        bail!("`send` does not end in a match over the status");
    };
    let arm =
        matched.arms.iter().find(|arm| text(&arm.pat) == "200 ..= 299").context("`send` has no arm for successes")?;
    let code = text(&arm.body);
    Ok(match code.trim_start_matches("{ ").trim_end_matches(" }") {
        "ResponseValue :: from_response (response) . await" => {
            parse_quote!(ResponseValue::from_response(response, operation))
        }
        "Ok (ResponseValue :: empty (response))" => {
            parse_quote!(Ok(ResponseValue::empty(response)))
        }
        other => bail!("successes are decoded by `{other}`"),
    })
}

struct Rewriter<'a> {
    operation: &'a Operation,
    segments: usize,
    urls: usize,
    built: usize,
    failure: Option<anyhow::Error>,
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let replaced = match expr {
            Expr::MethodCall(call) if call.method == "map_err" && text(&call.args) == "Error :: InvalidRequest" => {
                let receiver = &call.receiver;
                Some(parse_quote!(#receiver.map_err(|reason| Error::invalid_request(operation, reason))))
            }
            Expr::Try(attempt) if text(&attempt.expr).ends_with(". build ()") => {
                self.built += 1;
                let build = &attempt.expr;
                Some(parse_quote!(#build.map_err(|source| Error::request(operation, source))?))
            }
            _ => None,
        };
        if let Some(replaced) = replaced {
            *expr = replaced;
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init
            && let Expr::Macro(found) = &*init.expr
            && found.mac.path.is_ident("format")
            && text(&local.pat) == "url"
        {
            match self.url(found.mac.tokens.clone()) {
                Ok(url) => *init.expr = url,
                Err(error) => {
                    self.failure.get_or_insert(error);
                }
            }
            self.urls += 1;
            return;
        }
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        // A header whose value is converted by `to_string` would print what it holds on failure.
        let code = text(statement);
        if code.contains("header_map . append") && code.contains("value . to_string () . try_into () ?") {
            match header(&code) {
                Ok(new) => *statement = new,
                Err(error) => {
                    self.failure.get_or_insert(error);
                }
            }
            return;
        }
        visit_mut::visit_stmt_mut(self, statement);
    }
}

impl Rewriter<'_> {
    /// Returns what puts the URL together from the pieces of progenitor's `format!`, its values guarded by the runtime.
    fn url(&mut self, tokens: TokenStream) -> Result<Expr> {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens)?;
        let mut arguments = arguments.into_iter();
        let (Some(Expr::Lit(template)), Some(base)) = (arguments.next(), arguments.next()) else {
            bail!("the URL is not put together from a template and the base URL");
        };
        let syn::Lit::Str(template) = &template.lit else {
            bail!("the template of the URL is no text");
        };
        ensure!(text(&base) == "client . baseurl", "the URL begins with `{}`", text(&base));
        let template = template.value();
        let path = template.strip_prefix("{}").context("the URL has something before the base URL")?;
        let mut pieces: Vec<Expr> = Vec::new();
        for (at, literal) in path.split("{}").enumerate() {
            ensure!(!literal.contains(['{', '}']), "the template of the URL has a brace");
            if at > 0 {
                let value = arguments.next().context("the URL has too few values")?;
                pieces.push(self.guarded(value)?);
            }
            if !literal.is_empty() {
                pieces.push(parse_quote!(#literal));
            }
        }
        ensure!(arguments.next().is_none(), "the URL has too many values");
        Ok(parse_quote!(client.inner.url(&[#(#pieces),*])))
    }

    /// Replaces the encoder of a path value by the runtime's guard.
    fn guarded(&mut self, value: Expr) -> Result<Expr> {
        let Expr::Call(call) = &value else {
            bail!("`{}` is no encoded path value", text(&value));
        };
        ensure!(text(&call.func) == "encode_path", "a path value is encoded by `{}`", text(&call.func));
        let name = self
            .operation
            .path
            .split('{')
            .nth(self.segments + 1)
            .and_then(|rest| rest.split('}').next())
            .context("more path values than placeholders")?;
        self.segments += 1;
        let Some(Expr::Reference(value)) = call.args.first() else {
            bail!("the path encoder has no borrowed argument");
        };
        let value = &value.expr;
        Ok(parse_quote!(&progenitor_client::path_segment::<crate::Problem>(operation, #name, #value)?))
    }
}

fn header(code: &str) -> Result<Stmt> {
    let name = code.split('"').nth(1).context("a header without name")?;
    let new = if let Some(rest) = code.strip_prefix("if let Some (value) = ") {
        let variable: syn::Ident = syn::parse_str(rest.split(' ').next().unwrap_or_default())?;
        quote!(if let Some(value) = #variable {
            header_map.append(#name, progenitor_client::header_value::<crate::Problem>(operation, #name, &value)?);
        })
    } else {
        bail!("a required header is set by `{code}`, which this pass does not know yet")
    };
    Ok(syn::parse2(new)?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_call_is_guarded_and_decoded_by_the_runtime() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/things/{thingId}": {"get": {
            "operationId": "getThing", "responses": {},
        }}}}))
        .unwrap();
        let mut file = syn::parse_str(
            "mod builder { impl<'a> GetThing<'a> { async fn send(self) -> Result<ResponseValue<types::Thing>, Error<()>> {
                let Self { client, thing_id } = self;
                let thing_id = thing_id.map_err(Error::InvalidRequest)?;
                let url = format!(\"{}/things/{}\", client.baseurl, encode_path(&thing_id.to_string()),);
                if let Some(value) = token { header_map.append(\"X-Token\", value.to_string().try_into()?); }
                #[allow(unused_mut)] let mut request = client.client.get(url).build()?;
                let info = OperationInfo { operation_id: \"get_thing\" };
                client.pre(&mut request, &info).await?;
                let result = client.exec(request, &info).await;
                client.post(&result, &info).await?;
                let response = result?;
                match response.status().as_u16() { 200..=299 => ResponseValue::from_response(response).await, _ => Err(Error::UnexpectedResponse(response)) }
            } } }",
        )
        .unwrap();
        super::run(&mut file, &facts).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
