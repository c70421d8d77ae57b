//! Creating and inviting persons.

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::fixture::email;
use crate::{Context, Failure};
use user_directory_core::{Enrolment, ErrorKind, Field, NewUser, Status, User, Verb};

checks! {
    create_keeps_what_is_given[Create, Get];
    create_gives_each_person_an_id[Create];
    create_of_the_taken_fails[Create];
    create_without_a_needed_field_fails[Create];
    create_with_a_field_it_cannot_take_fails[Create];
    create_of_the_disabled_lets_nobody_in[Create, Get];
    invite_leaves_a_person[Invite, Get];
    invite_without_a_needed_field_fails[Invite];
    resend_invitation_to_the_invited_succeeds[Invite, ResendInvitation];
}

async fn create(context: &Context<'_>, new: NewUser) -> Result<User, Failure> {
    let user = context.directory.create(new).await?;
    context.made(&user.id);
    Ok(user)
}

async fn create_keeps_what_is_given(context: &Context<'_>) -> Result<(), Failure> {
    let new = context.new_user(&context.capabilities().create);
    let created = create(context, new.clone()).await?;
    let got = context.directory.get(&created.id).await?;
    let readable = |field| context.capabilities().read.contains(&field);
    for field in new.fields() {
        if let Some(given) = new.string(field)
            && readable(field)
        {
            ensure(Some(given) == got.string(field), &format!("{field} is not kept as it was given"))?;
        }
    }
    if readable(Field::Phones) {
        let mut numbers = new.phones.iter().map(|phone| &phone.number);
        ensure(
            numbers.all(|number| got.phones.iter().any(|phone| phone.number == *number)),
            "phones are not kept as they were given",
        )?;
    }
    if let Some(roles) = got.roles {
        let mut given = new.roles.iter();
        ensure(
            given.all(|grant| roles.iter().any(|kept| kept.same_as(grant))),
            "roles are not kept as they were given",
        )?;
    }
    Ok(())
}

async fn create_gives_each_person_an_id(context: &Context<'_>) -> Result<(), Failure> {
    let fields = &context.capabilities().create;
    let one = create(context, context.new_user(fields)).await?;
    let other = create(context, context.new_user(fields)).await?;
    ensure(one.id != other.id, "two persons have the same id")
}

/// Whoever is to be created without access is created so, or not at all.
async fn create_of_the_disabled_lets_nobody_in(context: &Context<'_>) -> Result<(), Failure> {
    let new = context.new_user(&context.capabilities().create).enabled(false);
    let capabilities = context.capabilities();
    let afterwards = capabilities.disables_afterwards && capabilities.supports(Verb::Disable);
    if !capabilities.create.contains(&Field::Enabled) && !afterwards {
        let result = context.directory.create(new).await.map(|user| context.made(&user.id));
        return ensure_error(result, ErrorKind::Unsupported, "create of a disabled person");
    }
    let id = create(context, new).await?.id;
    let got = context.directory.get(&id).await?;
    ensure(got.is_disabled(), "a person was created without access and is not disabled")
}

async fn create_of_the_taken_fails(context: &Context<'_>) -> Result<(), Failure> {
    let unique = &context.capabilities().unique;
    if unique.is_empty() {
        return Err(Failure::Skip("nothing about a person has to be unique".to_owned()));
    }
    let new = context.new_user(&context.capabilities().create);
    create(context, new.clone()).await?;
    match context.directory.create(new).await {
        Ok(user) => {
            context.made(&user.id);
            Err(Failure::new("the same person was created twice"))
        }
        result => ensure_error(result, ErrorKind::AlreadyExists, "create of the same person"),
    }
}

/// Checks that an enrolment without a field that is needed fails and sends nothing.
async fn without_needed(context: &Context<'_>, verb: Verb) -> Result<(), Failure> {
    let capabilities = context.capabilities();
    let (known, needed) = match verb {
        Verb::Invite => (&capabilities.invite, &capabilities.invite_needs),
        _ => (&capabilities.create, &capabilities.create_needs),
    };
    if needed.is_empty() {
        return Err(Failure::Skip("no field is needed".to_owned()));
    }
    for field in needed.iter() {
        let mut new = context.new_user(known);
        let others: Vec<_> = known.iter().copied().filter(|known| known != field).collect();
        new.keep_only(&others);
        let before = context.fixture.requests();
        let result = match verb {
            Verb::Invite => context.directory.invite(new).await.map(drop),
            _ => context.directory.create(new).await.map(drop),
        };
        ensure_error(result, ErrorKind::InvalidInput, &format!("{verb} without {field}"))?;
        ensure(context.fixture.requests() == before, "a request was sent")?;
    }
    Ok(())
}

async fn create_without_a_needed_field_fails(context: &Context<'_>) -> Result<(), Failure> {
    without_needed(context, Verb::Create).await
}

async fn invite_without_a_needed_field_fails(context: &Context<'_>) -> Result<(), Failure> {
    without_needed(context, Verb::Invite).await
}

async fn create_with_a_field_it_cannot_take_fails(context: &Context<'_>) -> Result<(), Failure> {
    let known = &context.capabilities().create;
    let all = context.new_user(Field::ALL);
    let unknown: Vec<_> = all.fields().into_iter().filter(|field| !known.contains(field)).collect();
    if unknown.is_empty() {
        return Err(Failure::Skip("the directory takes every field".to_owned()));
    }
    for field in unknown {
        let mut new = context.new_user(Field::ALL);
        new.keep_only(&[&known[..], &[field]].concat());
        let before = context.fixture.requests();
        let result = context.directory.create(new).await;
        ensure_error(result, ErrorKind::Unsupported, &format!("create with {field}"))?;
        ensure(context.fixture.requests() == before, "a request was sent")?;
    }
    Ok(())
}

async fn invite_leaves_a_person(context: &Context<'_>) -> Result<(), Failure> {
    let new = context.new_user(&context.capabilities().invite);
    let email = email(&new);
    let enrolment = context.directory.invite(new).await?;
    let tells = matches!(&enrolment, Enrolment::Invited { id: Some(_) });
    ensure(
        tells == context.capabilities().invitation_tells_id,
        "the invitation tells an id against what the capabilities say, or no invitation came of it",
    )?;
    let id = context.enrolled(enrolment, &email).await?;
    let got = context.directory.get(&id).await?;
    ensure(got.has_email(&email), "the person has another e-mail address")?;
    ensure(
        got.status == Status::Pending || !context.capabilities().read.contains(&Field::Status),
        "a person who has just been invited is not pending",
    )
}

async fn resend_invitation_to_the_invited_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let new = context.new_user(&context.capabilities().invite);
    let email = email(&new);
    let enrolment = context.directory.invite(new).await?;
    let id = context.enrolled(enrolment, &email).await?;
    Ok(context.directory.resend_invitation(&id).await?)
}
