//! Forms: which parameters of a form's operation stay in the query.

use std::collections::{HashMap, HashSet};

use super::template::placeholders;
use crate::facts::{ApiPage, Field, Operation, Type};
use crate::names::folded;

/// So many times as often must a parameter be without a form as with one, to be one of the query next to a form too.
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
        let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
        for operation in pages.iter().flat_map(|page| &page.operations) {
            let form = usize::from(has_form(operation));
            for field in open_fields(operation) {
                counts.entry(&field.name).or_default()[form] += 1;
            }
        }
        let is_shared = |[without, with]: [usize; 2]| without >= OFTEN * with.max(1);
        Self(counts.into_iter().filter(|(_, counts)| is_shared(*counts)).map(|(name, _)| name.to_owned()).collect())
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

fn has_form(operation: &Operation) -> bool {
    let consumes = operation.block.as_ref().and_then(|block| block.consumes.as_ref());
    consumes.is_some_and(|media| media.value.iter().any(|media| is_form(media)))
}

/// The parameters of an operation that are not in its path.
fn open_fields(operation: &Operation) -> impl Iterator<Item = &Field> {
    let in_path: HashSet<String> = placeholders(&operation.path).map(|found| folded(found.name)).collect();
    let fields = operation.block.as_ref().and_then(|block| block.parameters.as_ref());
    fields.into_iter().flat_map(|fields| &fields.value).filter(move |field| !in_path.contains(&folded(&field.name)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::facts::{Block, Link, Notes, Printed, TypeCell};

    fn block(consumes: &str, fields: &[&str]) -> (&'static str, Block) {
        let fields = fields.iter().map(|name| field(name, Type::String(None), true)).collect();
        let consumes = Some(Printed::new(1, vec![consumes.to_owned()]));
        ("/boats/{fleet}", Block { parameters: Some(Printed::new(1, fields)), consumes, ..Block::default() })
    }

    /// A parameter of lists.
    pub(in crate::infer) fn of_lists(name: &str) -> SharedNames {
        SharedNames::of(&[&ApiPage::of((0..OFTEN).map(|_| block("application/json", &[name])))])
    }

    #[test]
    fn what_is_seldom_in_a_form_is_no_field() {
        let mut blocks = vec![block("application/json", &["fleet", "page", "name"]); 6];
        let form = "multipart/form-data";
        blocks.push(block(form, &["page", "name", "photo"]));
        blocks.extend(vec![block(form, &["name"]); 2]);
        let shared = SharedNames::of(&[&ApiPage::of(blocks)]);
        let found = ["fleet", "page", "name", "photo"].map(|name| shared.contains(name));
        assert_eq!(found, [false, true, false, false]);
    }

    fn field(name: &str, ty: Type, optional: bool) -> Field {
        let cell = TypeCell { ty, text: String::new(), link: Link::None };
        let notes = Notes { optional, ..Notes::default() };
        let (name, description) = (name.to_owned(), String::new());
        Field { line: 1, name, wire: None, place: None, cell, description, notes }
    }

    #[test]
    fn what_follows_a_file_is_a_field_of_its_form() {
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
