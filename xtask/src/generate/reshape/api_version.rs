//! Removes the header `api-version`, which progenitor adds to every request and no provider knows.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Stmt};

use super::syntax::text;

pub(super) fn run(file: &mut File) -> Result<()> {
    Remover.visit_file_mut(file);
    Ok(())
}

struct Remover;

impl VisitMut for Remover {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let before = block.stmts.len();
        block.stmts.retain(|statement| !is_version(statement));
        if block.stmts.len() != before && !block.stmts.iter().any(appends) {
            // Nothing else goes into the map: it need not be.
            block.stmts.retain(|statement| !is_map(statement));
            Headers.visit_block_mut(block);
        }
        visit_mut::visit_block_mut(self, block);
    }
}

fn is_version(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(Expr::MethodCall(call), _)
        if call.method == "append"
            && text(&call.receiver) == "header_map"
            && text(&call.args).contains("\"api-version\""))
}

fn appends(statement: &Stmt) -> bool {
    text(statement).contains("header_map . append")
}

fn is_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local) if text(&local.pat).contains("header_map"))
}

struct Headers;

impl VisitMut for Headers {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "headers"
            && text(&call.args) == "header_map"
        {
            *expr = (*call.receiver).clone();
        }
    }
}

#[cfg(test)]
mod tests {
    fn after(other: &str) -> String {
        let mut file = syn::parse_str(&format!(
            "fn send() {{ let mut header_map = HeaderMap::with_capacity(1usize); header_map.append(HeaderName::from_static(\"api-version\"), v()); {other} let r = client.get(url).headers(header_map).build()?; }}"
        ))
        .unwrap();
        super::run(&mut file).unwrap();
        prettyplease::unparse(&file)
    }

    #[test]
    fn an_empty_map_goes_with_the_header() {
        insta::assert_snapshot!(after(""), @r"
        fn send() {
            let r = client.get(url).build()?;
        }
        ");
    }

    #[test]
    fn other_headers_stay() {
        insta::assert_snapshot!(after("header_map.append(\"X\", value);"), @r#"
        fn send() {
            let mut header_map = HeaderMap::with_capacity(1usize);
            header_map.append("X", value);
            let r = client.get(url).headers(header_map).build()?;
        }
        "#);
    }
}
