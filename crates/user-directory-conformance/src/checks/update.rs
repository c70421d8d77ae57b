//! Partial updates.

use futures_util::future::join;
use user_directory_core::request::{Delete, Get, Update};
use user_directory_core::{DeleteMode, ErrorKind, Field, NewUser, Patch, PhoneKind, Support, User, UserPatch, Verb};

use super::{MISSING, UNSUPPORTED, checks};
use crate::context::Context;
use crate::expect::{About, Checked, expect_error, expect_field, skipped};
use crate::standard::phone_kinds;

const NAMED: &str = "An update changes the fields that the patch names and no others.";

checks! {
    update_sets_one_field_and_keeps_the_rest[Update, Get]: NAMED;
    update_clears_a_field[Update, Get]: NAMED;
    update_with_an_empty_patch_succeeds[Update, Get]: "An empty patch of an existing person succeeds.";
    update_of_the_missing_fails[Update]: MISSING;
    update_of_what_cannot_be_changed_fails[Update]: UNSUPPORTED;
    unknown_extra_is_refused[Update]: UNSUPPORTED;
    another_version_is_refused[Update, Get]: "A request with a version (`if_match`) fails with `Conflict`, and changes nothing, if the person has another version.";
    updates_that_race_both_count[Update, Get]: "Updates of different fields at the same time are both made, unless the capabilities say that they can race.";
}

/// Returns the fields that can be both changed and seen: those of one string, and one phone number.
fn comparable() -> impl Iterator<Item = Field> {
    let fields = Field::ALL.iter().copied();
    fields.filter(|field| *field == Field::Phones || UserPatch::new().string(*field).is_some())
}

/// Returns a patch that sets these fields to what nobody else has.
pub(super) fn patch(context: &Context<'_>, fields: &[Field]) -> UserPatch {
    let other = context.new_user(fields);
    fields.iter().fold(UserPatch::new(), |patch, field| set(context, patch, *field, other.clone()))
}

/// Returns the kind of the phone number that is changed.
fn phone_kind(context: &Context<'_>) -> PhoneKind {
    phone_kinds(&context.directory).swap_remove(0)
}

fn set(context: &Context<'_>, mut patch: UserPatch, field: Field, other: NewUser) -> UserPatch {
    match field {
        Field::GivenName => patch.given_name("Perpetua"),
        Field::FamilyName => patch.family_name("Winterbourne"),
        Field::Phones => patch.phone(phone_kind(context), "+12025550199"),
        Field::Password => patch.password(other.password.unwrap_or_default()),
        field => {
            if let (Some(change), Some(value)) = (patch.string_mut(field), other.string(field)) {
                *change = Patch::Value(value.to_owned());
            }
            patch
        }
    }
}

fn cleared(context: &Context<'_>, field: Field) -> UserPatch {
    let mut patch = UserPatch::new();
    if field == Field::Phones {
        return patch.clear_phone(phone_kind(context));
    }
    if let Some(change) = patch.string_mut(field) {
        *change = Patch::Null;
    }
    patch
}

/// Returns a field as a string, to compare.
fn value(context: &Context<'_>, user: &User, field: Field) -> Option<String> {
    match field {
        Field::Phones => {
            let kind = phone_kind(context);
            user.phones.iter().find(|phone| phone.kind == kind).map(|phone| phone.number.clone())
        }
        field => user.string(field).map(str::to_owned),
    }
}

/// Returns what a patch sets a field to.
fn wanted(patch: &UserPatch, field: Field) -> Option<String> {
    match field {
        Field::Phones => patch.phones.values().next().cloned().flatten(),
        field => patch.string(field)?.clone().value(),
    }
}

/// Returns those of the fields that can be changed and seen.
fn visible(context: &Context<'_>, changeable: &[Field]) -> Vec<Field> {
    let read = &context.capabilities().read;
    comparable().filter(|field| changeable.contains(field) && read.contains(field)).collect()
}

async fn somebody(context: &Context<'_>) -> Checked<User> {
    Ok(context.directory.get(&context.person().await?.id).await?)
}

