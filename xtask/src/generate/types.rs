//! The Rust type of every shape, as progenitor makes it.
//!
//! progenitor is given components alone: one object for each model, union and operation, whose properties are the shapes
//! that are asked for. It never meets an operation, nor a name of the document: it has its own rules for names, so each
//! type has a number until its syntax tree is read.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, anyhow, bail, ensure};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};
use syn::visit_mut::{self, VisitMut};
use syn::{Fields, Item, Type};

use super::api::{Answer, Api, Content, Model, Operation, Shape, Union};

/// The types of an API's shapes, each in the words of a file that imports what it names.
#[derive(Debug)]
pub(crate) struct RustTypes {
    /// By name of the model or union, and the number of the shape in it.
    types: HashMap<String, Vec<Type>>,
    /// By name of the call.
    operations: HashMap<String, Vec<Type>>,
}

impl RustTypes {
    pub(crate) fn of(api: &Api) -> Result<Self> {
        let models = api.models.iter().map(|model| (model.name.as_str(), model_shapes(model).collect::<Vec<_>>()));
        let unions = api.unions.iter().map(|union| (union.name.as_str(), union.shapes().collect()));
        // The name is all that is wanted of an enum.
        let enums = api.enums.iter().map(|enumeration| (enumeration.name.as_str(), Vec::new()));
        let types: Vec<(&str, Vec<&Shape>)> = models.chain(unions).chain(enums).collect();
        let calls = api.operations.iter().map(|operation| (operation.call.as_str(), operation_shapes(operation)));
        let calls: Vec<(&str, Vec<&Shape>)> = calls.map(|(call, shapes)| (call, shapes.collect())).collect();
        let numbers: HashMap<&str, String> =
            types.iter().enumerate().map(|(number, (name, _))| (*name, format!("T{number}"))).collect();
        let mut components = Map::new();
        for (number, (_, shapes)) in types.iter().chain(&calls).enumerate() {
            components.insert(format!("T{number}"), object(shapes, &numbers));
        }
        let names: HashMap<&str, &str> = numbers.iter().map(|(name, number)| (number.as_str(), *name)).collect();
        let mut structs = structs(&components, &names)?;
        let mut take = |from: usize, named: &[(&str, Vec<&Shape>)]| -> Result<HashMap<String, Vec<Type>>> {
            let found = named.iter().enumerate().map(|(number, (name, shapes))| {
                let found = structs.remove(&format!("T{}", from + number)).unwrap_or_default();
                ensure!(found.len() == shapes.len(), "progenitor made no `{name}`");
                Ok(((*name).to_owned(), found))
            });
            found.collect()
        };
        Ok(Self { operations: take(types.len(), &calls)?, types: take(0, &types)? })
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
        self.operations.get(&operation.call).map(Vec::as_slice).unwrap_or_default()
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

/// Returns an object whose properties, all of them required, have these shapes. Without any it is a type, too.
fn object(shapes: &[&Shape], numbers: &HashMap<&str, String>) -> Value {
    if shapes.is_empty() {
        return json!({"type": "string", "enum": ["value"]});
    }
    let name = |number: usize| format!("f{number}");
    let properties: Map<String, Value> =
        shapes.iter().enumerate().map(|(number, shape)| (name(number), renamed(shape, numbers))).collect();
    let required: Vec<String> = (0..shapes.len()).map(name).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

/// Returns a shape with numbers in place of the names that it refers to.
fn renamed(shape: &Shape, numbers: &HashMap<&str, String>) -> Shape {
    match shape {
        Value::Object(map) => {
            let each = map.iter().map(|(key, value)| match value.as_str().filter(|_| key == "$ref") {
                Some(reference) => (key.clone(), reference_to(reference, numbers)),
                None => (key.clone(), renamed(value, numbers)),
            });
            Value::Object(each.collect())
        }
        Value::Array(items) => items.iter().map(|item| renamed(item, numbers)).collect(),
        other => other.clone(),
    }
}

fn reference_to(reference: &str, numbers: &HashMap<&str, String>) -> Value {
    let (path, name) = reference.rsplit_once('/').unwrap_or_default();
    Value::from(numbers.get(name).map_or_else(|| reference.to_owned(), |number| format!("{path}/{number}")))
}

/// Returns the types of the fields of each struct that progenitor makes.
fn structs(components: &Map<String, Value>, names: &HashMap<&str, &str>) -> Result<HashMap<String, Vec<Type>>> {
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
            // A type around another: no shape asks for one.
            continue;
        };
        let mut types: Vec<(usize, Type)> = Vec::new();
        for mut field in fields.named {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let number = name.strip_prefix('f').and_then(|number| number.parse().ok());
            Short(names).visit_type_mut(&mut field.ty);
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

/// Names types by their last segment, as a file that imports them does, and those of the document by their names again.
struct Short<'a>(&'a HashMap<&'a str, &'a str>);

impl VisitMut for Short<'_> {
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        ty.path.leading_colon = None;
        if let Some(mut last) = ty.path.segments.pop() {
            if let Some(name) = self.0.get(last.ident.to_string().as_str()) {
                last.ident = syn::Ident::new(name, proc_macro2::Span::call_site());
            }
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
        let numbers = HashMap::from([("Thing", "T0".to_owned())]);
        let names = HashMap::from([("T0", "Thing")]);
        let structs = structs(&Map::from_iter([("T0".to_owned(), object(&all, &numbers))]), &names).unwrap();
        for (ty, (shape, expected)) in structs["T0"].iter().zip(&shapes) {
            assert_eq!(ty.to_token_stream().to_string(), *expected, "{shape}");
        }
    }
}
