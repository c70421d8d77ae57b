//! What pages state, whichever dialect they state it in.

use serde_json::{Map, Value};

/// Something printed, with the line it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Printed<T> {
    pub(crate) line: usize,
    pub(crate) value: T,
}

impl<T> Printed<T> {
    pub(crate) fn new(line: usize, value: T) -> Self {
        Self { line, value }
    }
}

/// A type of a parameter, a property or an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// Any value.
    Any,
    /// A string, perhaps with a format.
    String(Option<&'static str>),
    /// Bytes, as themselves or in base64; the place decides.
    Bytes,
    Integer(Option<&'static str>),
    Number(Option<&'static str>),
    Boolean,
    Array(Box<Type>),
    Map(Box<Type>),
    /// A model.
    Named(String),
    Nullable(Box<Type>),
    Enum(Box<Type>, Vec<Value>),
    /// An object without its own page.
    Object(Vec<Field>),
    AllOf(Vec<Type>),
    AnyOf(Vec<Type>),
    OneOf(Vec<Type>),
}

impl Type {
    /// Returns the model at the core of the type.
    pub(crate) fn model(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.model(),
            _ => None,
        }
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Map(_))
    }
}

/// Where a type's link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The type is not linked.
    None,
    /// The link has an empty target, `(.md)`.
    Empty,
    /// The link leads to a page; its name without `.md`.
    To(String),
}

/// A type, how it is printed and where its link leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeCell {
    pub(crate) ty: Type,
    pub(crate) text: String,
    pub(crate) link: Link,
}

/// What stands behind a description: `[optional] [readonly] [default to x]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Notes {
    pub(crate) optional: bool,
    pub(crate) read_only: bool,
    /// The default in Python's spelling.
    pub(crate) default: Option<String>,
    /// The values that are allowed, in Python's spelling.
    pub(crate) values: Option<String>,
    /// Other limits, as keywords of JSON Schema; only the sources tell them.
    pub(crate) limits: Map<String, Value>,
    /// What is left over and says nothing known.
    pub(crate) unread: Option<String>,
}

/// Where a page says that a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    #[cfg_attr(not(feature = "sources"), allow(dead_code, reason = "no page prints it"))]
    Form,
    Body,
}

/// A parameter or a property, as printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) line: usize,
    pub(crate) name: String,
    /// The name on the wire, where the page prints it.
    pub(crate) wire: Option<String>,
    /// The location, where the page prints it.
    pub(crate) place: Option<Place>,
    pub(crate) cell: TypeCell,
    pub(crate) description: String,
    pub(crate) notes: Notes,
}

/// The body of an answer under one media type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Content {
    pub(crate) line: usize,
    pub(crate) media: String,
    pub(crate) ty: Type,
}

/// A response, as printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Status {
    pub(crate) line: usize,
    /// As OpenAPI spells it: three digits, a range such as `4XX`, or `default`.
    pub(crate) code: String,
    pub(crate) description: String,
    /// Names and descriptions of headers.
    pub(crate) headers: Vec<(String, String)>,
    /// The bodies, where the page prints those of every status.
    pub(crate) contents: Vec<Content>,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Returns {
    Nothing,
    Value(TypeCell),
}

/// The call line: `> Boat get_boat(boat_id, with_crew=with_crew)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The return type, if the call line names one.
    pub(crate) returns: Option<String>,
    /// Names of parameters, each with: is it required?
    pub(crate) parameters: Vec<(String, bool)>,
}

/// A security scheme that the example's heading names with its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bullet {
    pub(crate) kind: String,
    pub(crate) scheme: String,
}

/// The printed description of one operation; what is missing is `None`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) line: usize,
    pub(crate) call: Option<Printed<Call>>,
    /// The first paragraph, the summary, and what follows it.
    pub(crate) prose: Vec<String>,
    pub(crate) bullets: Vec<Bullet>,
    pub(crate) parameters: Option<Printed<Vec<Field>>>,
    pub(crate) returns: Option<Printed<Returns>>,
    pub(crate) authorization: Option<Printed<Vec<String>>>,
    pub(crate) consumes: Option<Printed<Vec<String>>>,
    pub(crate) produces: Option<Printed<Vec<String>>>,
    pub(crate) statuses: Option<Printed<Vec<Status>>>,
    /// Whether the links are there that end a block.
    pub(crate) closed: bool,
    /// Whether the page prints the body of every status, and every location.
    pub(crate) complete: bool,
}

/// One row of the method table and the block that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The row in the method table.
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) block: Option<Block>,
}

/// What an API page states.
#[derive(Clone, Debug)]
pub(crate) struct ApiPage {
    pub(crate) file: String,
    /// `harbour_client` of `# harbour_client.BoatsApi`.
    pub(crate) package: Option<Printed<String>>,
    /// `BoatsApi`.
    pub(crate) class: String,
    /// The sentence about the tag below the heading.
    pub(crate) description: Option<String>,
    pub(crate) base_url: Option<Printed<String>>,
    pub(crate) operations: Vec<Operation>,
}

/// What a model page states.
#[derive(Clone, Debug)]
pub(crate) struct ModelPage {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) shape: Shape,
    /// Whether the page says what kind of type the model is: then one without properties is an object.
    pub(crate) is_typed: bool,
    /// Whether an example makes a value from JSON: pages of enumerations have none.
    pub(crate) has_example: bool,
    /// The models that this one extends.
    pub(crate) parents: Vec<String>,
    /// Whether the links are there that end a page.
    pub(crate) closed: bool,
}

/// What a model is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A table of properties, perhaps empty, and the type of all others, where that is printed.
    Properties(Vec<Field>, Option<Type>),
    /// An enumeration: names of members and values, both in Python's spelling.
    Values(Vec<(String, String)>),
    /// Another name for a type.
    Alias(Type),
}

#[cfg(test)]
impl ApiPage {
    /// Makes a page of these operations, each a path and its block.
    pub(crate) fn of<'a>(operations: impl IntoIterator<Item = (&'a str, Block)>) -> Self {
        let operations = operations.into_iter().map(|(path, block)| Operation {
            line: 1,
            name: "sail".to_owned(),
            method: "POST".to_owned(),
            path: path.to_owned(),
            summary: String::new(),
            block: Some(block),
        });
        let (file, class, operations) = ("A.md".to_owned(), "A".to_owned(), operations.collect());
        Self { file, package: None, class, description: None, base_url: None, operations }
    }
}
