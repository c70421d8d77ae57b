//! The Rust type of every shape, as progenitor makes it.
//!
//! progenitor is given components alone: one object for each model, union and operation, whose properties are the shapes
//! that are asked for. It never meets an operation. What it makes of the objects is read as a syntax tree.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, anyhow, bail};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, Item, Type};

use super::api::{Answer, Api, Content, Model, Operation, Shape, Union};

/// The types of an API's shapes, each in the words of a file that imports what it names.
#[derive(Debug)]
pub(crate) struct RustTypes {
    /// By owner, and the number of the shape in it.
    types: HashMap<String, Vec<Type>>,
    signature: String,
}

impl RustTypes {
    pub(crate) fn of(api: &Api) -> Result<Self> {
        let mut signature = "Signature".to_owned();
        while api.models.iter().any(|model| model.name.starts_with(&signature)) {
            signature.push_str("Of");
        }
        let mut owners: Vec<(String, Vec<&Shape>)> = Vec::new();
        for model in &api.models {
            owners.push((model.name.clone(), model_shapes(model).collect()));
        }
        for union in &api.unions {
            owners.push((union.name.clone(), union.variants.iter().map(|(_, shape)| shape).collect()));
        }
        for operation in &api.operations {
            owners.push((format!("{signature}{}", operation.call), operation_shapes(operation).collect()));
        }
        let mut components = Map::new();
        let (owners, empty): (Vec<_>, Vec<_>) = owners.into_iter().partition(|(_, shapes)| !shapes.is_empty());
        for (name, shapes) in &owners {
            components.insert(name.clone(), object(shapes));
        }
        for enumeration in &api.enums {
            // The name is all that is wanted: the template writes the values.
            components.insert(enumeration.name.clone(), json!({"type": "string", "enum": ["value"]}));
        }
        let structs = structs(&components)?;
        let mut types: HashMap<String, Vec<Type>> = empty.into_iter().map(|(name, _)| (name, Vec::new())).collect();
        for (name, shapes) in owners {
            let found = structs.get(&name).filter(|found| found.len() == shapes.len());
            types.insert(name.clone(), found.with_context(|| format!("progenitor made no `{name}`"))?.clone());
        }
        Ok(Self { types, signature })
    }

    /// Returns the types of a model's fields, and last that of its other properties, if it has them.
    pub(crate) fn model(&self, model: &Model) -> &[Type] {
        self.types.get(&model.name).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn union(&self, union: &Union) -> &[Type] {
        self.types.get(&union.name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the types of an operation's parameters, of its JSON body, and of its JSON answers, in this order.
    pub(crate) fn operation(&self, operation: &Operation) -> &[Type] {
        self.types.get(&format!("{}{}", self.signature, operation.call)).map(Vec::as_slice).unwrap_or_default()
    }
}

fn model_shapes(model: &Model) -> impl Iterator<Item = &Shape> {
    model.fields.iter().map(|field| &field.shape).chain(&model.others)
}

fn operation_shapes(operation: &Operation) -> impl Iterator<Item = &Shape> {
    let body = operation.body.iter().map(|body| &body.content);
    let answers = operation.answers.iter().map(|Answer { content, .. }| content);
    let json = body.chain(answers).filter_map(|content| match content {
        Content::Json(shape) => Some(shape),
        _ => None,
    });
    operation.parameters.iter().map(|parameter| &parameter.shape).chain(json)
}

/// Returns an object whose properties, all of them required, have these shapes.
fn object(shapes: &[&Shape]) -> Value {
    let name = |number: usize| format!("f{number}");
    let properties: Map<String, Value> =
        shapes.iter().enumerate().map(|(number, shape)| (name(number), (*shape).clone())).collect();
    let required: Vec<String> = (0..shapes.len()).map(name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// Returns the types of the fields of each struct that progenitor makes.
fn structs(components: &Map<String, Value>) -> Result<HashMap<String, Vec<Type>>> {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "components", "version": "1"}, "paths": {},
        "components": {"schemas": components},
    });
    let file = generate(&document)?;
    let mut structs = HashMap::new();
    let modules = file.items.into_iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    for item in modules.flat_map(|(_, items)| items) {
        let Item::Struct(item) = item else {
            continue;
        };
        let Fields::Named(fields) = item.fields else {
            // A type of its own around another: no shape asks for one.
            continue;
        };
        let mut types: Vec<(usize, Type)> = Vec::new();
        for mut field in fields.named {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let number = name.strip_prefix('f').and_then(|number| number.parse().ok());
            Short.visit_type_mut(&mut field.ty);
            types.push((number.with_context(|| format!("progenitor made the field `{name}`"))?, field.ty));
        }
        types.sort_by_key(|(number, _)| *number);
        structs.insert(item.ident.to_string(), types.into_iter().map(|(_, ty)| ty).collect());
    }
    Ok(structs)
}

fn generate(document: &Value) -> Result<syn::File> {
    let api: openapiv3::OpenAPI =
        serde_json::from_value(document.clone()).context("the components are not OpenAPI 3.0")?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional).with_map_type("::std::collections::BTreeMap").with_crate(
        "user-directory-runtime",
        progenitor::CrateVers::Any,
        None,
    );
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(&api)));
    std::panic::set_hook(quiet);
    match outcome {
        Ok(tokens) => syn::parse2(tokens.context("progenitor refuses the components")?)
            .map_err(|error| anyhow!("progenitor's output is not Rust: {error}")),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            bail!("progenitor panicked: {}", text.or_else(|| panic.downcast_ref().copied()).unwrap_or("no message"))
        }
    }
}

/// Names types by their last segment, as a file that imports them does.
struct Short;

impl VisitMut for Short {
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        ty.path.leading_colon = None;
        if let Some(last) = ty.path.segments.pop() {
            ty.path.segments.clear();
            ty.path.segments.push(last);
        }
        visit_mut::visit_type_path_mut(self, ty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;

    #[test]
    fn shapes_have_the_types_that_a_file_with_imports_names() {
        let shapes = [
            (json!({"type": "string"}), "String"),
            (json!({"type": "string", "format": "uuid"}), "Uuid"),
            (json!({"type": "string", "format": "date-time"}), "DateTime < Utc >"),
            (json!({"type": "integer", "format": "int64"}), "i64"),
            (json!({"type": "number", "format": "double"}), "f64"),
            (json!({"type": "array", "items": {"type": "string", "nullable": true}}), "Vec < Option < String > >"),
            (json!({"type": "object"}), "Map < String , Value >"),
            (json!({"type": "object", "additionalProperties": {"type": "boolean"}}), "BTreeMap < String , bool >"),
            (json!({}), "Value"),
            (json!({"$ref": "#/components/schemas/Thing"}), "Box < Thing >"),
        ];
        let all: Vec<&Value> = shapes.iter().map(|(shape, _)| shape).collect();
        let structs = structs(&Map::from_iter([("Thing".to_owned(), object(&all))])).unwrap();
        for (ty, (shape, expected)) in structs["Thing"].iter().zip(&shapes) {
            assert_eq!(ty.to_token_stream().to_string(), *expected, "{shape}");
        }
    }
}
