//! Users from creation to deletion and beyond, and their tags.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::clock::rfc3339;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::sendauth::account::{Account, Company, Messaging, Role, find, show};
use crate::provider::sendauth::{Context, audit, problem};
use crate::store::{Facts, PersonId};

/// What a client may set.
#[derive(Deserialize)]
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

#[derive(Deserialize)]
struct SentCompany {
    id: Option<String>,
    name: Option<String>,
    #[serde(rename = "orgID")]
    org_id: Option<String>,
}

impl Sent {
    /// Applies what was sent to an account.
    fn apply(&self, context: &mut Context<'_>, account: &mut Account) {
        account.role = self.role;
        account.company = self.company.as_ref().map(|sent| company(context, sent));
        account.permissions.clone_from(&self.permissions);
        account.messaging = self.messaging_preference;
        account.groups = self.permission_groups.iter().map(|id| id.to_ascii_lowercase()).collect();
        account.group_permissions.clear();
        for permission in account.groups.iter().filter_map(|id| context.state.groups.get(id)).flatten() {
            if !account.group_permissions.contains(permission) {
                account.group_permissions.push(permission.clone());
            }
        }
    }

    fn facts(self, mobile: Option<String>) -> Facts {
        Facts {
            company: self.company.and_then(|company| company.name),
            given_name: self.first_name,
            family_name: self.last_name,
            email: self.email,
            phone: self.phone,
            mobile,
        }
    }
}

/// Returns the identifier of the company that was sent, which is created if it is new.
fn company(context: &mut Context<'_>, sent: &SentCompany) -> String {
    let id = sent.id.as_ref().map_or_else(|| context.new_id(), |id| id.to_ascii_lowercase());
    let created_at = rfc3339(context.now());
    let state = &mut *context.state;
    state.companies.entry(id.clone()).or_insert_with(|| Company {
        id: id.clone(),
        name: sent.name.clone(),
        created_at,
        org_id: sent.org_id.clone().unwrap_or_else(|| state.organisation.clone()),
    });
    id
}

/// Refuses callers who may not change users, or not these.
fn may_write(context: &Context<'_>, before: Role, after: Role) -> Result<(), Reply> {
    let caller = context.caller.and_then(|id| context.account(id)).filter(|caller| !caller.deleted);
    match caller.map_or(Role::User, |caller| caller.role) {
        Role::SuperAdmin => Ok(()),
        Role::Admin if before != Role::SuperAdmin && after != Role::SuperAdmin => Ok(()),
        Role::Admin => Err(problem::forbidden("only a super admin may create or change a super admin")),
        Role::User => Err(problem::forbidden("only an admin may change users")),
    }
}

/// Refuses an e-mail address that is another user's.
fn check_email(context: &Context<'_>, email: Option<&str>, own: Option<PersonId>) -> Result<(), Reply> {
    match email {
        Some(email) if context.is_taken(email, own) => {
            Err(problem::unprocessable("email", "there is a user with this e-mail address", Some(&Value::from(email))))
        }
        _ => Ok(()),
    }
}

/// Answers with the user as they are now.
fn answer(context: &Context<'_>, status: StatusCode, person: PersonId) -> Outcome {
    let (person, account) = context.user(person).ok_or_else(problem::no_such_user)?;
    Ok(Reply::json(status, &show(context.state, person, account)))
}

pub(super) fn create_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let sent: Sent = call.body()?;
    may_write(context, Role::User, sent.role)?;
    check_email(context, sent.email.as_deref(), None)?;
    let mut account = Account::new(context.new_id(), context.now());
    sent.apply(context, &mut account);
    let mobile = sent.phone.clone();
    let person = context.create(sent.facts(mobile), account);
    audit::record(context, person, "create", BTreeMap::new());
    answer(context, StatusCode::CREATED, person)
}

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = find(context, call.path("userID"), false)?;
    Reply::ok(&show(context.state, person, account))
}

pub(super) fn update_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let sent: Sent = call.body()?;
    let (person, account) = find(context, call.path("userID"), false)?;
    let (person, mut new) = (person.id, account.clone());
    may_write(context, new.role, sent.role)?;
    check_email(context, sent.email.as_deref(), Some(person))?;
    sent.apply(context, &mut new);
    context.edit(person, |account| *account = new);
    context.edit_facts(person, |facts| *facts = sent.facts(facts.mobile.take()));
    audit::record(context, person, "update", BTreeMap::new());
    answer(context, StatusCode::OK, person)
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = find(context, call.path("userID"), false)?;
    let (person, role) = (person.id, account.role);
    ensure(context.caller != Some(person), || problem::forbidden("callers cannot delete themselves"))?;
    may_write(context, role, role)?;
    context.edit(person, |account| account.deleted = true);
    audit::record(context, person, "delete", BTreeMap::new());
    Reply::done()
}

pub(super) fn restore_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), true)?.0.id;
    context.edit(person, |account| account.deleted = false);
    audit::record(context, person, "restore", BTreeMap::new());
    Reply::done()
}

pub(super) fn destroy_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), true)?.0.id;
    if let Some(account) = context.remove(person) {
        context.state.transactions.retain(|one| one.subject != account.id);
    }
    Reply::done()
}

pub(super) fn set_user_tags(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call.path("userID"), false)?.0.id;
    let sent = call.json().get("tags").and_then(Value::as_object);
    let tags: BTreeMap<_, _> = sent
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    let extras = tags.clone();
    context.edit(person, |account| account.tags = tags);
    audit::record(context, person, "tags", extras);
    Reply::done()
}
