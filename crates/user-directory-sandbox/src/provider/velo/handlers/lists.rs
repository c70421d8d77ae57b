//! The list of users.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::rights;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::velo::account::{Field, Kind, List, show};
use crate::provider::velo::{Context, problem};
use crate::spec::Place;

/// Reads `sort`: the order, and whether the first field descends.
fn order(sort: Option<&str>) -> Result<(Vec<(Field, bool)>, bool), Reply> {
    let refuse = || {
        let message = "is a list of email and lastName, each with :asc or :desc behind it";
        problem::wrong(Place::Query, "sort", message)
    };
    let mut order = Vec::new();
    let mut first = None;
    for part in sort.unwrap_or("").split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, direction) = part.split_once(':').unwrap_or((part, "asc"));
        let field = match name {
            "email" => Field::Email,
            "lastName" => Field::LastName,
            _ => return Err(refuse()),
        };
        let descending = match direction {
            "asc" => false,
            "desc" => true,
            _ => return Err(refuse()),
        };
        // A field that is named again has no effect.
        if !order.iter().any(|(earlier, _)| *earlier == field) {
            let against = *first.get_or_insert(descending) != descending;
            order.push((field, against));
        }
    }
    if order.is_empty() {
        order.push((Field::Email, false));
    }
    Ok((order, first.unwrap_or(false)))
}

fn list(context: &Context<'_>, call: &Call<'_>) -> Result<(List, bool), Reply> {
    let (_, caller) = rights::caller(context)?;
    ensure(caller.kind != Kind::Payee, || problem::forbidden("payees may not list users"))?;
    let (order, descending) = order(call.text("sort"))?;
    let list = List {
        kind: call.parsed("type"),
        status: call.parsed("status"),
        entity: call.text("entityId").map(str::to_ascii_lowercase),
        masters: false,
        outside: caller.kind != Kind::BackOffice,
        order,
    };
    Ok((list, descending))
}

/// Returns the links to other pages, with the filters of this one.
fn links(call: &Call<'_>, base_url: &str, page: usize, size: usize, last: usize) -> Vec<Value> {
    let query = call.request.query().unwrap_or("").as_bytes();
    let kept: Vec<_> = form_urlencoded::parse(query).filter(|(name, _)| name != "page" && name != "pageSize").collect();
    let targets = [
        ("first", Some(1)),
        ("prev", page.checked_sub(1).filter(|page| (1..=last).contains(page))),
        ("next", (page < last).then(|| page.saturating_add(1))),
        ("last", Some(last)),
    ];
    let link = |(rel, page): (&str, Option<usize>)| {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&kept)
            .append_pair("page", &page?.to_string())
            .append_pair("pageSize", &size.to_string())
            .finish();
        Some(json!({ "rel": rel, "href": format!("{base_url}/v2/users?{query}") }))
    };
    targets.into_iter().filter_map(link).collect()
}

pub(super) fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (list, descending) = list(context, call)?;
    let number = call.number("page").unwrap_or(1);
    ensure(number >= 1, || problem::wrong(Place::Query, "page", "is counted from 1"))?;
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let size = call.number("pageSize").map_or(25, |size| usize::try_from(size).unwrap_or(25));
    let page = context.page(&list, descending, (number - 1).saturating_mul(size), size);
    let pages = page.total.div_ceil(size.max(1));
    let content = context.show(&page.people, show);
    Reply::ok(&json!({
        "page": {
            "numberOfElements": content.len(),
            "totalElements": page.total,
            "totalPages": pages,
            "page": number,
            "pageSize": size,
        },
        "links": links(call, context.base_url, number, size, pages.max(1)),
        "content": content,
    }))
}
