//! Reads the committed specifications and makes sample values of their schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

/// One `specs/<provider>/openapi.yaml`.
#[derive(Debug)]
pub struct Spec {
    document: Value,
}

impl Spec {
    /// Reads the specification of a provider, once.
    ///
    /// # Panics
    ///
    /// When there is no such provider, or the file is missing or no YAML: a broken checkout.
    pub fn read(provider: &str) -> &'static Self {
        static SPECS: Mutex<BTreeMap<String, &'static Spec>> = Mutex::new(BTreeMap::new());
        let mut specs = SPECS.lock().unwrap_or_else(PoisonError::into_inner);
        specs.entry(provider.to_owned()).or_insert_with(|| {
            let document = super::specs::document(provider).unwrap_or_else(|error| panic!("{error}"));
            // Read once in each test program, and used to its end.
            Box::leak(Box::new(Self { document }))
        })
    }

    /// Returns the document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Returns an operation, and the path that it is at.
    pub fn operation(&self, id: &str) -> Option<(&str, &Value)> {
        let paths = self.document.get("paths")?.as_object()?;
        paths.iter().find_map(|(path, item)| {
            let mut operations = item.as_object()?.values();
            let found =
                operations.find(|operation| operation.get("operationId").and_then(Value::as_str) == Some(id))?;
            Some((path.as_str(), found))
        })
    }

    /// Returns the parameters of an operation, those of its path included.
    pub fn parameters(&self, id: &str) -> Vec<&Value> {
        let Some((path, operation)) = self.operation(id) else { return Vec::new() };
        let shared = self.document["paths"][path].get("parameters");
        let all = [operation.get("parameters"), shared].into_iter().flatten().filter_map(Value::as_array).flatten();
        all.map(|parameter| self.resolve(parameter)).collect()
    }

    /// Returns what an operation takes as its body, in the media type that a client sends.
    pub fn body(&self, id: &str) -> Option<Content<'_>> {
        let (_, operation) = self.operation(id)?;
        Content::of(self.resolve(operation.get("requestBody")?))
    }

    /// Returns the names of the component schemas that operations lead to, by bodies that have types: JSON and forms.
    pub fn reached(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&Value> = self.document.get("paths").into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(map) => {
                    let target = map.get("$ref").and_then(Value::as_str);
                    let name = target.and_then(|target| target.strip_prefix("#/components/schemas/"));
                    if let Some(name) = name.filter(|name| found.insert(*name)) {
                        open.extend(self.schema(name));
                    } else if let Some(target) = target.filter(|_| name.is_none()) {
                        open.extend(target.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer)));
                    }
                    let followed = map.iter().filter(|(key, value)| *key != "$ref" && !is_untyped(key, value));
                    open.extend(followed.map(|(_, value)| value));
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        found
    }

    /// Returns a component schema.
    pub fn schema(&self, name: &str) -> Option<&Value> {
        self.document.pointer("/components/schemas")?.get(name)
    }

    /// Follows a `$ref`, if the schema is one. What it leads to can be another one.
    pub fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        // References that lead back to themselves have no end.
        for _ in 0..32 {
            let pointer = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            match pointer.and_then(|pointer| self.document.pointer(pointer)) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// Returns the properties of a schema, those of `allOf` parts included.
    pub fn properties<'a>(&'a self, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
        let schema = self.resolve(schema);
        let own = schema.get("properties").and_then(Value::as_object);
        let parts = schema.get("allOf").and_then(Value::as_array);
        own.into_iter()
            .flatten()
            .map(|(name, property)| (name.as_str(), property))
            .chain(parts.into_iter().flatten().flat_map(|part| self.properties(part)))
            .collect()
    }

    /// Returns the names of the required properties, those of `allOf` parts included.
    pub fn required<'a>(&'a self, schema: &'a Value) -> Vec<&'a str> {
        let schema = self.resolve(schema);
        let own = schema.get("required").and_then(Value::as_array);
        let parts = schema.get("allOf").and_then(Value::as_array);
        own.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .chain(parts.into_iter().flatten().flat_map(|part| self.required(part)))
            .collect()
    }

    /// Tells whether a property is read only, on itself or through its `$ref`.
    pub fn read_only(&self, property: &Value) -> bool {
        let marked = |schema: &Value| schema.get("readOnly") == Some(&Value::Bool(true));
        marked(property) || marked(self.resolve(property))
    }
}

