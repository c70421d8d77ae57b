//! Schemas of types.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses};
use crate::Rule;
use crate::literal::{self, Default};
use crate::page::rows::Field;
use crate::page::text::{Link, TypeCell};
use crate::report::Notes;
use crate::types::{self, Type};

/// Reads a printed type; one that cannot be read stands for any value.
pub(crate) fn read_type(cell: &TypeCell, line: usize, context: &Context<'_>, notes: &mut Notes<'_>) -> Type {
    match types::parse(&cell.name, context.spelling) {
        Some(Type::String(None)) if cell.link == Link::Empty => {
            notes.add(Rule::FormatEmptyLink, line, "a string with an empty link has format `uuid`");
            Type::String(Some("uuid"))
        }
        Some(ty) => ty,
        None => {
            notes.add(
                Rule::TypeUnreadable,
                line,
                format!("the type `{}` cannot be read and stands for any value", cell.name),
            );
            Type::Any
        }
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
        Type::String(None) => json!({"type": "string"}),
        Type::String(Some(format)) => json!({"type": "string", "format": format}),
        Type::Integer => json!({"type": "integer"}),
        Type::Number => json!({"type": "number"}),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Array(item) => json!({"type": "array", "items": inner(item)}),
        Type::Map(value) => json!({"type": "object", "additionalProperties": inner(value)}),
        Type::Named(name) => named(name, how, line, context, uses, notes),
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
pub(crate) fn of_field(field: &Field, context: &Context<'_>, uses: &mut Uses, notes: &mut Notes<'_>) -> Value {
    let ty = read_type(&field.ty, field.line, context, notes);
    let mut extra = Map::new();
    if context.options.keeps_prose() && !field.description.is_empty() {
        extra.insert("description".to_owned(), json!(field.description));
    }
    if field.notes.read_only {
        extra.insert("readOnly".to_owned(), json!(true));
    }
    if let Some(default) = default(field, &ty, notes) {
        extra.insert("default".to_owned(), default);
    }
    dressed(schema(&ty, Use::Value, field.line, context, uses, notes), extra)
}

/// Adds keys to a schema; beside a `$ref` they would be ignored, so that goes into an `allOf`.
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
pub(crate) fn default(field: &Field, ty: &Type, notes: &mut Notes<'_>) -> Option<Value> {
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
                format!("the default `{printed}` of `{name}` is no value of type `{}`", field.ty.name),
            );
            None
        }
    }
}
