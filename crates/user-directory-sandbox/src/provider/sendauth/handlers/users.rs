//! Creating, reading, replacing and deleting users, and their tags.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::clock::rfc3339;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::sendauth::account::{self, Account, Company, Messaging, Role, View};
use crate::provider::sendauth::{State, audit, problem};
use crate::store::{Facts, PersonId};

/// What a client may set.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    first_name: String,
    last_name: String,
    email: Option<String>,
    phone: Option<String>,
    #[serde(default)]
    role: Role,
    company: Option<SentCompany>,
    #[serde(default)]
    permissions: Vec<String>,
    #[serde(default)]
    permission_groups: Vec<String>,
    messaging_preference: Option<Messaging>,
}

#[derive(Debug, Deserialize)]
struct SentCompany {
    id: Option<String>,
    name: Option<String>,
    #[serde(rename = "orgID")]
    org_id: Option<String>,
}

impl Sent {
    fn read(call: &Call<'_>) -> Result<Self, Reply> {
        call.body().ok_or_else(|| problem::refused(StatusCode::BAD_REQUEST, "the body is no user"))
    }

    /// Puts what was sent into an account.
    fn apply(&self, state: &State, company: Option<String>, account: &mut Account) {
        account.role = self.role;
        account.company = company;
        account.permissions.clone_from(&self.permissions);
        account.messaging = self.messaging_preference;
        account.groups = self.permission_groups.iter().map(|id| id.to_ascii_lowercase()).collect();
        account.group_permissions.clear();
        for permissions in account.groups.iter().filter_map(|id| state.groups.get(id)) {
            for permission in permissions {
                if !account.group_permissions.contains(permission) {
                    account.group_permissions.push(permission.clone());
                }
            }
        }
    }

    fn company_name(&self) -> Option<String> {
        self.company.as_ref()?.name.clone()
    }
}

/// Returns the identifier of the company that was sent, which is made if it is new.
fn company(context: &mut Context<'_>, sent: Option<&SentCompany>) -> Option<String> {
    let sent = sent?;
    let id = match &sent.id {
        Some(id) => id.to_ascii_lowercase(),
        None => context.id(),
    };
    let created_at = rfc3339(context.now());
    let state = &mut context.world.sendauth;
    if !state.companies.contains_key(&id) {
        let company = Company {
            id: id.clone(),
            name: sent.name.clone(),
            created_at,
            org_id: sent.org_id.clone().unwrap_or_else(|| state.organisation.clone()),
        };
        state.companies.insert(id.clone(), company);
    }
    Some(id)
}

/// Refuses callers who may not write users, or not these.
fn may_write(context: &Context<'_>, before: Role, after: Role) -> Result<(), Reply> {
    let caller = context.principal.person.and_then(|id| context.world.store.of::<Account>(id));
    let role = caller.filter(|caller| !caller.deleted).map_or(Role::User, |caller| caller.role);
    match role {
        Role::SuperAdmin => Ok(()),
        Role::Admin if before != Role::SuperAdmin && after != Role::SuperAdmin => Ok(()),
        Role::Admin => Err(problem::forbidden("only a super admin may make or change one")),
        Role::User => Err(problem::forbidden("only an admin may write users")),
    }
}

/// Refuses an e-mail address that is somebody else's.
fn free(context: &Context<'_>, email: Option<&str>, own: Option<PersonId>) -> Result<(), Reply> {
    let store = &context.world.store;
    let holder = email.and_then(|email| store.holder(email));
    let taken = holder.is_some_and(|holder| match own {
        // Somebody who is known to other providers only gets the new account.
        None => store.of::<Account>(holder).is_some(),
        Some(own) => holder != own,
    });
    if taken {
        let value = email.map(Value::from);
        return Err(problem::unprocessable("email", "there is such a user already", value.as_ref()));
    }
    Ok(())
}

/// Returns the user as they are now.
fn shown(context: &Context<'_>, status: StatusCode, person: PersonId) -> Outcome {
    let store = &context.world.store;
    match (store.person(person), store.of::<Account>(person)) {
        (Some(person), Some(account)) => {
            let view = View::new(&context.world.sendauth, person, account);
            Ok(Reply::json(status, &view))
        }
        _ => Err(problem::no_such_user()),
    }
}

pub(super) fn create_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let sent = Sent::read(call)?;
    may_write(context, Role::User, sent.role)?;
    free(context, sent.email.as_deref(), None)?;
    let company = company(context, sent.company.as_ref());
    let (id, now) = (context.id(), context.now());
    let mut account = Account::new(id, now);
    sent.apply(&context.world.sendauth, company, &mut account);
    let facts = Facts {
        company: sent.company_name(),
        given_name: sent.first_name,
        family_name: sent.last_name,
        email: sent.email,
        mobile: sent.phone.clone(),
        phone: sent.phone,
    };
    let person = context.world.store.create(facts, account, now);
    audit::record(context, person, "create", BTreeMap::new());
    shown(context, StatusCode::CREATED, person)
}

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(&context.world.store, call.path("userID"))?;
    Reply::ok(&View::new(&context.world.sendauth, person, account))
}

pub(super) fn update_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let sent = Sent::read(call)?;
    let (person, account) = account::find(&context.world.store, call.path("userID"))?;
    let (person, before) = (person.id, account.role);
    may_write(context, before, sent.role)?;
    free(context, sent.email.as_deref(), Some(person))?;
    let company = company(context, sent.company.as_ref());
    let world = &mut *context.world;
    let state = &world.sendauth;
    world.store.edit(person, |facts, account: &mut Account| {
        sent.apply(state, company, account);
        facts.company = sent.company_name();
        facts.given_name = sent.first_name;
        facts.family_name = sent.last_name;
        facts.email = sent.email;
        facts.phone = sent.phone;
    });
    audit::record(context, person, "update", BTreeMap::new());
    shown(context, StatusCode::OK, person)
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(&context.world.store, call.path("userID"))?;
    let (person, role) = (person.id, account.role);
    if context.principal.person == Some(person) {
        return Err(problem::forbidden("callers cannot delete themselves"));
    }
    may_write(context, role, role)?;
    context.world.store.edit_account(person, |account: &mut Account| account.deleted = true);
    audit::record(context, person, "delete", BTreeMap::new());
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn set_user_tags(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = account::find(&context.world.store, call.path("userID"))?;
    let person = person.id;
    let sent = call.json().get("tags").and_then(Value::as_object);
    let tags: BTreeMap<_, _> = sent
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    let extras = tags.clone();
    context.world.store.edit_account(person, |account: &mut Account| account.tags = tags);
    audit::record(context, person, "tags", extras);
    Ok(Reply::empty(StatusCode::OK))
}