/// A media type and the schema of what it has.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    pub media_type: &'a str,
    pub schema: &'a Value,
}

impl<'a> Content<'a> {
    /// Chooses from the content of a body as clients do: JSON, then forms, then anything.
    pub fn of(body: &'a Value) -> Option<Self> {
        let all = body
            .get("content")?
            .as_object()?
            .iter()
            .map(|(media_type, value)| Content { media_type, schema: value.get("schema").unwrap_or(&Value::Null) });
        all.min_by_key(|content| match () {
            () if content.is_json() => (0, content.media_type != "application/json"),
            () if content.is_form() && content.schema.get("type").is_some_and(|ty| ty != "object") => (5, false),
            () if content.media_type.starts_with("application/x-www-form-urlencoded") => (1, false),
            () if content.is_form() => (2, false),
            () if content.media_type.starts_with("text/") => (3, false),
            () => (4, false),
        })
    }

    pub fn is_json(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let json = ["application/json", "text/json", "application/*", "*/*"].contains(&essence.as_str());
        (json || essence.ends_with("+json")) && self.schema.get("format") != Some(&Value::from("binary"))
    }

    pub fn is_form(&self) -> bool {
        let name = self.media_type.to_ascii_lowercase();
        name.starts_with("application/x-www-form-urlencoded") || name.starts_with("multipart/form-data")
    }
}

/// Tells whether an entry is the content of a body that is sent and received as it is: XML, say.
fn is_untyped(media_type: &str, content: &Value) -> bool {
    let is_media_type = media_type.split_once('/').is_some_and(|(kind, _)| !kind.is_empty());
    let content = content.get("schema").map(|schema| Content { media_type, schema });
    is_media_type && content.is_some_and(|content| !content.is_json() && !content.is_form())
}

/// How a sample is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Every property has a value.
    Full,
    /// Optional properties are absent.
    Required,
    /// Optional properties are null.
    Null,
    /// Every property has a value, and string enums one that nobody documented.
    UnknownEnums,
}

/// Makes sample values. Every free string is unique and begins with `planted-`, so that it can be found
/// wherever it leaks to.
#[derive(Debug)]
pub struct Sampler<'a> {
    spec: &'a Spec,
    shape: Shape,
    request: bool,
    count: usize,
    /// The number of values so far.
    made: usize,
    /// The addresses of the schemas around the value that is being made.
    around: Vec<usize>,
}

/// A sample with more values than these tells no more than one with fewer, and can take for ever to make.
const ENOUGH: usize = 500;

impl<'a> Sampler<'a> {
    /// Creates a sampler. In a request, properties that are read only are left out.
    pub fn new(spec: &'a Spec, shape: Shape, request: bool) -> Self {
        Self { spec, shape, request, count: 0, made: 0, around: Vec::new() }
    }

    /// Makes a value of the schema.
    pub fn value(&mut self, schema: &Value) -> Value {
        let schema = self.spec.resolve(schema);
        self.made += 1;
        self.around.push(std::ptr::from_ref(schema).addr());
        let value = self.inner(schema);
        self.around.pop();
        value
    }

    /// Tells whether a schema would go on for ever inside itself, or for too long.
    fn goes_on(&self, schema: &Value) -> bool {
        self.made > ENOUGH || self.around.contains(&std::ptr::from_ref(self.spec.resolve(schema)).addr())
    }

