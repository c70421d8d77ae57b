//! Users read their mail, sign in, read their authenticator app, and get tokens of external providers and AWS Marketplace.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::account::{Account, Mail};
use super::{Context, External, Registration, State, app, auth};
use crate::clock::rfc3339;
use crate::provider::interface::{ControlError, Outcome, Reply, Route, ensure};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
    code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExternalAccount {
    email: String,
    provider: String,
}

pub(super) const CONTROLS: &[Route<State>] = &[
    Route::post("signIn", "/sign-in", |context, _, request| {
        let sent: SignIn = request.json()?;
        let token = sign_in(context, &sent.email, &sent.password, sent.code.as_deref())?;
        Reply::ok(&json!({ "access_token": token }))
    }),
    Route::get("mails", "/users/{user_id}/mails", |context, path, _| mails(context, &path[0])),
    Route::get("softwareToken", "/users/{user_id}/software-token", |context, path, _| {
        let code = software_token_code(context, &path[0]).ok_or(ControlError::NotFound("user, or secret"))?;
        Reply::ok(&json!({ "code": code }))
    }),
    Route::post("externalToken", "/external-tokens", |context, _, request| {
        let sent: ExternalAccount = request.json()?;
        Reply::ok(&json!({ "access_token": external_token(context, &sent.email, &sent.provider) }))
    }),
    Route::post("registrationToken", "/registration-tokens", |context, _, _| {
        Reply::ok(&json!({ "registration_token": registration_token(context) }))
    }),
];

fn find<'a>(context: &'a Context<'_>, user: &str) -> Option<&'a Account> {
    context.user_by_id(user).map(|(_, account)| account)
}

pub(crate) fn sign_in(
    context: &mut Context<'_>,
    email: &str,
    password: &str,
    code: Option<&str>,
) -> Result<String, ControlError> {
    let now = context.now();
    let found = context.user_by_email(email);
    let (person, account) = found
        .filter(|(_, account)| account.accepts_password(context.state, password, now))
        .ok_or(ControlError::Unauthorized("e-mail address or password is wrong"))?;
    let secret = account.app_secret.as_deref().unwrap_or("");
    ensure(!account.second_factor || app::accepts(secret, code.unwrap_or(""), now), || {
        ControlError::Unauthorized("the code of the authenticator app is missing or wrong")
    })?;
    let person = person.id;
    Ok(auth::issue(context, person))
}

pub(crate) fn mailed(context: &Context<'_>, user: &str, why: Mail) -> Option<String> {
    Some(find(context, user)?.mailed.get(&why)?.text.clone())
}

fn mails(context: &Context<'_>, user: &str) -> Outcome {
    let account = find(context, user).ok_or(ControlError::NotFound("user"))?;
    let mails = account.mailed.iter().map(|(why, mailed)| {
        let (name, what) = match why {
            Mail::EmailUpdate => ("email_update", "code"),
            Mail::ExternalUserLink => ("external_user_link", "code"),
            Mail::SignUp => ("sign_up", "password"),
        };
        let mail = json!({ what: mailed.text, "about": mailed.about, "sent_at": rfc3339(mailed.sent) });
        (name, mail)
    });
    Reply::ok(&mails.collect::<BTreeMap<_, _>>())
}

pub(crate) fn software_token_code(context: &Context<'_>, user: &str) -> Option<String> {
    let account = find(context, user)?;
    app::code(account.offered_secret.as_ref().or(account.app_secret.as_ref())?, context.now())
}

pub(crate) fn external_token(context: &mut Context<'_>, email: &str, provider: &str) -> String {
    let token = context.rng().alphanumeric(64);
    let external = External { email: email.to_owned(), provider: provider.to_owned() };
    context.state.externals.insert(token.clone(), external);
    token
}

pub(crate) fn registration_token(context: &mut Context<'_>) -> String {
    let token = context.rng().alphanumeric(32);
    context.state.registrations.insert(token.clone(), Registration::default());
    token
}
