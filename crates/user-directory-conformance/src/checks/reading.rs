//! Fetching people.

use user_directory_core::{ErrorKind, Field, User, Verb};

use super::{MISSING, checks};
use crate::context::Context;
use crate::expect::{About, Checked, ensure, expect, expect_error, expect_field};

checks! {
    check_tells_a_user_who_exists[Check]: "`check` returns a user who exists, or none.";
    get_returns_the_person[Get]: "`get` returns the person with this id, as they are.";
    get_of_the_missing_fails[Get]: MISSING;
    fields_that_are_told_are_declared[Get]: "A field that is returned is one that the capabilities name.";
}

async fn check_tells_a_user_who_exists(context: &Context<'_>) -> Checked {
    match context.directory.check().await? {
        Some(user) if context.may(Verb::Get) => Ok(context.directory.get(&user.id).await.map(drop)?),
        _ => Ok(()),
    }
}

async fn get_returns_the_person(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    expect("id", &person.id, &got.id)?;
    expect_field(Field::Email, person.email(), got.email())
}

async fn get_of_the_missing_fails(context: &Context<'_>) -> Checked {
    expect_error(ErrorKind::NotFound, context.directory.get(&context.missing()).await)
}

async fn fields_that_are_told_are_declared(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    for (field, reported) in reported(&got) {
        let declared = context.capabilities().read.contains(&field);
        ensure(!reported || declared, "a field that `Capabilities::read` has", "one that it has not").of(field)?;
    }
    Ok(())
}

fn reported(user: &User) -> Vec<(Field, bool)> {
    let strings = Field::ALL.iter().map(|field| (*field, user.string(*field).is_some()));
    let others = [
        (Field::OtherEmails, user.emails.len() > 1),
        (Field::Manager, user.manager.is_some()),
        (Field::Phones, !user.phones.is_empty()),
        (Field::Mfa, user.mfa.is_some()),
        (Field::Roles, user.roles.is_some()),
        (Field::Enabled, user.enabled.is_some()),
        (Field::Locked, user.locked.is_some()),
        (Field::Created, user.created.is_some()),
        (Field::Modified, user.modified.is_some()),
        (Field::LastLogin, user.last_login.is_some()),
        (Field::Version, user.version.is_some()),
        (Field::Attributes, !user.attributes.is_empty()),
    ];
    strings.chain(others).collect()
}
