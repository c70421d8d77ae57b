//! What happens outside of these operations: users read their mail, sign in, look at their authenticator app, and come
//! from external providers and AWS Marketplace.

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::account::{Account, Mail};
use super::{External, Registration, SaaSus, app, auth, problem};
use crate::clock::rfc3339;
use crate::context::Context;
use crate::message::{Outcome, Reply, Request};
use crate::provider::Extra;
use crate::world::World;

/// Why somebody cannot sign in.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// There is no such user, or the password is wrong, or temporary and no longer good.
    #[error("e-mail address or password is wrong")]
    Wrong,
    /// The user's authenticator app has to be asked, and shows another code.
    #[error("the code of the authenticator app is missing or wrong")]
    Code,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
    code: Option<String>,
}

fn sign_in(world: &mut World, sent: &SignIn) -> Result<String, SignInError> {
    let now = world.time.now();
    let found = world.store.by_email::<Account>(&sent.email);
    let (person, account) = found
        .filter(|(_, account)| account.takes_password(&world.saasus, &sent.password, now))
        .ok_or(SignInError::Wrong)?;
    if account.second_factor {
        let secret = account.app_secret.as_deref().unwrap_or("");
        let code = sent.code.as_deref().unwrap_or("");
        if !app::takes(secret, code, now) {
            return Err(SignInError::Code);
        }
    }
    let person = person.id;
    Ok(auth::issue_now(world, person))
}

fn shown_code(world: &World, user: &str) -> Option<String> {
    let (_, account) = world.store.get::<Account>(user)?;
    let secret = account.offered_secret.as_ref().or(account.app_secret.as_ref())?;
    app::code(secret, world.time.now())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FromOutside {
    email: String,
    provider: String,
}

fn external_token(world: &mut World, from: FromOutside) -> String {
    let token = world.rng.alphanumeric(64);
    let external = External { email: from.email, provider: from.provider };
    world.saasus.externals.insert(token.clone(), external);
    token
}

fn registration_token(world: &mut World) -> String {
    let token = world.rng.alphanumeric(32);
    let registrations = &mut world.saasus.registrations;
    registrations.insert(token.clone(), Registration::default());
    token
}

impl SaaSus<'_> {
    /// Signs an end user in, and returns the access token that operations want in their bodies. It lasts an hour.
    ///
    /// `code` is what the user's authenticator app shows, for those who have enabled it.
    ///
    /// # Errors
    ///
    /// If address, password or code is wrong.
    pub fn sign_in(&self, email: &str, password: &str, code: Option<&str>) -> Result<String, SignInError> {
        let sent = SignIn { email: email.to_owned(), password: password.to_owned(), code: code.map(str::to_owned) };
        sign_in(&mut self.0.shared().world(), &sent)
    }

    /// Returns the code, or temporary password, that was last mailed to a user and has not been used.
    pub fn mailed(&self, user: &str, why: Mail) -> Option<String> {
        let world = self.0.shared().world();
        let (_, account) = world.store.get::<Account>(user)?;
        Some(account.mailed.get(&why)?.text.clone())
    }

    /// Returns what the authenticator app of a user shows now: the code of the secret last offered to the user.
    pub fn software_token_code(&self, user: &str) -> Option<String> {
        shown_code(&self.0.shared().world(), user)
    }

    /// Returns an access token of an account that somebody with this address has at an external provider.
    pub fn external_token(&self, email: &str, provider: &str) -> String {
        let from = FromOutside { email: email.to_owned(), provider: provider.to_owned() };
        external_token(&mut self.0.shared().world(), from)
    }

    /// Returns a new registration token, as AWS Marketplace gives one to each buyer.
    pub fn registration_token(&self) -> String {
        registration_token(&mut self.0.shared().world())
    }
}

/// The same over HTTP, below `/_sandbox/saasus`.
pub(super) const CONTROLS: &[Extra] = &[
    Extra {
        name: "signIn",
        method: "POST",
        path: "/sign-in",
        handler: |context, request, _| {
            let token = sign_in(context.world, &read(request)?)
                .map_err(|error| problem::refused(StatusCode::UNAUTHORIZED, &error.to_string()))?;
            Reply::ok(&json!({ "access_token": token }))
        },
    },
    Extra {
        name: "mails",
        method: "GET",
        path: "/users/{user_id}/mails",
        handler: |context, _, values| mails(context, first(values)),
    },
    Extra {
        name: "softwareToken",
        method: "GET",
        path: "/users/{user_id}/software-token",
        handler: |context, _, values| {
            let code = shown_code(context.world, first(values)).ok_or_else(missing)?;
            Reply::ok(&json!({ "code": code }))
        },
    },
    Extra {
        name: "externalToken",
        method: "POST",
        path: "/external-tokens",
        handler: |context, request, _| {
            let token = external_token(context.world, read(request)?);
            Reply::created(&json!({ "access_token": token }))
        },
    },
    Extra {
        name: "registrationToken",
        method: "POST",
        path: "/registration-tokens",
        handler: |context, _, _| {
            let token = registration_token(context.world);
            Reply::created(&json!({ "registration_token": token }))
        },
    },
];

fn first(values: &[String]) -> &str {
    values.first().map_or("", String::as_str)
}

fn missing() -> Reply {
    let message = "there is no such user, or they have nothing of the kind";
    problem::refused(StatusCode::NOT_FOUND, message)
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Reply> {
    serde_json::from_slice(request.body()).map_err(|error| {
        let message = format!("the body does not fit: {error}");
        problem::refused(StatusCode::BAD_REQUEST, &message)
    })
}

fn mails(context: &Context<'_>, user: &str) -> Outcome {
    let found = context.world.store.get::<Account>(user);
    let (_, account) = found.ok_or_else(missing)?;
    let mut mails = Map::new();
    for (why, mailed) in &account.mailed {
        let (name, what) = match why {
            Mail::EmailUpdate => ("email_update", "code"),
            Mail::ExternalUserLink => ("external_user_link", "code"),
            Mail::SignUp => ("sign_up", "password"),
        };
        let mail = json!({ what: mailed.text, "about": mailed.about, "sent_at": rfc3339(mailed.sent) });
        mails.insert(name.to_owned(), mail);
    }
    Reply::ok(&Value::Object(mails))
}
