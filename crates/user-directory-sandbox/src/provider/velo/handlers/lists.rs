//! The list of users.

use serde::Serialize;
use url::form_urlencoded;

use super::{BY_EMAIL, rights};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::velo::account::{Account, Field, Kind, List, Status, View};
use crate::provider::velo::problem;
use crate::spec::Place;

#[derive(Debug, Serialize)]
struct Envelope<'a> {
    page: About,
    links: Vec<Link>,
    content: Vec<View<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct About {
    number_of_elements: usize,
    total_elements: usize,
    total_pages: usize,
    page: usize,
    page_size: usize,
}

#[derive(Debug, Serialize)]
struct Link {
    rel: &'static str,
    href: String,
}

/// Reads `sort`: the order, and whether the first field descends.
fn order(sort: Option<&str>) -> Result<(Vec<(Field, bool)>, bool), Reply> {
    let refuse = || {
        let message = "is a list of email and lastName, each with :asc or :desc behind it";
        problem::wrong(Place::Query, "sort", message)
    };
    let mut order = Vec::new();
    let mut first = None;
    for part in sort.unwrap_or("").split(',').map(str::trim) {
        if part.is_empty() {
            continue;
        }
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
        // A field that comes again has nothing left to decide.
        if !order.iter().any(|(known, _)| *known == field) {
            let against = *first.get_or_insert(descending) != descending;
            order.push((field, against));
        }
    }
    if order.is_empty() {
        order = BY_EMAIL.to_vec();
    }
    Ok((order, first.unwrap_or(false)))
}

fn list(context: &Context<'_>, call: &Call<'_>) -> Result<(List, bool), Reply> {
    let (_, caller) = rights::caller(context.world, context.principal)?;
    if caller.kind == Kind::Payee {
        return Err(problem::forbidden("payees may not list users"));
    }
    let (order, descending) = order(call.text("sort"))?;
    let list = List {
        kind: match call.text("type") {
            Some("BACKOFFICE") => Some(Kind::BackOffice),
            Some("PAYOR") => Some(Kind::Payor),
            Some("PAYEE") => Some(Kind::Payee),
            _ => None,
        },
        status: match call.text("status") {
            Some("ENABLED") => Some(Status::Enabled),
            Some("DISABLED") => Some(Status::Disabled),
            Some("PENDING") => Some(Status::Pending),
            _ => None,
        },
        entity: call.text("entityId").map(str::to_ascii_lowercase),
        masters: false,
        outside: caller.kind != Kind::BackOffice,
        order,
    };
    Ok((list, descending))
}

/// Returns the links to other pages, with the filters of this one.
fn links(call: &Call<'_>, base_url: &str, about: &About) -> Vec<Link> {
    let query = call.request.query().unwrap_or("").as_bytes();
    let kept: Vec<_> = form_urlencoded::parse(query).filter(|(name, _)| name != "page" && name != "pageSize").collect();
    let last = about.total_pages.max(1);
    let targets = [
        ("first", Some(1)),
        ("prev", about.page.checked_sub(1).filter(|page| (1..=last).contains(page))),
        ("next", (about.page < last).then(|| about.page.saturating_add(1))),
        ("last", Some(last)),
    ];
    let link = |(rel, page): (&'static str, Option<usize>)| {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&kept)
            .append_pair("page", &page?.to_string())
            .append_pair("pageSize", &about.page_size.to_string())
            .finish();
        let href = format!("{base_url}/v2/users?{query}");
        Some(Link { rel, href })
    };
    targets.into_iter().filter_map(link).collect()
}

pub(super) fn list_users(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (list, descending) = list(context, call)?;
    let number = call.number("page").unwrap_or(1);
    if number < 1 {
        return Err(problem::wrong(Place::Query, "page", "is counted from 1"));
    }
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let size = call.number("pageSize");
    let size = size.map_or(25, |size| usize::try_from(size).unwrap_or(25));
    let offset = (number - 1).saturating_mul(size);
    let base_url = context.base_url;
    let page = context.world.store.page::<Account>(&list, descending, offset, size);
    let about = About {
        number_of_elements: page.items.len(),
        total_elements: page.total,
        total_pages: page.total.div_ceil(size.max(1)),
        page: number,
        page_size: size,
    };
    let content = page.items.iter().map(|(person, account)| View::new(person, account)).collect();
    let links = links(call, base_url, &about);
    Reply::ok(&Envelope { links, page: about, content })
}