async fn update_sets_one_field_and_keeps_the_rest(context: &Context<'_>) -> Checked {
    let fields = visible(context, &context.capabilities().update);
    if fields.is_empty() {
        return Err(skipped("no field can be set and seen"));
    }
    for field in fields {
        let before = somebody(context).await?;
        let patch = patch(context, &[field]);
        context.directory.update(&before.id, patch.clone()).await?;
        context
            .settled(|| async {
                let after = context.directory.get(&before.id).await?;
                expect_field(field, wanted(&patch, field), value(context, &after, field))?;
                for other in comparable().filter(|other| *other != field) {
                    // Some providers make the user name of the address.
                    let follows = match other {
                        Field::UserName => before.user_name.as_deref() == before.email(),
                        // Others make the name that is shown of the other names.
                        Field::DisplayName => !context.capabilities().update.contains(&other),
                        _ => false,
                    };
                    if !follows {
                        expect_field(other, value(context, &before, other), value(context, &after, other))?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

async fn update_clears_a_field(context: &Context<'_>) -> Checked {
    let fields = visible(context, &context.capabilities().clear);
    if fields.is_empty() {
        return Err(skipped("no field can be cleared and seen"));
    }
    for field in fields {
        let id = context.person().await?.id;
        context.directory.update(&id, cleared(context, field)).await?;
        context
            .settled(|| async { expect_field(field, None, value(context, &context.directory.get(&id).await?, field)) })
            .await?;
    }
    Ok(())
}

async fn update_with_an_empty_patch_succeeds(context: &Context<'_>) -> Checked {
    let before = somebody(context).await?;
    context.directory.update(&before.id, UserPatch::new()).await?;
    context.unchanged(&before).await
}

async fn update_of_the_missing_fails(context: &Context<'_>) -> Checked {
    let Some(field) = context.capabilities().update.first() else {
        return Err(skipped("no field can be set"));
    };
    let result = context.directory.update(&context.missing(), patch(context, &[*field])).await;
    expect_error(ErrorKind::NotFound, result)
}

async fn update_of_what_cannot_be_changed_fails(context: &Context<'_>) -> Checked {
    let capabilities = context.capabilities();
    let set = [Field::Password].into_iter().chain(comparable()).filter(|field| !capabilities.update.contains(field));
    let clear = comparable().filter(|field| !capabilities.clear.contains(field));
    let patches: Vec<_> = set
        .map(|field| (field, patch(context, &[field])))
        .chain(clear.map(|field| (field, cleared(context, field))))
        .collect();
    if patches.is_empty() {
        return Err(skipped("every field can be set and cleared"));
    }
    let id = context.missing();
    for (field, patch) in patches {
        let update = context.directory.update(&id, patch);
        context.refused(Verb::Update, ErrorKind::Unsupported, update).await.of(field)?;
    }
    Ok(())
}

async fn unknown_extra_is_refused(context: &Context<'_>) -> Checked {
    let request = Update::new(context.missing(), UserPatch::new()).with_extra("conformance", "unknown");
    context.refused(Verb::Update, ErrorKind::Unsupported, context.directory.update_with(request)).await
}

async fn another_version_is_refused(context: &Context<'_>) -> Checked {
    const VERSION: &str = "W/\"no version of anybody\"";
    let before = somebody(context).await?;
    let id = &before.id;
    let request = Update::new(id, patch(context, &context.capabilities().update)).with_if_match(VERSION);
    if !context.capabilities().if_match {
        return context.refused(Verb::Update, ErrorKind::Unsupported, context.directory.update_with(request)).await;
    }
    expect_error(ErrorKind::Conflict, context.directory.update_with(request).await)?;
    let get = context.directory.get_with(Get::new(id).with_if_match(VERSION)).await;
    expect_error(ErrorKind::Conflict, get).at(Verb::Get)?;
    if context.may(Verb::Delete) {
        let delete = Delete::new(id, DeleteMode::Default).with_if_match(VERSION);
        expect_error(ErrorKind::Conflict, context.directory.delete_with(delete).await).at(Verb::Delete)?;
    }
    context.unchanged(&before).await
}

async fn updates_that_race_both_count(context: &Context<'_>) -> Checked {
    if let Support::Emulated { racy: true, .. } = context.capabilities().support(Verb::Update) {
        return Err(skipped("the directory says that updates can race"));
    }
    let fields = visible(context, &context.capabilities().update);
    let [one, .., other] = *fields else {
        return Err(skipped("there are no two fields that can be set and seen"));
    };
    let id = context.person().await?.id;
    let patches = [patch(context, &[one]), patch(context, &[other])];
    let [first, second] = patches.clone().map(|patch| context.directory.update(&id, patch));
    let (first, second) = join(first, second).await;
    first?;
    second?;
    context
        .settled(|| async {
            let after = context.directory.get(&id).await?;
            expect_field(one, wanted(&patches[0], one), value(context, &after, one))?;
            expect_field(other, wanted(&patches[1], other), value(context, &after, other))
        })
        .await
}
