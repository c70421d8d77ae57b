//! Lists that come in pages: streams over all of them.
//!
//! A filter that the server applies to a page only after it has cut it out is not sent (`late_filter`): an empty page would
//! look like the end. The stream filters the entries itself.

use anyhow::{Context, Result, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use super::argument::{Qualify, arguments, name_of};
use super::docs::doc;
use super::member::{Member, client_field, free};
use super::{Emit, argument};
use crate::generate::api::{Field, LateFilter, Model, Operation, Pagination, Paging};

pub(super) fn functions(
    emit: &Emit<'_>,
    operation: &Operation,
    pagination: &Pagination,
    members: &[Member],
) -> Result<TokenStream> {
    let answers = emit.types(operation).answers;
    let answer = answers.first().and_then(name_of).context("`x-pagination` needs a JSON answer")?;
    let items = property(emit, &answer, &pagination.items)?;
    ensure!(
        name_of(items.ty).as_deref() == Some("Vec"),
        "`x-pagination` names `{}`, which is no array",
        pagination.items
    );
    let entry = *arguments(items.ty).first().context("an array without items")?;
    let entry_model = name_of(entry).unwrap_or_default();
    let entry = Qualify(&emit.own).qualified(entry);
    let field = |wire: &str| operation.parameter(wire).map(|parameter| format_ident!("{}", parameter.name));
    let (start, size) = pagination.style.parameters();
    let (start, size) = (field(start).context("no parameter")?, field(size).context("no parameter")?);
    let late = pagination.late_filter.as_ref().map(|late| Late::read(emit, operation, late, &entry_model));
    let late = late.transpose()?;
    let total = total(emit, &answer, pagination.total.as_deref())?;
    let items = items.value(&quote!(answer));

    let constant = format_ident!("{}", operation.constant);
    let call = format_ident!("{}", operation.call);
    let (client, asked) = (client_field(members), free(members, "asked", "asked_page"));
    let others: Vec<&Ident> =
        members.iter().map(|member| &member.name).filter(|name| **name != start && **name != size).collect();
    let copies = match others.as_slice() {
        [] => None,
        [one] => Some(quote!(let #one = #one.clone();)),
        several => Some(quote!(let (#(#several),*) = (#(#several.clone()),*);)),
    };
    let list = quote! {
        user_directory_runtime::list_pages(&operations::#constant, #start, #size, move |#asked: PageRequest| {
            let #client = #client.clone();
            #copies
            async move {
                let call = #call {
                    #client: &#client,
                    #start: #asked.position(&operations::#constant)?,
                    #size: #asked.size(&operations::#constant)?,
                    #(#others,)*
                };
                let answer = call.send().await?.into_inner();
                let total = #total;
                Ok(Page::from_answer(#items, total))
            }
        })
    };
    let (before, list) = match &late {
        None => (TokenStream::new(), list),
        Some(late) => late.around(&list, &entry, &free(members, "keep", "kept")),
    };
    let names = members.iter().map(|member| &member.name);
    let text = doc(&description(pagination, &start, &size, late.as_ref()));
    Ok(quote! {
        #text
        #[inline]
        pub fn stream(self) -> Items<#entry, Error> {
            self.pages().items()
        }

        /// Returns the pages of the list one by one, otherwise as [`stream`](Self::stream).
        #[inline]
        pub fn pages(self) -> Pages<#entry, Error> {
            let Self { #client, #(#names),* } = self;
            let #client = #client.clone();
            #before
            #list
        }
    })
}

fn description(pagination: &Pagination, start: &Ident, size: &Ident, late: Option<&Late>) -> String {
    let default = match pagination.style {
        Paging::Page { max: Some(max), .. } => format!("without it {max}, the most that the server gives"),
        Paging::Offset { .. } => "without it 100".to_owned(),
        Paging::Page { max: None, .. } => "without it as many as the server thinks fit".to_owned(),
    };
    let mut text = format!(
        "Returns the entries of all pages one by one, each page asked for when it is reached.\n\n\
         The parameters set so far apply to the call for every page. `{start}` says where to begin, `{size}` how many \
         entries to ask for at a time; {default}. The stream owns what it needs and keeps one page at a time. It ends \
         after the last page, or after an error. What is added or removed meanwhile shifts the pages: then some entries \
         can come twice, or not at all."
    );
    if let Some(late) = late {
        text.push_str(&format!(
            "\n\n`{}` is not sent: the server applies it to a page only after it has cut the page out, so that an empty \
             page would look like the end. The entries are filtered as they come.",
            late.parameter
        ));
    }
    text
}

/// A field of a model.
struct Property<'a> {
    name: Ident,
    /// The type, without `Option`.
    ty: &'a Type,
    optional: bool,
}

impl Property<'_> {
    /// Returns the value, as an `Option`.
    fn value(&self, of: &TokenStream) -> TokenStream {
        let name = &self.name;
        if self.optional { quote!(#of.#name) } else { quote!(Some(#of.#name)) }
    }
}

/// Returns the field of a model that has a wire name.
fn property<'a>(emit: &'a Emit<'_>, model: &str, wire: &str) -> Result<Property<'a>> {
    let model: &Model =
        emit.api.models.iter().find(|one| one.name == model).with_context(|| format!("`{model}` is no model"))?;
    let found = model.fields.iter().zip(emit.rust.model(model)).find(|(field, _)| field.wire == wire);
    let (field, ty): (&Field, &Type) = found.with_context(|| format!("`{}` has no property `{wire}`", model.name))?;
    Ok(Property { name: format_ident!("{}", field.name), ty, optional: !field.required || field.nullable })
}

/// Returns the expression for the number of all entries.
fn total(emit: &Emit<'_>, answer: &str, path: Option<&str>) -> Result<TokenStream> {
    let Some(path) = path else {
        return Ok(quote!(None::<u64>));
    };
    let mut model = answer.to_owned();
    let mut expression = quote!(Some(&answer));
    for wire in path.split('.') {
        let field = property(emit, &model, wire)?;
        let name = &field.name;
        expression = if field.optional {
            quote!(#expression.and_then(|value| value.#name.as_ref()))
        } else {
            quote!(#expression.map(|value| &value.#name))
        };
        model = argument::name_of(field.ty).unwrap_or_default();
    }
    Ok(quote!(#expression.copied()))
}

/// A filter that the server applies too late.
struct Late {
    parameter: Ident,
    property: Ident,
    optional: bool,
    values: Vec<(String, bool)>,
}

impl Late {
    fn read(emit: &Emit<'_>, operation: &Operation, late: &LateFilter, entry: &str) -> Result<Self> {
        let field = property(emit, entry, &late.property)?;
        ensure!(name_of(field.ty).as_deref() == Some("bool"), "`late_filter` needs a property that is true or false");
        let parameter = operation.parameter(&late.parameter).context("`late_filter` names no parameter")?;
        Ok(Self {
            parameter: format_ident!("{}", parameter.name),
            property: field.name,
            optional: field.optional,
            values: late.values.clone(),
        })
    }

    /// Returns what stands before the list, and the list with its filter.
    fn around(&self, list: &TokenStream, entry: &Type, keep: &Ident) -> (TokenStream, TokenStream) {
        let Self { parameter, property, optional, values } = self;
        let arms = values.iter().map(|(value, wanted)| quote!(#value => Some(#wanted),));
        let wanted = if *optional { quote!(Some(wanted)) } else { quote!(wanted) };
        let before = quote! {
            let #keep = match #parameter.as_ref().map(ToString::to_string).unwrap_or_default().as_str() {
                #(#arms)*
                _ => None,
            };
            let #parameter = if #keep.is_some() { None } else { #parameter };
            let list = #list;
        };
        let after = quote! {
            match #keep {
                Some(wanted) => list.keep(move |entry: &#entry| entry.#property == #wanted),
                None => list,
            }
        };
        (before, after)
    }
}
