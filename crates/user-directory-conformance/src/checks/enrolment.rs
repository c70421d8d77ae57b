//! Creating and inviting people.

use user_directory_core::{Enrolment, ErrorKind, Field, Status, Verb};

use super::{NEEDED, UNSUPPORTED, checks};
use crate::context::Context;
use crate::expect::{About, Checked, ensure, expect, expect_error, expect_field, skipped};

const INVITED: &str = "An invited person is pending until they accept.";

checks! {
    create_keeps_what_is_given[Create, Get]: "An enrolled person has the fields that were given.";
    create_gives_each_person_an_id[Create]: "Each person has an id that no other has.";
    create_of_the_taken_fails[Create]: "Names and addresses that must be unique (`Capabilities::unique`) fail a second enrolment with `AlreadyExists`.";
    create_without_a_needed_field_fails[Create]: NEEDED;
    create_with_a_field_it_cannot_take_fails[Create]: UNSUPPORTED;
    create_of_the_disabled_lets_nobody_in[Create, Get]: "Whoever is to be created without access is created `Disabled`, or refused.";
    invite_leaves_a_person[Invite, Get]: INVITED;
    invite_without_a_needed_field_fails[Invite]: NEEDED;
    resend_invitation_to_the_invited_succeeds[ResendInvitation, Invite]: INVITED;
}

fn readable(context: &Context<'_>, field: Field) -> bool {
    context.capabilities().read.contains(&field)
}

async fn create_keeps_what_is_given(context: &Context<'_>) -> Checked {
    let new = context.new_user(&context.capabilities().create);
    let id = context.create(new.clone()).await?.id;
    context
        .settled(|| async {
            let got = context.directory.get(&id).await?;
            for field in
                new.fields().into_iter().filter(|field| new.string(*field).is_some() && readable(context, *field))
            {
                expect_field(field, new.string(field), got.string(field))?;
            }
            for given in new.emails.iter().skip(1).filter(|_| readable(context, Field::OtherEmails)) {
                let kept = got.has_email(&given.address);
                ensure(kept, "the address that was given", "it is missing").of(Field::OtherEmails)?;
            }
            for given in new.phones.iter().filter(|_| readable(context, Field::Phones)) {
                let kept = got.phones.iter().any(|phone| phone.number == given.number);
                ensure(kept, "the number that was given", "it is missing").of(Field::Phones)?;
            }
            for given in new.roles.iter().filter(|_| got.roles.is_some()) {
                let kept = got.roles.iter().flatten().any(|role| role.same_as(given));
                ensure(kept, "the role that was given", "it is missing").of(Field::Roles)?;
            }
            Ok(())
        })
        .await
}

async fn create_gives_each_person_an_id(context: &Context<'_>) -> Checked {
    let fields = &context.capabilities().create;
    let one = context.create(context.new_user(fields)).await?;
    let other = context.create(context.new_user(fields)).await?;
    ensure(one.id != other.id, "two ids", "the same id twice")
}

async fn create_of_the_taken_fails(context: &Context<'_>) -> Checked {
    if context.capabilities().unique.is_empty() {
        return Err(skipped("nothing about a person has to be unique"));
    }
    let new = context.new_user(&context.capabilities().create);
    context.create(new.clone()).await?;
    expect_error(ErrorKind::AlreadyExists, context.create(new).await)
}

/// Whoever is to be created without access is created so, or not at all.
async fn create_of_the_disabled_lets_nobody_in(context: &Context<'_>) -> Checked {
    let new = context.new_user(&context.capabilities().create).enabled(false);
    let capabilities = context.capabilities();
    let afterwards = capabilities.disables_afterwards && capabilities.supports(Verb::Disable);
    if !capabilities.create.contains(&Field::Enabled) && !afterwards {
        return context.refused(Verb::Create, ErrorKind::Unsupported, context.create(new)).await.of(Field::Enabled);
    }
    let id = context.create(new).await?.id;
    context
        .settled(|| async { expect_field(Field::Status, Status::Disabled, context.directory.get(&id).await?.status) })
        .await
}

/// Checks that an enrolment without a field or a phone that is needed fails and sends nothing.
async fn without_needed(context: &Context<'_>, verb: Verb, supported: &[Field], needed: &[Field]) -> Checked {
    let phones = context.capabilities().phones_needed.iter().filter(|_| supported.contains(&Field::Phones));
    let phones = phones.map(|kind| {
        let mut new = context.new_user(supported);
        new.phones.retain(|phone| phone.kind != *kind);
        (Field::Phones, new)
    });
    let fields = needed.iter().map(|field| {
        let mut new = context.new_user(supported);
        let others: Vec<_> = supported.iter().copied().filter(|other| other != field).collect();
        new.keep_only(&others);
        (*field, new)
    });
    let incomplete: Vec<_> = fields.chain(phones).collect();
    if incomplete.is_empty() {
        return Err(skipped("no field is needed"));
    }
    for (field, new) in incomplete {
        let enrolled = async {
            match verb {
                Verb::Invite => context.directory.invite(new).await.map(drop),
                _ => context.create(new).await.map(drop),
            }
        };
        context.refused(verb, ErrorKind::InvalidInput, enrolled).await.of(field)?;
    }
    Ok(())
}

async fn create_without_a_needed_field_fails(context: &Context<'_>) -> Checked {
    let capabilities = context.capabilities();
    without_needed(context, Verb::Create, &capabilities.create, &capabilities.create_needs).await
}

async fn invite_without_a_needed_field_fails(context: &Context<'_>) -> Checked {
    let capabilities = context.capabilities();
    without_needed(context, Verb::Invite, &capabilities.invite, &capabilities.invite_needs).await
}

async fn create_with_a_field_it_cannot_take_fails(context: &Context<'_>) -> Checked {
    let supported = &context.capabilities().create;
    let all = context.new_user(Field::ALL);
    let unsupported: Vec<_> = all.fields().into_iter().filter(|field| !supported.contains(field)).collect();
    if unsupported.is_empty() {
        return Err(skipped("the directory takes every field"));
    }
    for field in unsupported {
        let mut new = context.new_user(Field::ALL);
        new.keep_only(&[&supported[..], &[field]].concat());
        context.refused(Verb::Create, ErrorKind::Unsupported, context.create(new)).await.of(field)?;
    }
    Ok(())
}

async fn invite_leaves_a_person(context: &Context<'_>) -> Checked {
    let new = context.new_user(&context.capabilities().invite);
    let email = new.string(Field::Email).unwrap_or_default().to_owned();
    let (enrolment, id) = context.invite(new).await?;
    let tells = matches!(&enrolment, Enrolment::Invited { id: Some(_) });
    expect("an invitation that tells the id", context.capabilities().invitation_tells_id, tells)?;
    context
        .settled(|| async {
            let got = context.directory.get(&id).await?;
            ensure(got.has_email(&email), &email, &format!("{:?}", got.email())).of(Field::Email)?;
            if readable(context, Field::Status) {
                expect_field(Field::Status, Status::Pending, got.status)
            } else {
                Ok(())
            }
        })
        .await
}

async fn resend_invitation_to_the_invited_succeeds(context: &Context<'_>) -> Checked {
    let (_, id) = context.invite(context.new_user(&context.capabilities().invite)).await?;
    Ok(context.directory.resend_invitation(&id).await?)
}
