//! Fetching persons.

use super::calls::NOBODY;
use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::{ErrorKind, Field, User};

checks! {
    get_returns_the_person[Get];
    get_of_the_missing_fails[Get];
    fields_that_are_told_are_declared[Get];
    debug_shows_no_personal_data[Get];
    find_by_email_finds_the_person[FindByEmail];
    find_by_email_ignores_letter_case[FindByEmail];
    find_by_email_of_nobody_is_empty[FindByEmail];
}

async fn get_returns_the_person(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    ensure(got.id == person.id, "the person has another id than asked for")?;
    ensure(got.emails == person.emails, "the person has another e-mail address")
}

async fn get_of_the_missing_fails(context: &Context<'_>) -> Result<(), Failure> {
    let result = context.directory.get(&context.missing()).await;
    ensure_error(result, ErrorKind::NotFound, "get of a missing person")
}

async fn fields_that_are_told_are_declared(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    for (field, told) in told(&got) {
        if told && !context.capabilities().read.contains(&field) {
            let what = format!("{field} is told, and the capabilities do not say that it can be read");
            return Err(Failure::new(what));
        }
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

async fn debug_shows_no_personal_data(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    let shown = format!("{got:?} {:?}", context.directory.as_dyn());
    let mut personal = Field::ALL.iter().filter_map(|field| got.string(*field));
    ensure(
        // An id that is the user name would be shown as the id.
        !personal.any(|text| text != got.id.as_str() && shown.contains(text)),
        "`Debug` of the person or of the directory shows personal data",
    )
}

fn email(person: &User) -> Result<&str, Failure> {
    person.email().ok_or_else(|| Failure::new("the directory searches by e-mail address, and the person has none"))
}

async fn find_by_email_finds_the_person(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let other = context.person().await?;
    let found = context.directory.find_by_email(email(&person)?).await?;
    ensure(
        found.iter().filter(|user| user.id == person.id).count() == 1,
        "the person is not found by their e-mail address, or more than once",
    )?;
    ensure(!found.iter().any(|user| user.id == other.id), "somebody with another e-mail address is found")
}

async fn find_by_email_ignores_letter_case(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let shouted = email(&person)?.to_ascii_uppercase();
    let found = context.directory.find_by_email(&shouted).await?;
    ensure(found.iter().any(|user| user.id == person.id), "the person is not found by their e-mail address in capitals")
}

async fn find_by_email_of_nobody_is_empty(context: &Context<'_>) -> Result<(), Failure> {
    let found = context.directory.find_by_email(NOBODY).await?;
    ensure(found.is_empty(), "somebody is found by an address that nobody has")
}
