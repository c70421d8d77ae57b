//! One user from one directory to another.

use user_directory::{Directory, Enrolment, Field, NewUser, Result, User, Verb};

use super::Arguments;

/// What became of a user.
pub(crate) struct Carried {
    pub(crate) outcome: Outcome,
    /// What the other directory does not take.
    pub(crate) lost: Vec<String>,
}

pub(crate) enum Outcome {
    /// The user is there, or would be; with the words for it.
    Copied(String),
    /// Somebody of that address was there before.
    Known,
    /// The user is not there, and why.
    Left(String),
}

pub(crate) async fn carry(arguments: &Arguments, user: &User, to: &Directory) -> Carried {
    let mut lost = Vec::new();
    let outcome = try_to_carry(arguments, user, to, &mut lost).await;
    let outcome = outcome.unwrap_or_else(|error| match error.is_already_exists() {
        true => Outcome::Known,
        false => Outcome::Left(error.to_string()),
    });
    Carried { outcome, lost }
}

async fn try_to_carry(arguments: &Arguments, user: &User, to: &Directory, lost: &mut Vec<String>) -> Result<Outcome> {
    let capabilities = to.capabilities();
    let verb = [Verb::Create, Verb::Invite].into_iter().find(|verb| to.supports(*verb));
    let Some(verb) = verb else {
        return Ok(Outcome::Left("the directory cannot enrol anybody".to_owned()));
    };
    if let Some(email) = user.email() {
        // Not every directory keeps addresses unique.
        if to.supports(Verb::FindByEmail) && !to.find_by_email(email).await?.is_empty() {
            return Ok(Outcome::Known);
        }
    }
    let mut new = NewUser::from(user);
    if !new.roles.is_empty() {
        new.roles.clear();
        lost.push(Field::Roles.to_string());
    }
    if let Some(password) = &arguments.first_password {
        new = new.password(password.clone());
    }
    let (taken, needed) = match verb {
        Verb::Create => (&capabilities.create, &capabilities.create_needs),
        _ => (&capabilities.invite, &capabilities.invite_needs),
    };
    let dropped = new.keep_only(taken);
    if dropped.contains(&Field::Enabled) {
        return Ok(Outcome::Left("the directory would let a disabled person in".to_owned()));
    }
    // A password is not the user's, so it is not lost either.
    let dropped = dropped.iter().filter(|field| **field != Field::Password);
    lost.extend(dropped.map(Field::to_string));
    let kinds = new.keep_phones(&capabilities.phones);
    lost.extend(kinds.iter().map(|kind| format!("{kind} number")));
    // What no enrolment takes: the person must be enrolled again.
    if !user.is_active() && new.enabled.is_none() {
        lost.push(match user.locked {
            Some(true) => "lock".to_owned(),
            _ => format!("status {}", user.status),
        });
    }
    let given = new.fields();
    let missing: Vec<_> = needed.iter().filter(|field| !given.contains(field)).map(Field::to_string).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Ok(Outcome::Left(format!("the directory needs {missing}")));
    }
    if !arguments.apply {
        return Ok(Outcome::Copied(format!("would {verb}")));
    }
    let enrolment = match verb {
        Verb::Create => Enrolment::Created(to.create(new).await?),
        _ => to.invite(new).await?,
    };
    Ok(Outcome::Copied(match enrolment.id() {
        Some(id) => format!("as {id}"),
        None => "invited".to_owned(),
    }))
}
