//! Gives the builders of lists that come in pages a stream over all of them.
//!
//! `x-pagination` says by which parameters a page is asked for, and where in the answer its entries and their number
//! stand. A filter that the server applies to a page only after it has cut it out is not sent (`late_filter`): an empty
//! page would look like the end. The stream filters the entries itself.

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{
    Expr, File, GenericArgument, Ident, ImplItem, Item, ItemImpl, ItemStruct, PathArguments, ReturnType, Type,
    parse_quote,
};

use super::syntax::{builder, document, method, module, text};
use crate::generate::facts::{Facts, Operation};
use crate::generate::names;

pub(super) fn run(file: &mut File, facts: &Facts) -> Result<()> {
    for operation in &facts.operations {
        if let Some(pagination) = &operation.pagination {
            add(file, operation, pagination).with_context(|| operation.id.clone())?;
        }
    }
    Ok(())
}

fn add(file: &mut File, operation: &Operation, pagination: &Value) -> Result<()> {
    let structs = structs(module(file, "types")?);
    let fields = fields(file, operation)?;
    let item = builder(file, operation)?;
    for name in ["pages", "stream"] {
        ensure!(method(item, name).is_err(), "a parameter is called `{name}`, as the stream is");
    }
    let answer = answer_type(item)?;
    let path = |key: &str| pagination.get(key).and_then(Value::as_str);
    let items = property(&structs, &answer, path("items").context("lacks `items`")?)?;
    let entry = argument(&items.ty, "Vec").context("`items` is no array")?;
    let entry_name = text(&entry);
    let entry: Type =
        if structs.iter().any(|item| item.ident == entry_name) { parse_quote!(types::#entry) } else { entry };
    let (start, size) = match path("style") {
        Some("page") => (path("page"), path("size")),
        Some("offset") => (path("offset"), path("limit")),
        _ => bail!("has no known style"),
    };
    let start = parameter(operation, start)?;
    let size = parameter(operation, size)?;
    let late = match pagination.get("late_filter") {
        Some(late) => Some(late_filter(late, operation, &structs, &text(&entry))?),
        None => None,
    };
    let total = total(&structs, &answer, path("total"))?;
    let items = items.value(quote!(answer));

    let builder_name = format_ident!("{}", names::builder(&operation.id));
    let constant = format_ident!("{}", names::constant(&operation.id));
    let others: Vec<&Ident> =
        fields.iter().filter(|field| **field != "client" && **field != start && **field != size).collect();
    let list: Expr = parse_quote! {
        progenitor_client::list_pages(
            &super::operations::#constant,
            #start,
            #size,
            move |asked: progenitor_client::PageRequest| {
                let client = client.clone();
                #(let #others = #others.clone();)*
                async move {
                    let call = #builder_name {
                        client: &client,
                        #start: asked.position_parameter(),
                        #size: asked.size_parameter(),
                        #(#others,)*
                    };
                    let answer = call.send().await?.into_inner();
                    let total = #total;
                    Ok(progenitor_client::Page::of(#items, total))
                }
            },
        )
    };
    let (before, list) = match &late {
        None => (TokenStream::new(), quote!(#list)),
        Some(late) => late.around(&list, &entry),
    };
    let mut pages: syn::ImplItemFn = parse_quote! {
        pub fn pages(self) -> progenitor_client::Pages<#entry, Error> {
            let Self { #(#fields),* } = self;
            let client = client.clone();
            #before
            #list
        }
    };
    document(&mut pages.attrs, "Returns the pages of the list one by one, otherwise as [`stream`](Self::stream).");
    let mut stream: syn::ImplItemFn = parse_quote! {
        pub fn stream(self) -> progenitor_client::Items<#entry, Error> {
            self.pages().items()
        }
    };
    let mut words = description(pagination, &start, &size);
    if let Some(late) = &late {
        words.push_str(&format!(
            "\n\n`{}` is not sent: the server applies it to a page only after it has cut the page out, so that an empty \
             page would look like the end. The entries are filtered as they come.",
            late.parameter
        ));
    }
    document(&mut stream.attrs, &words);
    let item = builder(file, operation)?;
    item.items.push(ImplItem::Fn(stream));
    item.items.push(ImplItem::Fn(pages));
    Ok(())
}

fn description(pagination: &Value, start: &Ident, size: &Ident) -> String {
    let default = match (pagination.get("style").and_then(Value::as_str), pagination.get("max").and_then(Value::as_u64))
    {
        (_, Some(max)) => format!("without it {max}, the most that the server gives"),
        (Some("offset"), None) => "without it 100".to_owned(),
        _ => "without it as many as the server thinks fit".to_owned(),
    };
    format!(
        "Returns the entries of all pages one by one, each page asked for when it is reached.\n\n\
         The parameters set so far apply to the call for every page. `{start}` says where to begin, `{size}` how many \
         entries to ask for at a time; {default}. The stream owns what it needs and keeps one page at a time. It ends \
         after the last page, at a page that was there before, or after an error. What is added or removed meanwhile \
         shifts the pages: then some entries can come twice, or not at all."
    )
}

/// A filter that the server applies too late.
struct LateFilter {
    parameter: Ident,
    property: Ident,
    optional: bool,
    values: Vec<(String, bool)>,
}

impl LateFilter {
    /// Returns what stands before the list, and the list with its filter.
    fn around(&self, list: &Expr, entry: &Type) -> (TokenStream, TokenStream) {
        let Self { parameter, property, optional, values } = self;
        let arms = values.iter().map(|(value, wanted)| quote!(#value => Some(#wanted),));
        let wanted = if *optional { quote!(Some(wanted)) } else { quote!(wanted) };
        let before = quote! {
            let keep = match &#parameter {
                Ok(Some(value)) => match value.to_string().as_str() {
                    #(#arms)*
                    _ => None,
                },
                _ => None,
            };
            let #parameter = if keep.is_some() { Ok(None) } else { #parameter };
            let list = #list;
        };
        let after = quote! {
            match keep {
                Some(wanted) => list.keep(move |entry: &#entry| entry.#property == #wanted),
                None => list,
            }
        };
        (before, after)
    }
}

fn late_filter(late: &Value, operation: &Operation, structs: &[ItemStruct], entry: &str) -> Result<LateFilter> {
    let key =
        |name: &str| late.get(name).and_then(Value::as_str).with_context(|| format!("late_filter lacks `{name}`"));
    let entry = entry.trim_start_matches("types :: ");
    let property = property(structs, entry, key("property")?)?;
    ensure!(text(&property.ty) == "bool", "late_filter needs a property that is true or false");
    let values: Vec<(String, bool)> = late
        .get("values")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(value, wanted)| Some((value.clone(), wanted.as_bool()?)))
        .collect();
    ensure!(!values.is_empty(), "late_filter says for no value what to keep");
    Ok(LateFilter {
        parameter: parameter(operation, Some(key("parameter")?))?,
        property: property.ident,
        optional: property.optional,
        values,
    })
}

/// A field of a model.
struct Property {
    ident: Ident,
    /// The type, without `Option`.
    ty: Type,
    optional: bool,
}

impl Property {
    /// Returns the value, as an `Option`.
    fn value(&self, of: TokenStream) -> TokenStream {
        let ident = &self.ident;
        if self.optional { quote!(#of.#ident) } else { quote!(Some(#of.#ident)) }
    }
}

/// Returns the field of a model that has a wire name.
fn property(structs: &[ItemStruct], model: &str, wire_name: &str) -> Result<Property> {
    let item = structs
        .iter()
        .find(|item| item.ident == model)
        .with_context(|| format!("the output has no struct `{model}`"))?;
    let renamed = format!("rename = \"{wire_name}\"");
    let found = item.fields.iter().find(|field| {
        let serde: String =
            field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")).map(text).collect();
        if serde.contains("rename = ") {
            serde.contains(&renamed)
        } else {
            field.ident.as_ref().is_some_and(|ident| ident == wire_name)
        }
    });
    let field = found.with_context(|| format!("`{model}` has no field for `{wire_name}`"))?;
    let inner = argument(&field.ty, "Option");
    Ok(Property {
        ident: field.ident.clone().context("a field without name")?,
        optional: inner.is_some(),
        ty: inner.unwrap_or_else(|| field.ty.clone()),
    })
}

/// Returns the expression for the number of all entries.
fn total(structs: &[ItemStruct], answer: &str, path: Option<&str>) -> Result<TokenStream> {
    let Some(path) = path else {
        return Ok(quote!(None::<u64>));
    };
    let mut model = answer.to_owned();
    let mut expression = quote!(Some(&answer));
    for name in path.split('.') {
        let field = property(structs, &model, name)?;
        let ident = &field.ident;
        expression = if field.optional {
            quote!(#expression.and_then(|value| value.#ident.as_ref()))
        } else {
            quote!(#expression.map(|value| &value.#ident))
        };
        model = text(&field.ty);
    }
    Ok(quote!(#expression.copied()))
}

/// Returns the setter, and so the field, of a parameter.
fn parameter(operation: &Operation, name: Option<&str>) -> Result<Ident> {
    let name = name.context("does not name the parameter")?;
    ensure!(
        operation.parameters.iter().any(|parameter| parameter.name == name && !parameter.required),
        "has no optional parameter `{name}`"
    );
    Ok(syn::parse_str(&names::setter(name))?)
}

/// Returns the fields of the builder's struct.
fn fields(file: &mut File, operation: &Operation) -> Result<Vec<Ident>> {
    let name = names::builder(&operation.id);
    let item = structs(module(file, "builder")?)
        .into_iter()
        .find(|item| item.ident == name)
        .with_context(|| format!("the output has no struct `{name}`"))?;
    Ok(item.fields.iter().filter_map(|field| field.ident.clone()).collect())
}

fn structs(items: &[Item]) -> Vec<ItemStruct> {
    let structs = items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item.clone()),
        _ => None,
    });
    structs.collect()
}

/// Returns the name of the model that `send` decodes.
fn answer_type(item: &mut ItemImpl) -> Result<String> {
    let send = method(item, "send")?;
    let ReturnType::Type(_, output) = &send.sig.output else {
        bail!("`send` returns nothing");
    };
    argument(output, "Result")
        .and_then(|value| argument(&value, "ResponseValue"))
        .map(|model| text(&model).trim_start_matches("types :: ").to_owned())
        .context("`send` does not return a model")
}

/// Returns the first argument of a generic type, if it is of this name.
fn argument(ty: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    const CODE: &str = "
        mod types {
            pub struct ThingPage { pub rows: ::std::option::Option<::std::vec::Vec<Thing>>, pub meta: ::std::option::Option<Meta> }
            pub struct Meta { #[serde(rename = \"totalCount\")] pub total_count: i64 }
            pub struct Thing { pub is_old: bool }
        }
        mod builder {
            pub struct ListThings<'a> {
                client: &'a super::Client, team: Result<String, String>, age: Result<Option<String>, String>,
                page: Result<Option<i32>, String>, per_page: Result<Option<i64>, String>,
            }
            impl<'a> ListThings<'a> {
                pub async fn send(self) -> Result<ResponseValue<types::ThingPage>, Error> {}
            }
        }";

    fn reshaped(pagination: &serde_json::Value) -> anyhow::Result<String> {
        let facts = crate::generate::facts::read(&json!({"paths": {"/teams/{team}/things": {"get": {
            "operationId": "listThings", "responses": {}, "x-pagination": pagination,
            "parameters": [
                {"name": "team", "in": "path", "required": true}, {"name": "age", "in": "query"},
                {"name": "page", "in": "query"}, {"name": "perPage", "in": "query"},
            ],
        }}}}))?;
        let mut file = syn::parse_str(CODE)?;
        super::run(&mut file, &facts)?;
        Ok(prettyplease::unparse(&file))
    }

    fn pagination() -> serde_json::Value {
        json!({"style": "page", "page": "page", "size": "perPage", "max": 100, "items": "rows", "total": "meta.totalCount"})
    }

    #[test]
    fn a_list_gets_its_streams() {
        insta::assert_snapshot!(reshaped(&pagination()).unwrap());
    }

    #[test]
    fn a_filter_that_comes_too_late_is_applied_here() {
        let mut pagination = pagination();
        pagination["late_filter"] =
            json!({"parameter": "age", "property": "is_old", "values": {"old": true, "new": false}});
        insta::assert_snapshot!(reshaped(&pagination).unwrap());
    }

    #[test]
    fn what_does_not_fit_the_operation_is_named() {
        for (key, value, text) in [
            ("items", json!("things"), "no field for `things`"),
            ("items", json!("meta"), "no array"),
            ("page", json!("number"), "no optional parameter `number`"),
            ("page", json!("team"), "no optional parameter `team`"),
            ("total", json!("meta.count"), "no field for `count`"),
            ("style", json!("cursor"), "no known style"),
            ("late_filter", json!({"parameter": "age", "property": "is_new"}), "is_new"),
            ("late_filter", json!({"parameter": "age", "property": "is_old"}), "for no value"),
        ] {
            let mut pagination = pagination();
            pagination[key] = value;
            let error = format!("{:#}", reshaped(&pagination).unwrap_err());
            assert!(error.starts_with("listThings: ") && error.contains(text), "{error}");
        }
    }
}
