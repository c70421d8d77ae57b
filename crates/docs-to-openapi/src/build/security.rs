//! Security: the schemes and what an operation requires.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::facts::{ApiPage, Block, Bullet};
use crate::page::scheme::{Flow, Scheme, SchemeKind};
use crate::pages::README;
use crate::report::{Notes, Report, Subject};
use crate::{Options, Rule};

/// The schemes of the document, and which of them have scopes.
#[derive(Debug, Default)]
pub(crate) struct Schemes {
    written: Map<String, Value>,
    scoped: HashSet<String>,
    /// Schemes that no page describes, once they are reported.
    undescribed: HashSet<String>,
    /// Whether the SDK has any scheme. If not, "no authorization" is what generators print of a specification that says
    /// nothing on it.
    has_any: bool,
}

impl Schemes {
    /// Writes the schemes that the front page describes.
    pub(crate) fn described(schemes: &[Scheme], pages: &[&ApiPage], options: &Options, report: &mut Report) -> Self {
        let mut notes = report.about(Subject::Page(README.to_owned()), README);
        let mut blocks = pages.iter().flat_map(|page| &page.operations).filter_map(|one| one.block.as_ref());
        let named = |block: &Block| block.authorization.as_ref().is_some_and(|names| !names.value.is_empty());
        let has_any = !schemes.is_empty() || blocks.any(named);
        if !has_any {
            notes.add(Rule::SecurityUnknown, 0, "neither the front page nor an operation names a security scheme");
        }
        let mut all = Self { has_any, ..Self::default() };
        for scheme in schemes {
            if let SchemeKind::Oauth(flows) = &scheme.kind
                && flows.iter().flat_map(|flow| &flow.scopes).any(|(name, _)| !name.is_empty())
            {
                all.scoped.insert(scheme.name.clone());
            }
            let value = described(scheme, options, &mut notes);
            all.written.insert(scheme.name.clone(), value);
        }
        all
    }

    /// Returns `components.securitySchemes`.
    pub(crate) fn into_value(self) -> Option<Value> {
        (!self.written.is_empty()).then_some(Value::Object(self.written))
    }

    /// Adds what an operation requires to it.
    pub(crate) fn require(&mut self, operation: &mut Map<String, Value>, block: &Block, notes: &mut Notes<'_>) {
        let Some(printed) = &block.authorization else {
            notes.add(Rule::SecurityUnknown, block.line, "the block has no section on authorization");
            return;
        };
        for name in &printed.value {
            self.add_from_example(name, &block.bullets, printed.line, notes);
        }
        let (written, undescribed): (Vec<String>, Vec<String>) =
            printed.value.iter().cloned().partition(|name| self.written.contains_key(name));
        for name in &undescribed {
            // One row a scheme says it all: what one operation lacks, all others lack too.
            if self.undescribed.insert(name.clone()) {
                let fact = format!("security scheme `{name}` is described nowhere");
                notes.add(Rule::SchemeUndescribed, printed.line, fact);
            }
        }
        if !undescribed.is_empty() {
            operation.insert("x-unresolved-security".to_owned(), json!(undescribed));
            if written.is_empty() {
                return;
            }
            let fact = format!("{} alone are written as needed", written.join(", "));
            notes.add(Rule::SecurityPartial, printed.line, fact);
        }
        if written.len() > 1 {
            let names = written.join(", ");
            notes.add(Rule::SecurityAnd, printed.line, format!("{names} are written as needed together"));
            notes.add(Rule::SecurityAndOr, printed.line, format!("whether one of {names} is enough is not printed"));
        }
        for name in written.iter().filter(|name| self.scoped.contains(*name)) {
            notes.add(Rule::ScopesUnknown, printed.line, format!("which scopes of `{name}` are needed is not printed"));
        }
        if self.has_any {
            operation.insert("security".to_owned(), requirements(&written));
        }
    }

    fn add_from_example(&mut self, name: &str, bullets: &[Bullet], line: usize, notes: &mut Notes<'_>) {
        if self.written.contains_key(name) {
            return;
        }
        let Some(bullet) = bullets.iter().find(|bullet| bullet.scheme == name) else {
            return;
        };
        let value = match bullet.kind.as_str() {
            "Basic" => json!({"type": "http", "scheme": "basic"}),
            kind if kind.starts_with("Bearer") => {
                let format = kind.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
                bearer(format)
            }
            "OAuth" => json!({"type": "oauth2", "flows": {}}),
            // Where the key goes is printed on the front page only.
            _ => return,
        };
        notes.add(
            Rule::SchemeFromExample,
            line,
            format!("security scheme `{name}` is {}, as the example's heading says", bullet.kind),
        );
        self.written.insert(name.to_owned(), value);
    }
}

/// One requirement with all names: a list on a page cannot say "or".
fn requirements(names: &[String]) -> Value {
    if names.is_empty() {
        return json!([]);
    }
    let all: Map<String, Value> = names.iter().map(|name| (name.clone(), json!([]))).collect();
    Value::Array(vec![Value::Object(all)])
}

fn bearer(format: Option<&str>) -> Value {
    let mut scheme = Map::new();
    scheme.insert("type".to_owned(), json!("http"));
    scheme.insert("scheme".to_owned(), json!("bearer"));
    if let Some(format) = format {
        scheme.insert("bearerFormat".to_owned(), json!(format));
    }
    Value::Object(scheme)
}

fn described(scheme: &Scheme, options: &Options, notes: &mut Notes<'_>) -> Value {
    match &scheme.kind {
        SchemeKind::ApiKey { parameter, location } => {
            json!({"type": "apiKey", "name": parameter, "in": location})
        }
        SchemeKind::Basic => json!({"type": "http", "scheme": "basic"}),
        SchemeKind::Bearer { format } => bearer(format.as_deref()),
        SchemeKind::Signature => json!({"type": "http", "scheme": "signature"}),
        SchemeKind::Oauth(flows) => {
            let mut written = Map::new();
            for flow in flows {
                let value = oauth_flow(&scheme.name, flow, options, notes);
                written.insert(flow.name.to_owned(), value);
            }
            json!({"type": "oauth2", "flows": written})
        }
    }
}

/// OpenAPI asks for URLs that pages never print; the empty reference is the only one that says
/// nothing and is valid anyway.
fn oauth_flow(scheme: &str, flow: &Flow, options: &Options, notes: &mut Notes<'_>) -> Value {
    let mut value = Map::new();
    if matches!(flow.name, "implicit" | "authorizationCode") {
        if flow.authorization_url.is_empty() {
            notes.add(
                Rule::OauthAuthorizationUrl,
                flow.line,
                format!("the authorization URL of `{scheme}` is not printed"),
            );
        }
        value.insert("authorizationUrl".to_owned(), json!(flow.authorization_url));
    }
    if flow.name != "implicit" {
        notes.add(Rule::OauthTokenUrl, flow.line, format!("the token URL of `{scheme}` is not printed"));
        value.insert("tokenUrl".to_owned(), json!(""));
    }
    let mut scopes = Map::new();
    for (name, words) in &flow.scopes {
        if name.is_empty() {
            notes.add(Rule::ScopeBlank, flow.line, format!("the blank scope of `{scheme}` is left out"));
            continue;
        }
        let words = if options.keeps_prose() { words.as_str() } else { "" };
        scopes.insert(name.clone(), json!(words));
    }
    value.insert("scopes".to_owned(), Value::Object(scopes));
    Value::Object(value)
}
