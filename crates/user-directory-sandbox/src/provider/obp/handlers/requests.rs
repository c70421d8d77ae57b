//! Roles that users ask for.

use http::StatusCode;
use serde::Serialize;

use super::required;
use crate::clock::rfc3339;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{self, View as User};
use crate::provider::obp::problem;
use crate::provider::obp::roles::{self, Request};
use crate::store::{PersonId, Store};

#[derive(Debug, Serialize)]
struct View<'a> {
    entitlement_request_id: &'a str,
    user: User<'a>,
    role_name: &'a str,
    bank_id: &'a str,
    created: String,
}

impl<'a> View<'a> {
    /// Returns nothing if the user is gone.
    fn new(store: &'a Store, request: &'a Request) -> Option<Self> {
        let person = store.person(request.user)?;
        Some(Self {
            entitlement_request_id: &request.id,
            user: User::v200(person, store.of(request.user)?),
            role_name: &request.role,
            bank_id: &request.bank,
            created: rfc3339(request.created),
        })
    }
}

#[derive(Debug, Serialize)]
struct List<'a> {
    entitlement_requests: Vec<View<'a>>,
}

fn list(context: &Context<'_>, keep: impl Fn(PersonId) -> bool) -> Outcome {
    let world = &*context.world;
    let requests = world.obp.requests.iter();
    Reply::ok(&List {
        entitlement_requests: requests
            .filter(|request| keep(request.user))
            .filter_map(|request| View::new(&world.store, request))
            .collect(),
    })
}

pub(super) fn add(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    let (bank, role) = (required(call, "bank_id"), required(call, "role_name"));
    roles::check(role, bank)?;
    roles::known_bank(&context.world.obp, bank)?;
    let (_, user) = account::find(&context.world.store, &caller.id)?;
    if user.has(role, bank) {
        return Err(problem::bad("OBP-30217", "the caller has the role already, and cannot ask for it"));
    }
    let mut asked = context.world.obp.requests.iter();
    if asked.any(|one| one.user == caller.person && one.role == role && one.bank == bank) {
        return Err(problem::bad("OBP-30214", "the caller has asked for this role already"));
    }
    let request = Request {
        id: context.id(),
        user: caller.person,
        role: role.to_owned(),
        bank: bank.to_owned(),
        created: context.now(),
    };
    let view = View::new(&context.world.store, &request).ok_or_else(problem::no_such_user)?;
    let reply = Reply::created(&view);
    context.world.obp.requests.push(request);
    reply
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let id = call.path("ENTITLEMENT_REQUEST_ID");
    let requests = &mut context.world.obp.requests;
    let place = requests.iter().position(|request| request.id == id);
    let missing = || problem::bad("OBP-30215", "nobody has made a request with this id");
    requests.remove(place.ok_or_else(missing)?);
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn all(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    list(context, |_| true)
}

pub(super) fn of_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    let (person, _) = account::find(&context.world.store, call.path("USER_ID"))?;
    let wanted = person.id;
    list(context, |person| person == wanted)
}

pub(super) fn of_caller(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    list(context, |person| person == caller.person)
}
