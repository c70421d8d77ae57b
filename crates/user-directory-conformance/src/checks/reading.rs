//! Fetching people.

use user_directory_core::{ErrorKind, Field, User, UserId, Verb};

use super::every_verb::NOBODY;
use super::{MISSING, checks};
use crate::context::Context;
use crate::expect::{About, Checked, ensure, expect, expect_error, expect_field, failed};

const FIND: &str = "`find` returns all who have a key, and an empty list if nobody has it.";

checks! {
    check_tells_a_user_who_exists[Check]: "`check` returns a user who exists, or none.";
    get_returns_the_person[Get]: "`get` returns the person with this id, as they are.";
    get_of_the_missing_fails[Get]: MISSING;
    fields_that_are_told_are_declared[Get]: "A field that is returned is one that the capabilities name.";
    find_by_email_finds_the_person[FindByEmail]: FIND;
    find_by_email_ignores_letter_case[FindByEmail]: "E-mail addresses are compared without ASCII letter case.";
    find_by_email_of_nobody_is_empty[FindByEmail]: FIND;
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
    for (field, told) in told(&got) {
        let declared = context.capabilities().read.contains(&field);
        ensure(!told || declared, "a field that `Capabilities::read` has", "one that it has not").of(field)?;
    }
    Ok(())
}

fn told(user: &User) -> Vec<(Field, bool)> {
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

fn email(person: &User) -> Checked<&str> {
    person
        .email()
        .ok_or_else(|| failed("a person with an address, since it can be searched for", "none"))
        .of(Field::Email)
}

async fn find_by_email_finds_the_person(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let other = context.person().await?;
    context
        .settled(|| async {
            let found = context.directory.find_by_email(email(&person)?).await?;
            let times = |id: &UserId| found.iter().filter(|user| user.id == *id).count();
            expect("times that the person is found", 1, times(&person.id))?;
            expect("times that somebody with another address is found", 0, times(&other.id))
        })
        .await
}

async fn find_by_email_ignores_letter_case(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let capitals = email(&person)?.to_ascii_uppercase();
    context
        .settled(|| async {
            let found = context.directory.find_by_email(&capitals).await?;
            let times = found.iter().filter(|user| user.id == person.id).count();
            expect("times that the person is found by the address in capitals", 1, times)
        })
        .await
}

async fn find_by_email_of_nobody_is_empty(context: &Context<'_>) -> Checked {
    let found = context.directory.find_by_email(NOBODY).await?;
    expect("people found by an address that nobody has", 0, found.len())
}
