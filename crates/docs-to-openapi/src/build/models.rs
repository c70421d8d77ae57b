//! Schemas of models.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, schema};
use crate::Rule;
use crate::facts::{Field, ModelPage, Shape, Type};
use crate::literal;
use crate::report::{Notes, Report, Subject};

/// Writes the schemas of all models, or of those that the operations reach.
pub(crate) fn schemas(
    only_reached: bool,
    context: &Context<'_>,
    uses: &mut Uses,
    faults: &BTreeMap<String, Report>,
    report: &mut Report,
) -> Map<String, Value> {
    let mut written: BTreeMap<&str, Value> = BTreeMap::new();
    let mut todo: BTreeSet<String> =
        if only_reached { uses.all().cloned().collect() } else { context.models.keys().cloned().collect() };
    while let Some(name) = todo.pop_first() {
        let Some((name, page)) = context.models.get_key_value(&name) else {
            continue;
        };
        if let Some(found) = faults.get(name) {
            report.rows.extend(found.rows.iter().cloned());
        }
        let mut notes = report.about(Subject::Model(name.clone()), &page.file);
        // What this model uses only: to go through all uses again for each model would be quadratic.
        let mut own = Uses::default();
        let schema = match &page.shape {
            Shape::Properties(fields, others) => object(page, fields, others.as_ref(), context, &mut own, &mut notes),
            Shape::Values(members) => values(page, members, context, &mut notes),
            Shape::Alias(ty) => {
                let schema = schema::schema(ty, Use::Value, page.line, context, &mut own, &mut notes);
                schema::dressed(schema, described(page, context))
            }
        };
        written.insert(name, schema);
        todo.extend(own.all().filter(|used| !written.contains_key(used.as_str())).cloned());
        uses.extend(own);
    }
    // Only now is it known how the models without properties are used.
    let names: Vec<&str> = written.keys().copied().collect();
    for name in names {
        let is_empty = |page: &&ModelPage| matches!(&page.shape, Shape::Properties(fields, None) if fields.is_empty() && !page.is_typed);
        let Some(page) = context.models.get(name).filter(is_empty) else {
            continue;
        };
        let mut notes = report.about(Subject::Model(name.to_owned()), &page.file);
        written.insert(name, without_properties(page, context, uses, &mut notes));
    }
    written.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn described(page: &ModelPage, context: &Context<'_>) -> Map<String, Value> {
    let mut schema = Map::new();
    if let Some(description) = page.description.as_ref().filter(|_| context.options.keeps_prose()) {
        schema.insert("description".to_owned(), json!(description));
    }
    schema
}

fn object(
    page: &ModelPage,
    fields: &[Field],
    others: Option<&Type>,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let mut schema = described(page, context);
    schema.extend(schema::properties(fields, context, uses, notes));
    if let Some(others) = others.filter(|others| **others != Type::Any) {
        let others = schema::schema(others, Use::Value, page.line, context, uses, notes);
        schema.insert("additionalProperties".to_owned(), others);
    }
    if page.parents.is_empty() {
        return Value::Object(schema);
    }
    let named = |parent: &String| Type::Named(parent.clone());
    let parents =
        page.parents.iter().map(named).map(|ty| schema::schema(&ty, Use::Value, page.line, context, uses, notes));
    let mut parts: Vec<Value> = parents.collect();
    parts.push(Value::Object(schema));
    json!({"allOf": parts})
}

/// A body of an enumeration type is printed as `str`, so a model used as a whole is an object.
fn without_properties(page: &ModelPage, context: &Context<'_>, uses: &Uses, notes: &mut Notes<'_>) -> Value {
    let mut schema = described(page, context);
    let used = uses.value.contains(&page.name) && !uses.whole.contains(&page.name);
    if used && page.has_example {
        notes.add(
            Rule::EmptyModelAny,
            page.line,
            "no property is printed, but an example, which pages of enumerations lack: any value is allowed",
        );
    } else if used {
        notes.add(
            Rule::EmptyModelEnum,
            page.line,
            "no property is printed and the model is used as a value: an enumeration of strings",
        );
        notes.add(Rule::EnumValuesUnknown, page.line, "the values are not printed");
        schema.insert("type".to_owned(), json!("string"));
    } else {
        notes.add(
            Rule::EmptyModelObject,
            page.line,
            "no property is printed and the model is not used as a value: an object",
        );
        schema.insert("type".to_owned(), json!("object"));
    }
    Value::Object(schema)
}

fn values(page: &ModelPage, members: &[(String, String)], context: &Context<'_>, notes: &mut Notes<'_>) -> Value {
    let mut schema = described(page, context);
    let read: Vec<Option<Value>> = members.iter().map(|(_, value)| literal::literal(value)).collect();
    if read.iter().any(Option::is_none) {
        notes.add(Rule::DefaultUnreadable, page.line, "a value of the enumeration cannot be read and is left out");
    }
    let read: Vec<Value> = read.into_iter().flatten().collect();
    let ty = if read.iter().all(Value::is_string) {
        Some("string")
    } else if read.iter().all(Value::is_i64) {
        Some("integer")
    } else if read.iter().all(Value::is_number) {
        Some("number")
    } else {
        None
    };
    if let Some(ty) = ty {
        schema.insert("type".to_owned(), json!(ty));
    }
    if !read.is_empty() {
        schema.insert("enum".to_owned(), Value::Array(read));
    }
    Value::Object(schema)
}
