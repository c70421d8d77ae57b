//! Users read their mail, sign in, look at their authenticator app, and come from external providers and AWS Marketplace.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::account::{Account, Mail};
use super::{Context, External, Registration, State, app, auth};
use crate::clock::rfc3339;
use crate::provider::interface::{Control, ControlError, read};

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

pub(super) const CONTROLS: &[Control<State>] = &[
    Control::post("signIn", "/sign-in", |context, _, body| {
        let sent: SignIn = read(body)?;
        let token = sign_in(context, &sent.email, &sent.password, sent.code.as_deref())?;
        Ok(json!({ "access_token": token }))
    }),
    Control::get("mails", "/users/{user_id}/mails", |context, path, _| mails(context, &path[0])),
    Control::get("softwareToken", "/users/{user_id}/software-token", |context, path, _| {
        let code = software_token_code(context, &path[0]).ok_or(ControlError::NotFound("user, or secret"))?;
        Ok(json!({ "code": code }))
    }),
    Control::post("externalToken", "/external-tokens", |context, _, body| {
        let sent: ExternalAccount = read(body)?;
        Ok(json!({ "access_token": external_token(context, &sent.email, &sent.provider) }))
    }),
    Control::post("registrationToken", "/registration-tokens", |context, _, _| {
        Ok(json!({ "registration_token": registration_token(context) }))
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
        .filter(|(_, account)| account.takes_password(context.state, password, now))
        .ok_or(ControlError::Unauthorized("e-mail address or password is wrong"))?;
    let secret = account.app_secret.as_deref().unwrap_or("");
    if account.second_factor && !app::takes(secret, code.unwrap_or(""), now) {
        return Err(ControlError::Unauthorized("the code of the authenticator app is missing or wrong"));
    }
    let person = person.id;
    Ok(auth::issue(context, person))
}

pub(crate) fn mailed(context: &Context<'_>, user: &str, why: Mail) -> Option<String> {
    Some(find(context, user)?.mailed.get(&why)?.text.clone())
}

fn mails(context: &Context<'_>, user: &str) -> Result<Value, ControlError> {
    let account = find(context, user).ok_or(ControlError::NotFound("user"))?;
    let mails = account.mailed.iter().map(|(why, mailed)| {
        let (name, what) = match why {
            Mail::EmailUpdate => ("email_update", "code"),
            Mail::ExternalUserLink => ("external_user_link", "code"),
            Mail::SignUp => ("sign_up", "password"),
        };
        let mail = json!({ what: mailed.text, "about": mailed.about, "sent_at": rfc3339(mailed.sent) });
        (name.to_owned(), mail)
    });
    Ok(Value::Object(mails.collect::<Map<_, _>>()))
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
