//! Types of this dialect: the Python types that a value may have, and the tables that say more.

use super::notes;
use super::tables::{Row, Sections, Table, tables};
use crate::facts::{Field, Link, Notes, Type, TypeCell};
use crate::literal;
use crate::page::lines::Line;
use crate::page::{table, text};

/// Nothing real nests deeper; the limit keeps hostile pages from exhausting the stack.
const DEPTH: usize = 32;

/// An object's properties and the type of all others, where that is printed.
type Keys = (Vec<Field>, Option<Type>);

/// A type with what its row says about the place it is used in.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) ty: Type,
    /// The properties, if the type is an object that prints them.
    pub(super) keys: Option<Keys>,
}

/// Reads the type that a section describes; one that describes none allows any value.
pub(super) fn section(lines: &[Line<'_>], others: &mut Sections<'_, '_>) -> Read {
    at(lines, others, DEPTH)
}

/// Reads the type that the section of a title describes.
pub(super) fn titled(title: &str, others: &mut Sections<'_, '_>) -> Option<Type> {
    titled_at(title, others, DEPTH)
}

fn titled_at(title: &str, others: &mut Sections<'_, '_>, depth: usize) -> Option<Type> {
    let lines = others.take(title)?;
    Some(at(lines, others, depth.checked_sub(1)?).ty)
}

fn at(lines: &[Line<'_>], others: &mut Sections<'_, '_>, depth: usize) -> Read {
    let tables = tables(lines);
    let of = |column: &str| tables.iter().find(|table| table.first_column == column);
    if let Some(row) = of("Type").and_then(|table| table.rows.first()) {
        let ([cell], _) = row.cells();
        return Read { ty: linked(cell).unwrap_or(Type::Any), keys: None };
    }
    let info = of("Input Type").and_then(|table| table.rows.first()).map(|row| {
        let ([input, _accessed], rest) = row.cells();
        let (_, notes) = table::description_and_notes(rest);
        let (notes, format) = notes::read(notes);
        base(input, format, &notes)
    });
    let mut ty = info.unwrap_or(Type::Any);
    let mut printed = None;
    if let Some(table) = of("Key") {
        let keys = keys(table, others, depth);
        ty = with_keys(ty, &keys);
        printed = Some(keys);
    }
    for table in tables.iter().filter(|table| table.first_column == "Class Name") {
        let parts: Vec<Type> = table.rows.iter().map(|row| part(*row, others, depth)).collect();
        match table.heading {
            "Tuple Items" => ty = with_items(ty, parts.into_iter().next()),
            heading => {
                printed = None;
                ty = composed(heading, ty, parts);
            }
        }
    }
    Read { ty, keys: printed }
}

fn with_keys(ty: Type, (fields, others): &Keys) -> Type {
    let object = match others {
        Some(others) if fields.is_empty() => Type::Map(Box::new(others.clone())),
        _ => Type::Object(fields.clone()),
    };
    match ty {
        Type::Nullable(_) => Type::Nullable(Box::new(object)),
        _ => object,
    }
}

fn with_items(ty: Type, item: Option<Type>) -> Type {
    let array = Type::Array(Box::new(item.unwrap_or(Type::Any)));
    match ty {
        Type::Nullable(_) => Type::Nullable(Box::new(array)),
        _ => array,
    }
}

fn composed(heading: &str, own: Type, parts: Vec<Type>) -> Type {
    let composed = match heading {
        "allOf" => Type::AllOf(parts),
        "anyOf" => Type::AnyOf(parts),
        "oneOf" => Type::OneOf(parts),
        _ => return own,
    };
    match (own, composed) {
        // What the parts say is all that there is to say.
        (Type::Any, composed) => composed,
        (Type::Object(fields), composed) if fields.is_empty() => composed,
        (own, Type::AllOf(mut parts)) => {
            parts.push(own);
            Type::AllOf(parts)
        }
        (own, composed) => Type::AllOf(vec![composed, own]),
    }
}

/// Reads a row of items or of parts: class name, input type, accessed type, description, notes.
fn part(row: Row<'_>, others: &mut Sections<'_, '_>, depth: usize) -> Type {
    let ([name, input, _accessed], rest) = row.cells();
    let (_, notes) = table::description_and_notes(rest);
    let (notes, format) = notes::read(notes);
    of_cell(name, input, format, &notes, others, depth)
}

/// Reads a type from a cell, and from the section that the name before it links to.
fn of_cell(
    name: &str,
    input: &str,
    format: Option<&'static str>,
    notes: &Notes,
    others: &mut Sections<'_, '_>,
    depth: usize,
) -> Type {
    if let Some(ty) = linked(input) {
        return ty;
    }
    let anchor = text::link(text::unmarked(name)).and_then(|(_, target)| target.strip_prefix('#'));
    anchor.and_then(|title| titled_at(title, others, depth)).unwrap_or_else(|| base(input, format, notes))
}

fn keys(table: &Table<'_>, others: &mut Sections<'_, '_>, depth: usize) -> Keys {
    let mut fields = Vec::new();
    let mut rest_of_names = None;
    for row in &table.rows {
        let ([key, input, _accessed], rest) = row.cells();
        let (description, notes) = table::description_and_notes(rest);
        let (notes, format) = notes::read(notes);
        let Some(name) = text::name(key) else { continue };
        let ty = of_cell(key, input, format, &notes, others, depth);
        if name == "any_string_name" {
            rest_of_names = Some(ty).filter(|ty| *ty != Type::Any);
        } else {
            let description = text::plain(description);
            fields.push(field(row.line, name, ty, description, notes));
        }
    }
    (fields, rest_of_names)
}

/// Makes a field whose name is the one on the wire.
pub(super) fn field(line: usize, name: String, ty: Type, description: String, notes: Notes) -> Field {
    let cell = TypeCell { ty, text: String::new(), link: Link::None };
    // The values are part of the type already.
    let notes = Notes { values: None, ..notes };
    Field { line, wire: Some(name.clone()), name, place: None, cell, description, notes }
}

fn linked(cell: &str) -> Option<Type> {
    match text::type_cell(cell)? {
        (_, Link::To(name)) => Some(Type::Named(name)),
        _ => None,
    }
}

/// Reads the Python types that a value may have: `str, uuid.UUID, `.
fn base(input: &str, format: Option<&'static str>, notes: &Notes) -> Type {
    let words: Vec<&str> = input.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    if has("dict") && has("list") && has("str") {
        return Type::Any;
    }
    let mut types = Vec::new();
    if has("bytes") || has("io.FileIO") {
        types.push(Type::String(Some("binary")));
    } else if has("str") {
        let of_words = [("uuid.UUID", "uuid"), ("datetime", "date-time"), ("date", "date")];
        let told = of_words.iter().find(|(word, _)| has(word)).map(|(_, format)| *format);
        types.push(Type::String(format.or(told)));
    }
    if has("float") {
        types.push(Type::Number(format.filter(|_| !has("str"))));
    } else if has("int") {
        types.push(Type::Integer(format.filter(|_| !has("str"))));
    } else if has("decimal.Decimal") && !has("str") {
        types.push(Type::Number(format));
    }
    if has("bool") {
        types.push(Type::Boolean);
    }
    if has("list") {
        types.push(Type::Array(Box::new(Type::Any)));
    }
    if has("dict") {
        types.push(Type::Object(Vec::new()));
    }
    let mut ty = match types.len() {
        0 => Type::Any,
        1 => types.swap_remove(0),
        _ => Type::AnyOf(types),
    };
    if let Some(values) = notes.values.as_deref().and_then(literal::items) {
        ty = Type::Enum(Box::new(ty), values);
    }
    if has("None") && ty != Type::Any { Type::Nullable(Box::new(ty)) } else { ty }
}
