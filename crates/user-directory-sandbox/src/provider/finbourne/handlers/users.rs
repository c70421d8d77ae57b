//! Creating, reading, replacing and deleting users.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::provider::finbourne::account::{self, Account, PERSONAL, SERVICE, Status, show};
use crate::provider::finbourne::role::{self, RoleId};
use crate::provider::finbourne::{Context, auth, problem, seed};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::spec::extend;
use crate::store::{Facts, PersonId, email_key};

/// What a client may set.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    first_name: String,
    last_name: String,
    email_address: String,
    second_email_address: Option<String>,
    login: String,
    alternative_user_ids: Option<BTreeMap<String, Option<String>>>,
    roles: Option<Vec<RoleId>>,
    /// Only when a user is created.
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Sent {
    /// Refuses values that the type of user does not allow.
    fn check(&self, kind: &str) -> Result<(), Reply> {
        let is_address = |text: &str| text.contains('@');
        if kind.eq_ignore_ascii_case(PERSONAL) {
            let addresses = is_address(&self.login) || is_address(&self.email_address);
            if addresses && self.login != self.email_address {
                let message = "must be the e-mail address, since the user is a person";
                return Err(problem::wrong("login", message));
            }
            ensure(!self.second_email_address.as_deref().is_some_and(is_address), || {
                problem::wrong("secondEmailAddress", "is for service users only")
            })?;
        }
        Ok(())
    }

    /// Refuses an address or a login that is another user's, and roles that do not exist.
    fn check_free(&self, context: &Context<'_>, own: Option<PersonId>) -> Result<(), Reply> {
        ensure(!context.is_taken(&self.email_address, own), || problem::exists("emailAddress"))?;
        ensure(account::find_by_login(context, &self.login).is_none_or(|(person, _)| Some(person.id) == own), || {
            problem::exists("login")
        })?;
        role::check(context.state, self.roles.as_deref().unwrap_or(&[]))
    }

    /// Applies what was sent to an account.
    fn apply(self, context: &mut Context<'_>, account: &mut Account) {
        let follows = email_key(&self.login) == email_key(&self.email_address);
        account.login = (!follows).then_some(self.login);
        account.email = self.email_address;
        account.second_email = self.second_email_address;
        account.alternative_ids = self.alternative_user_ids.unwrap_or_default();
        account.roles = role::take(context.state, &mut context.common.rng, self.roles.unwrap_or_default());
    }
}

/// Answers with the user as they are now, with their roles.
fn answer(context: &Context<'_>, status: StatusCode, person: PersonId) -> Outcome {
    let (person, account) = context.user(person).ok_or(problem::NO_SUCH_USER)?;
    let mut user = show(context.base_url, person, account);
    extend(&mut user, json!({ "roles": role::all(context.state, &account.roles) }));
    Ok(Reply::json(status, &user))
}

pub(super) fn create_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent: Sent = call.body()?;
    let kind = sent.kind.clone().unwrap_or_default();
    sent.check(&kind)?;
    sent.check_free(context, None)?;
    let mut account = Account::new(seed::id(context.rng()), &kind, sent.email_address.clone());
    if !kind.eq_ignore_ascii_case(SERVICE) {
        account.status = Status::Provisioned;
        account.activation_mails = 1;
    }
    let facts = Facts {
        given_name: sent.first_name.clone(),
        family_name: sent.last_name.clone(),
        email: Some(sent.email_address.clone()),
        ..Facts::default()
    };
    sent.apply(context, &mut account);
    let person = context.create(facts, account);
    answer(context, StatusCode::CREATED, person)
}

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(context, call.path("id"))?;
    if call.flag("includeRoles") {
        return answer(context, StatusCode::OK, person.id);
    }
    Reply::ok(&show(context.base_url, person, account))
}

pub(super) fn update_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent: Sent = call.body()?;
    let (person, account) = account::find_present(context, call.path("id"))?;
    let (person, mut new) = (person.id, account.clone());
    sent.check(&new.kind)?;
    sent.check_free(context, Some(person))?;
    context.edit_facts(person, |facts| {
        facts.given_name.clone_from(&sent.first_name);
        facts.family_name.clone_from(&sent.last_name);
        facts.email = Some(sent.email_address.clone());
    });
    sent.apply(context, &mut new);
    context.edit(person, |account| *account = new);
    answer(context, StatusCode::OK, person)
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let id = call.path("id");
    let purge = call.flag("purge");
    let person = if purge { account::find(context, id)? } else { account::find_present(context, id)? }.0.id;
    context.state.tokens.revoke(person);
    if purge {
        context.remove(person);
    } else {
        context.edit(person, |account| account.status = Status::Deprovisioned);
    }
    Reply::no_content()
}
