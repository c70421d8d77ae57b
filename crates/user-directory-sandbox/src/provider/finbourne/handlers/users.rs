//! Creating, reading, replacing and deleting users.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::finbourne::account::{self, Account, PERSONAL, SERVICE, Status, View};
use crate::provider::finbourne::role::{self, RoleId};
use crate::provider::finbourne::{auth, problem, seed};
use crate::store::{Facts, PersonId, email_key};

/// What a client may set.
#[derive(Debug, Deserialize)]
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
    fn read(call: &Call<'_>) -> Result<Self, Reply> {
        call.body().ok_or_else(|| problem::refused(StatusCode::BAD_REQUEST, "the body is no user"))
    }

    /// Refuses what the kind of user does not allow.
    fn check(&self, kind: &str) -> Result<(), Reply> {
        let is_address = |text: &str| text.contains('@');
        if kind.eq_ignore_ascii_case(PERSONAL) {
            let addresses = is_address(&self.login) || is_address(&self.email_address);
            if addresses && self.login != self.email_address {
                let message = "must be the e-mail address, since the user is a person";
                return Err(problem::wrong("login", message));
            }
            if self.second_email_address.as_deref().is_some_and(is_address) {
                let message = "is for service users only";
                return Err(problem::wrong("secondEmailAddress", message));
            }
        }
        Ok(())
    }

    /// Refuses an address or a login that is somebody else's.
    fn free(&self, context: &Context<'_>, own: Option<PersonId>) -> Result<(), Reply> {
        let store = &context.world.store;
        let taken = store.holder(&self.email_address).is_some_and(|holder| match own {
            // Somebody who is known to other providers only gets the new account.
            None => store.of::<Account>(holder).is_some(),
            Some(own) => holder != own,
        });
        if taken {
            return Err(problem::exists("emailAddress"));
        }
        let signs_in = account::find_by_login(store, &self.login);
        if signs_in.is_some_and(|(person, _)| Some(person.id) != own) {
            return Err(problem::exists("login"));
        }
        role::check(&context.world.finbourne, self.roles.as_deref().unwrap_or(&[]))
    }

    /// Puts what was sent into an account.
    fn apply(self, context: &mut Context<'_>, account: &mut Account) {
        let world = &mut *context.world;
        let follows = email_key(&self.login) == email_key(&self.email_address);
        account.login = (!follows).then_some(self.login);
        account.email = self.email_address;
        account.second_email = self.second_email_address;
        account.alternative_ids = self.alternative_user_ids.unwrap_or_default();
        account.roles = role::take(&mut world.finbourne, &mut world.rng, self.roles.unwrap_or_default());
    }
}

/// Returns the user as they are now.
fn shown(context: &Context<'_>, status: StatusCode, person: PersonId) -> Outcome {
    let store = &context.world.store;
    match (store.person(person), store.of::<Account>(person)) {
        (Some(person), Some(account)) => {
            let view = View::new(context.base_url, person, account).with_roles(&context.world.finbourne, account);
            Ok(Reply::json(status, &view))
        }
        _ => Err(problem::no_such_user()),
    }
}

pub(super) fn create_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent = Sent::read(call)?;
    let kind = sent.kind.clone().unwrap_or_default();
    sent.check(&kind)?;
    sent.free(context, None)?;
    let (id, now) = (seed::id(&mut context.world.rng), context.now());
    let mut account = Account::new(id, &kind, &sent.email_address);
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
    let person = context.world.store.create(facts, account, now);
    shown(context, StatusCode::CREATED, person)
}

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(&context.world.store, call.path("id"))?;
    let mut user = View::new(context.base_url, person, account);
    if call.flag("includeRoles") == Some(true) {
        user = user.with_roles(&context.world.finbourne, account);
    }
    Reply::ok(&user)
}

pub(super) fn update_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent = Sent::read(call)?;
    let (person, account) = account::find_present(&context.world.store, call.path("id"))?;
    let (person, mut new) = (person.id, account.clone());
    sent.check(&new.kind)?;
    sent.free(context, Some(person))?;
    let names = (sent.first_name.clone(), sent.last_name.clone());
    sent.apply(context, &mut new);
    context.world.store.edit(person, |facts, account: &mut Account| {
        (facts.given_name, facts.family_name) = names;
        facts.email = Some(new.email.clone());
        *account = new;
    });
    shown(context, StatusCode::OK, person)
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let purge = call.flag("purge") == Some(true);
    let store = &context.world.store;
    let (person, _) =
        if purge { account::find(store, call.path("id"))? } else { account::find_present(store, call.path("id"))? };
    let person = person.id;
    auth::revoke(context.world, person);
    let store = &mut context.world.store;
    if purge {
        store.detach::<Account>(person);
    } else {
        store.edit_account(person, |account: &mut Account| {
            account.status = Status::Deprovisioned;
        });
    }
    Reply::no_content()
}
