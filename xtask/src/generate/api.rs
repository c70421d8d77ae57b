//! An API as the templates see it: everything is named, checked and decided.

use serde_json::Value;

/// A schema in the form that progenitor turns into a type: `$ref`, a scalar, an array or a map of such, or anything.
pub(crate) type Shape = Value;

/// A whole API.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) operations: Vec<Operation>,
    pub(crate) models: Vec<Model>,
    pub(crate) enums: Vec<Enumeration>,
    pub(crate) unions: Vec<Union>,
    /// Components of the document that are types, and whether a type is the form that is sent.
    pub(crate) components: Vec<(String, String, bool)>,
    /// What a reader of the report should know: values that stay JSON, and why.
    pub(crate) notes: Vec<String>,
}

/// A struct.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: String,
    /// The component that it was made from, if it is one.
    pub(crate) component: Option<String>,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
    /// Values of properties that the document does not name.
    pub(crate) others: Option<Shape>,
    pub(crate) used: Use,
    /// The form of the same schema that answers have, if that is another one.
    pub(crate) answer_form: Option<String>,
}

/// Where a model is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) request: bool,
    pub(crate) answer: bool,
}

/// A field of a model.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) description: String,
}

/// A set of strings, to which the server may add.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) name: String,
    pub(crate) description: String,
    /// Variant and value.
    pub(crate) variants: Vec<(String, String)>,
    /// The variant for all other values.
    pub(crate) catch_all: String,
}

/// One of several types.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) description: String,
    /// Variant and type, in the order in which they are tried.
    pub(crate) variants: Vec<(String, Shape)>,
    /// The property that tells them apart, with the values of each variant.
    pub(crate) tag: Option<(String, Vec<Vec<String>>)>,
}

impl Union {
    pub(crate) fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.variants.iter().map(|(_, shape)| shape)
    }
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The method of the client.
    pub(crate) name: String,
    /// The struct of the call.
    pub(crate) call: String,
    /// The row in the table of operations.
    pub(crate) constant: String,
    pub(crate) python_name: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) stability: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) idempotent: bool,
    pub(crate) safe: bool,
    /// Alternatives, each a list of schemes that are needed together.
    pub(crate) auth: Vec<Vec<String>>,
    pub(crate) success: Vec<Status>,
    pub(crate) errors: Vec<Status>,
    pub(crate) accept: Option<String>,
    /// The media type of the body.
    pub(crate) content_type: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) answers: Vec<Answer>,
    /// The enum of the answers, if there are several.
    pub(crate) answer: Option<String>,
    pub(crate) pagination: Option<Pagination>,
    /// Path parameters, with the literals that other operations have in their place.
    pub(crate) reserved: Vec<(String, Vec<String>)>,
}

/// One documented status.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    pub(crate) code: String,
    pub(crate) description: String,
}

/// One parameter, or one field of a form.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
    pub(crate) description: String,
}

/// Where a parameter is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path(Style),
    Query(Style),
    Header(Style),
    Cookie,
    /// A field of an urlencoded form.
    Form(Style),
    /// A field of a multipart form that is written as text.
    TextPart(Style),
    /// A field of a multipart form that is a file.
    Part,
}

/// OpenAPI's styles, as the runtime has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Simple { explode: bool },
    Label { explode: bool },
    Matrix { explode: bool },
    Form { explode: bool },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
    Field,
}

/// A body in one piece.
#[derive(Debug)]
pub(crate) struct Body {
    /// The argument or setter.
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) description: String,
    pub(crate) content: Content,
}

/// What a body or an answer is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Json(Shape),
    Text,
    Bytes,
    /// Nothing, or nothing with a meaning.
    Empty,
}

/// The answer of one success status.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) code: String,
    pub(crate) content: Content,
}

/// How the next page of a list is asked for.
#[derive(Debug)]
pub(crate) struct Pagination {
    pub(crate) style: Paging,
    pub(crate) items: String,
    pub(crate) total: Option<String>,
    pub(crate) late_filter: Option<LateFilter>,
}

/// The parameters that page.
#[derive(Debug)]
pub(crate) enum Paging {
    Page { page: String, size: String, first: u64, max: Option<u64> },
    Offset { offset: String, limit: String },
}

/// A filter that the server applies to a page only after it has cut it out.
#[derive(Debug)]
pub(crate) struct LateFilter {
    pub(crate) parameter: String,
    pub(crate) property: String,
    pub(crate) values: Vec<(String, bool)>,
}

impl Paging {
    /// Returns the parameters for where to begin, and for how many.
    pub(crate) fn parameters(&self) -> (&str, &str) {
        match self {
            Self::Page { page, size, .. } => (page, size),
            Self::Offset { offset, limit } => (offset, limit),
        }
    }
}

impl Operation {
    pub(crate) fn parameter(&self, wire: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.wire == wire)
    }
}
