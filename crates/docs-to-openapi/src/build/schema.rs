//! Schemas of types.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses};
use crate::Rule;
use crate::facts::{Field, Link, Shape, Type, TypeCell};
use crate::infer::style::Side;
use crate::infer::wire_name;
use crate::literal::{self, Default};
use crate::report::Notes;

/// Completes a printed type by the place where it stands: which format bytes have, and what an empty link means.
pub(crate) fn placed_type(cell: &TypeCell, line: usize, bytes: &'static str, notes: &mut Notes<'_>) -> Type {
    if cell.ty == Type::String(None) && cell.link == Link::Empty {
        notes.add(Rule::FormatEmptyLink, line, "a string with an empty link has format `uuid`");
        return Type::String(Some("uuid"));
    }
    let completed = with_bytes(&cell.ty, bytes);
    if completed != cell.ty {
        notes.add(Rule::FormatByPlace, line, format!("bytes have format `{bytes}` here"));
    }
    completed
}

fn with_bytes(ty: &Type, bytes: &'static str) -> Type {
    let inner = |ty: &Type| Box::new(with_bytes(ty, bytes));
    match ty {
        Type::Bytes => Type::String(Some(bytes)),
        Type::Array(item) => Type::Array(inner(item)),
        Type::Map(value) => Type::Map(inner(value)),
        Type::Nullable(ty) => Type::Nullable(inner(ty)),
        other => other.clone(),
    }
}

/// Writes the schema of a type and remembers the models in it.
pub(crate) fn schema(
    ty: &Type,
    how: Use,
    line: usize,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let mut inner = |ty: &Type| schema(ty, Use::Value, line, context, uses, notes);
    match ty {
        Type::Any => {
            notes.add(Rule::ObjectIsAny, line, "`object` allows any value");
            json!({})
        }
        Type::String(format) => formatted("string", *format),
        Type::Bytes => formatted("string", Some("binary")),
        Type::Integer(format) => formatted("integer", *format),
        Type::Number(format) => formatted("number", *format),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Array(item) => json!({"type": "array", "items": inner(item)}),
        Type::Map(value) => json!({"type": "object", "additionalProperties": inner(value)}),
        Type::Nullable(ty) => dressed(inner(ty), Map::from_iter([("nullable".to_owned(), json!(true))])),
        Type::Enum(ty, values) => dressed(inner(ty), Map::from_iter([("enum".to_owned(), json!(values))])),
        Type::AllOf(parts) => json!({"allOf": parts.iter().map(inner).collect::<Vec<_>>()}),
        Type::AnyOf(parts) => json!({"anyOf": parts.iter().map(inner).collect::<Vec<_>>()}),
        Type::OneOf(parts) => json!({"oneOf": parts.iter().map(inner).collect::<Vec<_>>()}),
        Type::Object(fields) if fields.is_empty() => json!({"type": "object"}),
        Type::Object(fields) => Value::Object(properties(fields, context, uses, notes)),
        Type::Named(name) => named(name, how, line, context, uses, notes),
    }
}

fn formatted(ty: &str, format: Option<&str>) -> Value {
    match format {
        Some(format) => json!({"type": ty, "format": format}),
        None => json!({"type": ty}),
    }
}

fn named(name: &str, how: Use, line: usize, context: &Context<'_>, uses: &mut Uses, notes: &mut Notes<'_>) -> Value {
    if !context.models.contains_key(name) {
        notes.add(
            Rule::ModelWithoutPage,
            line,
            format!("type `{name}` has no page; any value is allowed in its place"),
        );
        return json!({"x-unresolved": name});
    }
    match how {
        Use::Whole => uses.whole.insert(name.to_owned()),
        Use::Value => uses.value.insert(name.to_owned()),
    };
    json!({"$ref": format!("#/components/schemas/{}", pointer(name))})
}

fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Writes the schema of a property or form field with everything its row says.
pub(crate) fn of_field(
    field: &Field,
    bytes: &'static str,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let ty = placed_type(&field.cell, field.line, bytes, notes);
    let mut extra = Map::new();
    if context.options.keeps_prose() && !field.description.is_empty() {
        extra.insert("description".to_owned(), json!(field.description));
    }
    if field.notes.read_only {
        extra.insert("readOnly".to_owned(), json!(true));
    }
    insert_limits(field, &mut extra, notes);
    if let Some(default) = default(field, &ty, context, notes) {
        extra.insert("default".to_owned(), default);
    }
    dressed(schema(&ty, Use::Value, field.line, context, uses, notes), extra)
}

/// Writes the keys of an object with properties; a model and an object inside one are written alike.
pub(crate) fn properties(
    fields: &[Field],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Map<String, Value> {
    let mut properties: Map<String, Value> = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let mut name = wire_name::styled(field, Side::Property, context.wire, notes);
        if properties.contains_key(&name) && name != field.name && !properties.contains_key(&field.name) {
            notes.add(
                Rule::PropertyRepeated,
                field.line,
                format!("a property `{name}` exists already; this one is kept as `{}`", field.name),
            );
            name.clone_from(&field.name);
        } else if properties.contains_key(&name) {
            notes.add(
                Rule::PropertyRepeated,
                field.line,
                format!("a property `{name}` exists already; this one, whose name on the wire is not printed, is lost"),
            );
            continue;
        }
        if !field.notes.optional {
            required.push(json!(name));
        }
        properties.insert(name, of_field(field, "byte", context, uses, notes));
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema
}

/// Adds what the values of a row are limited to, by the row itself and by the sources.
pub(crate) fn insert_limits(field: &Field, extra: &mut Map<String, Value>, notes: &mut Notes<'_>) {
    if let Some(values) = field.notes.values.as_deref().and_then(literal::items) {
        extra.insert("enum".to_owned(), Value::Array(values));
    }
    for (keyword, limit) in &field.notes.limits {
        // The path may have another pattern: `{id:[0-9]+}`.
        if let Some(printed) = extra.insert(keyword.clone(), limit.clone()).filter(|printed| printed != limit) {
            let fact = format!("the page gives `{}` the {keyword} {printed}, the source {limit}", field.name);
            notes.add(Rule::SourceDisagreement, field.line, fact);
        }
    }
}

/// Adds keys to a schema; next to a `$ref` they would be ignored, so that goes into an `allOf`.
pub(crate) fn dressed(schema: Value, extra: Map<String, Value>) -> Value {
    if extra.is_empty() {
        return schema;
    }
    let mut object = match schema {
        Value::Object(object) if !object.contains_key("$ref") => object,
        other => {
            let mut object = Map::new();
            object.insert("allOf".to_owned(), Value::Array(vec![other]));
            object
        }
    };
    object.extend(extra);
    Value::Object(object)
}

/// Reads the default of a row.
pub(crate) fn default(field: &Field, ty: &Type, context: &Context<'_>, notes: &mut Notes<'_>) -> Option<Value> {
    let printed = field.notes.default.as_deref()?;
    let name = &field.name;
    match literal::default(printed, ty) {
        Default::Value(value) => Some(value),
        Default::Absent => None,
        Default::Unquoted(value) => {
            notes.add(Rule::DefaultUnquoted, field.line, format!("the default of `{name}` is the string `{printed}`"));
            Some(value)
        }
        Default::Member => {
            if let Some(value) = member(printed, ty, context) {
                let fact = format!("the default of `{name}` is {value}, the value of `{printed}`");
                notes.add(Rule::DefaultOfMember, field.line, fact);
                return Some(value);
            }
            notes.add(
                Rule::DefaultMember,
                field.line,
                format!("the default of `{name}` is the member `{printed}`, whose value is not printed"),
            );
            None
        }
        Default::Unreadable => {
            notes.add(
                Rule::DefaultUnreadable,
                field.line,
                format!("the default `{printed}` of `{name}` is no value of its type"),
            );
            None
        }
    }
}

/// Finds the value of a member on the page of its enumeration.
fn member(printed: &str, ty: &Type, context: &Context<'_>) -> Option<Value> {
    let Shape::Values(members) = &context.models.get(ty.model()?)?.shape else { return None };
    let (_, name) = printed.rsplit_once('.')?;
    let (_, value) = members.iter().find(|(member, _)| member == name)?;
    literal::literal(value)
}