    fn inner(&mut self, schema: &Value) -> Value {
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return match self.shape {
                Shape::UnknownEnums if values.iter().any(Value::is_string) => self.string("undocumented"),
                _ => values.iter().find(|value| !value.is_null()).cloned().unwrap_or(Value::Null),
            };
        }
        if let Some(kinds) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()) {
            let kind = kinds.iter().find(|kind| !self.goes_on(kind)).or(kinds.first());
            return kind.map_or(Value::Null, |kind| self.value(kind));
        }
        // Parts without properties are one part with another description: an enum, say.
        let parts = schema.get("allOf").and_then(Value::as_array);
        match parts.and_then(|parts| parts.first()) {
            Some(part) if self.spec.properties(schema).is_empty() => return self.value(part),
            Some(_) => return self.object(schema),
            // An object whose `properties` are empty is a map.
            None if !self.spec.properties(schema).is_empty() => return self.object(schema),
            None => {}
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => match schema.get("format").and_then(Value::as_str) {
                Some("uuid") => json!("8bbf301c-948f-4445-b411-357eec53e441"),
                Some("date-time") => json!("2024-05-06T07:08:09Z"),
                Some("date") => json!("2024-05-06"),
                _ => self.string("planted"),
            },
            Some("integer") => json!(3),
            Some("number") => json!(3.5),
            Some("boolean") => json!(true),
            Some("array") => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                if self.goes_on(items) { json!([]) } else { json!([self.value(items)]) }
            }
            _ => match schema.get("additionalProperties") {
                Some(values) if values.is_object() && self.goes_on(values) => json!({}),
                Some(values @ Value::Object(_)) => json!({"key": self.value(values)}),
                _ => json!({"key": self.string("planted")}),
            },
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let spec = self.spec;
        let required = spec.required(schema);
        let mut object = Map::new();
        for (name, property) in spec.properties(schema) {
            if self.request && spec.read_only(property) {
                continue;
            }
            let value = match self.shape {
                Shape::Required if !required.contains(&name) => continue,
                Shape::Null if !required.contains(&name) => Value::Null,
                _ if !required.contains(&name) && self.goes_on(property) => continue,
                _ => self.value(property),
            };
            object.insert(name.to_owned(), value);
        }
        Value::Object(object)
    }

    fn string(&mut self, kind: &str) -> Value {
        self.count += 1;
        Value::String(format!("{kind}-{:04}", self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_another_name_is_sampled_as_what_it_names() {
        let object = json!({"type": "object", "properties": {"name": {"type": "string"}}});
        let schemas = json!({"Alias": {"$ref": "#/components/schemas/Named"}, "Named": object});
        let spec = Spec { document: json!({"components": {"schemas": schemas}}) };
        let value = Sampler::new(&spec, Shape::Full, false).value(&json!({"$ref": "#/components/schemas/Alias"}));
        assert_eq!(value, json!({"name": "planted-0001"}));
    }

    #[test]
    fn an_enum_of_numbers_gets_no_string() {
        let spec = Spec { document: json!({}) };
        let mut sampler = Sampler::new(&spec, Shape::UnknownEnums, false);
        assert_eq!(sampler.value(&json!({"type": "integer", "enum": [25, 465]})), 25);
        assert_eq!(sampler.value(&json!({"type": "string", "enum": ["a", null]})), "undocumented-0001");
    }

    #[test]
    fn a_parameter_that_the_path_does_not_have_gets_no_value() {
        let parameter = |name: &str| json!({"name": name, "in": "path", "schema": {"type": "string"}});
        let operation = json!({"operationId": "sail", "parameters": [parameter("boat"), parameter("id")]});
        let spec = Spec { document: json!({"paths": {"/boats/{boat}": {"put": operation}}}) };
        let args = super::super::recording::sampled(&spec, "sail", Shape::Full);
        assert_eq!(Value::from(args.path), json!({"boat": "planted-0001"}));
    }

    #[test]
    fn an_object_without_a_property_is_a_map() {
        let spec = Spec { document: json!({}) };
        let map = json!({"type": "object", "properties": {}, "additionalProperties": {"type": "integer"}});
        assert_eq!(Sampler::new(&spec, Shape::Full, false).value(&map), json!({"key": 3}));
    }

    #[test]
    fn only_bodies_that_have_types_lead_to_components() {
        let content = |name: &str| json!({"schema": {"$ref": format!("#/components/schemas/{name}")}});
        let contents = json!({
            "application/json": content("Json"),
            "application/xml": content("Xml"),
            "multipart/form-data": content("Form"),
        });
        let paths = json!({"/boats/a": {"put": {"requestBody": {"content": contents}}}});
        let reached = Spec { document: json!({ "paths": paths }) };
        assert_eq!(reached.reached(), BTreeSet::from(["Form", "Json"]));
    }
}
