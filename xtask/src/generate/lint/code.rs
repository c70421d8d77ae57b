//! What must not be in the final code, and what must.

use quote::ToTokens;
use syn::visit::Visit;

use crate::generate::{facts::Facts, names};

/// Identifiers that a reshape pass must have replaced, with the reason why they are wrong.
const LEFT_OVER: [(&str, &str); 7] = [
    ("encode_path", "lets `..` and `\\` change the path"),
    ("deny_unknown_fields", "refuses what a newer server adds"),
    ("OperationInfo", "carries no facts of the operation"),
    ("UnexpectedResponse", "loses the body of an error"),
    ("InvalidRequest", "does not name the operation"),
    ("ByteStream", "is not what the runtime decodes"),
    ("regress", "enforces a documented pattern"),
];

pub(super) fn problems(file: &syn::File, facts: &Facts) -> Vec<String> {
    let mut problems = Vec::new();
    let mut finder = Finder::default();
    finder.visit_file(file);
    for (name, reason) in LEFT_OVER {
        if finder.left_over.contains(name) || finder.attributes.contains(name) {
            problems.push(format!("`{name}` is left in the code: it {reason}"));
        }
    }
    if finder.api_version {
        problems.push("the header api-version is left in the code".to_owned());
    }
    if finder.fields.iter().any(|field| field.starts_with("subtype_")) {
        problems
            .push("a struct of flattened alternatives is left in the code: it cannot decode plain values".to_owned());
    }
    for empty in finder.empty_enums {
        problems.push(format!("the enum `{empty}` has no variants: no value fits its schema"));
    }
    for operation in &facts.operations {
        if !finder.functions.contains(&names::method(&operation.id)) {
            problems.push(format!("{}: the client has no method for it", operation.id));
        }
    }
    problems
}

#[derive(Default)]
struct Finder {
    left_over: std::collections::BTreeSet<&'static str>,
    api_version: bool,
    attributes: String,
    fields: Vec<String>,
    functions: std::collections::BTreeSet<String>,
    empty_enums: Vec<String>,
}

impl Finder {
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Ident(ident) => self.visit_ident(&ident),
                proc_macro2::TokenTree::Literal(literal) => {
                    self.api_version |= literal.to_string() == "\"api-version\"";
                }
                proc_macro2::TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        // There are a hundred thousand of them: nothing is allocated for those that may stay.
        for (name, _) in LEFT_OVER {
            if ident == name {
                self.left_over.insert(name);
            }
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.api_version |= literal.value() == "api-version";
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // Arguments of `format!` are tokens, not expressions.
        self.tokens(mac.tokens.clone());
        syn::visit::visit_macro(self, mac);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("serde") {
            self.attributes.push_str(&attribute.to_token_stream().to_string());
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
        syn::visit::visit_attribute(self, attribute);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.fields.extend(field.ident.as_ref().map(ToString::to_string));
        syn::visit::visit_field(self, field);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.functions.insert(function.sig.ident.to_string());
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if item.variants.is_empty() {
            self.empty_enums.push(item.ident.to_string());
        }
        syn::visit::visit_item_enum(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str) -> Vec<String> {
        let facts = crate::generate::facts::read(&serde_json::json!({"paths": {}})).unwrap();
        problems(&syn::parse_str(code).unwrap(), &facts)
    }

    #[test]
    fn each_rule_fires() {
        assert!(found("fn a() { let url = format!(\"{}\", path_segment(x)); }").is_empty());
        for wrong in [
            "fn a() { let url = format!(\"{}\", encode_path(x)); }",
            "#[serde(deny_unknown_fields)] struct A;",
            "fn a() { Err(Error::UnexpectedResponse(r)) }",
            "fn a() { h(\"api-version\"); }",
            "fn a() { format!(\"{}\", h(\"api-version\")); }",
            "#[b(\"api-version\")] fn a() {}",
            "fn a() { format!(\"{}\", b(encode_path(x))); }",
            "struct A { subtype_0: B }",
            "enum A {}",
        ] {
            assert_eq!(found(wrong).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn a_missing_operation_is_named() {
        let facts = crate::generate::facts::read(
            &serde_json::json!({"paths": {"/a": {"get": {"operationId": "getA", "responses": {}}}}}),
        )
        .unwrap();
        let code = syn::parse_str("impl Client { fn get_b(&self) {} }").unwrap();
        assert_eq!(problems(&code, &facts), ["getA: the client has no method for it"]);
    }
}
