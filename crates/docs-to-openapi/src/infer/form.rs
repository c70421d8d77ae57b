//! Forms: which parameters of a form's operation stay in the query.

use std::collections::{HashMap, HashSet};

use super::template::placeholders;
use crate::facts::{ApiPage, Field, Operation, Type};
use crate::names::folded;

/// In so many operations without a form must a parameter be, to be one of the query next to a form too.
const OFTEN: usize = 3;

/// Says whether a media type is that of a form.
pub(crate) fn is_form(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    media.starts_with("multipart/") || media.starts_with("application/x-www-form-urlencoded")
}

/// Says whether a file is printed before a parameter. Generators print the fields of a form last, among the required
/// parameters and among the others, so that behind one field there are only fields.
pub(crate) fn follows_file(fields: &[Field], at: usize) -> bool {
    let optional = fields.get(at).is_some_and(|field| field.notes.optional);
    let is_file = |field: &Field| matches!(field.cell.ty, Type::Bytes | Type::String(Some("binary")));
    fields.iter().take(at).any(|field| is_file(field) && field.notes.optional == optional)
}

/// Names of parameters that many operations share, such as those of every list.
#[derive(Debug, Default)]
pub(crate) struct SharedNames(HashSet<String>);

impl SharedNames {
    pub(crate) fn of(pages: &[&ApiPage]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for field in pages.iter().flat_map(|page| &page.operations).flat_map(open_fields) {
            *counts.entry(&field.name).or_default() += 1;
        }
        Self(counts.into_iter().filter(|(_, count)| *count >= OFTEN).map(|(name, _)| name.to_owned()).collect())
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// The parameters of an operation without a form that are not in its path.
fn open_fields(operation: &Operation) -> impl Iterator<Item = &Field> {
    let block = operation.block.as_ref();
    let consumes = block.and_then(|block| block.consumes.as_ref()).map_or(&[][..], |media| &media.value);
    let in_path: HashSet<String> = placeholders(&operation.path).map(|found| folded(found.name)).collect();
    let fields =
        block.and_then(|block| block.parameters.as_ref()).filter(|_| !consumes.iter().any(|media| is_form(media)));
    fields.into_iter().flat_map(|fields| &fields.value).filter(move |field| !in_path.contains(&folded(&field.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Link, Notes, TypeCell};

    #[test]
    fn what_follows_a_file_is_a_field_of_its_form() {
        let field = |name: &str, ty: Type, optional: bool| {
            let cell = TypeCell { ty, text: String::new(), link: Link::None };
            let notes = Notes { optional, ..Notes::default() };
            let (name, description) = (name.to_owned(), String::new());
            Field { line: 1, name, wire: None, place: None, cell, description, notes }
        };
        let fields = [
            field("fleet", Type::String(None), false),
            field("chart", Type::Bytes, false),
            field("locale", Type::String(None), false),
            field("branch", Type::String(None), true),
            field("photo", Type::String(Some("binary")), true),
            field("caption", Type::String(None), true),
        ];
        let follow: Vec<&str> =
            (0..fields.len()).filter(|at| follows_file(&fields, *at)).map(|at| fields[at].name.as_str()).collect();
        assert_eq!(follow, ["locale", "caption"]);
    }
}
