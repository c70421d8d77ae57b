//! Puts query parameters into the documented order; progenitor sorts them by name.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, File};

use super::syntax::{for_each_builder, method, text};
use crate::generate::facts::{Facts, Operation};

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for_each_builder(file, facts, |operation, builder| {
        Order(operation).visit_impl_item_fn_mut(method(builder, "send")?);
        Ok(())
    })
}

struct Order<'a>(&'a Operation);

impl VisitMut for Order<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // The outermost call of a run of `.query(…)` sees them all.
        let mut calls = Vec::new();
        let mut rest = &*expr;
        while let Expr::MethodCall(call) = rest
            && call.method == "query"
        {
            calls.push(call.clone());
            rest = &call.receiver;
        }
        if calls.len() > 1 {
            let receiver = rest.clone();
            calls.sort_by_key(|call| self.place(call));
            *expr = calls.into_iter().fold(receiver, |receiver, mut call| {
                call.receiver = Box::new(receiver);
                Expr::MethodCall(call)
            });
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

impl Order<'_> {
    fn place(&self, call: &ExprMethodCall) -> usize {
        let arguments = text(&call.args);
        self.0
            .parameters
            .iter()
            .position(|parameter| arguments.contains(&format!("(\"{}\" ,", parameter.name)))
            .unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn documented_order_wins() {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {"/a": {"get": {
            "operationId": "listA", "responses": {},
            "parameters": [{"name": "z", "in": "query"}, {"name": "a", "in": "query"}, {"name": "m", "in": "query"}],
        }}}}))
        .unwrap();
        let mut file = syn::parse_str(
            "mod builder { impl<'a> ListA<'a> { fn send() { c.get(url).query(&Q::new(\"a\", &a)).query(&Q::new(\"m\", &m)).query(&Q::new(\"z\", &z)).build() } } }",
        )
        .unwrap();
        super::run(&mut file, &facts).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r#"
        mod builder {
            impl<'a> ListA<'a> {
                fn send() {
                    c.get(url)
                        .query(&Q::new("z", &z))
                        .query(&Q::new("a", &a))
                        .query(&Q::new("m", &m))
                        .build()
                }
            }
        }
        "#);
    }
}
