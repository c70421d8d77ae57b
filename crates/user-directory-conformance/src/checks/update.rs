//! Partial updates.

use futures_util::future::join;

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::fixture::email;
use crate::{Context, Failure};
use user_directory_core::{ErrorKind, Field, Patch, PhoneKind, Support, User, UserPatch, Verb};

checks! {
    update_sets_one_field_and_keeps_the_rest[Update, Get];
    update_clears_a_field[Update, Get];
    update_with_an_empty_patch_succeeds[Update, Get];
    update_of_the_missing_fails[Update];
    update_of_what_cannot_be_changed_fails[Update];
    updates_that_race_both_count[Update, Get];
}

/// The fields that can be both changed and seen.
const SEEN: [Field; 11] = [
    Field::ExternalId,
    Field::UserName,
    Field::Email,
    Field::GivenName,
    Field::FamilyName,
    Field::DisplayName,
    Field::Title,
    Field::Department,
    Field::Locale,
    Field::Manager,
    Field::Phones,
];

const NUMBER: &str = "+12025550199";

fn patch(context: &Context<'_>, field: Field) -> UserPatch {
    // Somebody else's names and addresses: they are free.
    let other = context.new_user(&[field]);
    let mut patch = UserPatch::new();
    match field {
        Field::UserName => patch.user_name(other.user_name.unwrap_or_default()),
        Field::Email => patch.email(email(&other)),
        Field::Manager => patch.manager(context.missing()),
        Field::Phones => patch.phone(PhoneKind::Mobile, NUMBER),
        Field::Password => patch.password(other.password.unwrap_or_default()),
        field => {
            if let Some(change) = patch.string_mut(field) {
                *change = Patch::Value(format!("changed-{field}"));
            }
            patch
        }
    }
}

fn cleared(field: Field) -> UserPatch {
    let mut patch = UserPatch::new();
    match field {
        Field::Manager => patch.clear_manager(),
        Field::Phones => patch.clear_phone(PhoneKind::Mobile),
        field => {
            if let Some(change) = patch.string_mut(field) {
                *change = Patch::Null;
            }
            patch
        }
    }
}

/// Returns a field as text, to compare.
fn value(user: &User, field: Field) -> Option<String> {
    match field {
        Field::Phones => {
            user.phones.iter().find(|phone| phone.kind == PhoneKind::Mobile).map(|phone| phone.number.clone())
        }
        Field::Manager => user.manager.as_ref().map(ToString::to_string),
        field => user.string(field).map(str::to_owned),
    }
}

/// Returns those of the fields that can be changed and seen.
fn visible(context: &Context<'_>, changeable: &[Field]) -> Vec<Field> {
    let read = &context.capabilities().read;
    SEEN.into_iter().filter(|field| changeable.contains(field) && read.contains(field)).collect()
}

async fn update_sets_one_field_and_keeps_the_rest(context: &Context<'_>) -> Result<(), Failure> {
    let fields = visible(context, &context.capabilities().update);
    if fields.is_empty() {
        return Err(Failure::Skip("no field can be set and seen".to_owned()));
    }
    for field in fields {
        let before = context.directory.get(&context.person().await?.id).await?;
        let patch = patch(context, field);
        context.directory.update(&before.id, patch).await?;
        let after = context.directory.get(&before.id).await?;
        ensure(value(&after, field) != value(&before, field), &format!("{field} was set and is what it was"))?;
        for other in SEEN.into_iter().filter(|other| *other != field) {
            // Some providers make the user name of the address.
            let follows = match other {
                Field::UserName => before.user_name.as_deref() == before.email(),
                // Others make the name that is shown of the other names.
                Field::DisplayName => !context.capabilities().update.contains(&other),
                _ => false,
            };
            ensure(
                follows || value(&after, other) == value(&before, other),
                &format!("{field} was set, and {other} changed"),
            )?;
        }
    }
    Ok(())
}

async fn update_clears_a_field(context: &Context<'_>) -> Result<(), Failure> {
    let fields = visible(context, &context.capabilities().clear);
    if fields.is_empty() {
        return Err(Failure::Skip("no field can be cleared and seen".to_owned()));
    }
    for field in fields {
        let id = context.person().await?.id;
        context.directory.update(&id, cleared(field)).await?;
        let after = context.directory.get(&id).await?;
        ensure(value(&after, field).is_none(), &format!("{field} was cleared and is still there"))?;
    }
    Ok(())
}

async fn update_with_an_empty_patch_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let before = context.directory.get(&context.person().await?.id).await?;
    context.directory.update(&before.id, UserPatch::new()).await?;
    let after = context.directory.get(&before.id).await?;
    ensure(after == before, "an empty patch changed something")
}

async fn update_of_the_missing_fails(context: &Context<'_>) -> Result<(), Failure> {
    let Some(field) = context.capabilities().update.first() else {
        return Err(Failure::Skip("no field can be set".to_owned()));
    };
    let patch = patch(context, *field);
    let result = context.directory.update(&context.missing(), patch).await;
    ensure_error(result, ErrorKind::NotFound, "update of a missing person")
}

async fn update_of_what_cannot_be_changed_fails(context: &Context<'_>) -> Result<(), Failure> {
    let capabilities = context.capabilities();
    let patches = [Field::Password]
        .iter()
        .chain(&SEEN)
        .filter(|field| !capabilities.update.contains(field))
        .map(|field| patch(context, *field))
        .chain(SEEN.into_iter().filter(|field| !capabilities.clear.contains(field)).map(cleared))
        .collect::<Vec<_>>();
    if patches.is_empty() {
        return Err(Failure::Skip("every field can be set and cleared".to_owned()));
    }
    let id = context.missing();
    for patch in patches {
        let before = context.fixture.requests();
        let what = format!("update by {patch:?}");
        let result = context.directory.update(&id, patch).await;
        ensure_error(result, ErrorKind::Unsupported, &what)?;
        ensure(context.fixture.requests() == before, "a request was sent")?;
    }
    Ok(())
}

async fn updates_that_race_both_count(context: &Context<'_>) -> Result<(), Failure> {
    if let Support::Emulated { racy: true, .. } = context.capabilities().support(Verb::Update) {
        return Err(Failure::Skip("the directory says that updates can race".to_owned()));
    }
    let fields = visible(context, &context.capabilities().update);
    let [one, .., other] = *fields else {
        return Err(Failure::Skip("there are no two fields that can be set and seen".to_owned()));
    };
    let before = context.directory.get(&context.person().await?.id).await?;
    let (first, second) = join(
        context.directory.update(&before.id, patch(context, one)),
        context.directory.update(&before.id, patch(context, other)),
    )
    .await;
    first?;
    second?;
    let after = context.directory.get(&before.id).await?;
    ensure(
        value(&after, one) != value(&before, one) && value(&after, other) != value(&before, other),
        "of two updates at the same time one is lost",
    )
}
