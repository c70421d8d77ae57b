//! The capabilities tell the truth, both ways.

use super::calls::{call, call_directly};
use super::checks;
use crate::context::{ensure, ensure_error};
use crate::fixture::email;
use crate::{Context, Failure};
use user_directory_core::{Enrolment, ErrorKind, Grant, NewUser, Verb};

checks! {
    provider_has_a_plain_name[];
    unsupported_verbs_send_nothing[];
    unsupported_verbs_fail_in_the_implementation[];
    supported_verbs_are_carried_out[];
    errors_tell_provider_and_verb[Get];
}

async fn provider_has_a_plain_name(context: &Context<'_>) -> Result<(), Failure> {
    let name = context.directory.provider();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure(
        !name.is_empty() && name.chars().all(plain),
        "the provider's name is not lower-case letters, digits and hyphens",
    )
}

/// Returns the verbs that the directory does not support.
fn unsupported(context: &Context<'_>) -> Result<Vec<Verb>, Failure> {
    let unsupported: Vec<_> = Verb::ALL.iter().copied().filter(|verb| !context.directory.supports(*verb)).collect();
    if unsupported.is_empty() {
        return Err(Failure::Skip("the directory supports every verb".to_owned()));
    }
    Ok(unsupported)
}

async fn unsupported_verbs_send_nothing(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.missing();
    for verb in unsupported(context)? {
        let before = context.fixture.requests();
        let new = NewUser::new("nobody@conformance.invalid");
        let result = call(context.directory, verb, &id, new, Grant::new("r")).await;
        ensure_error(result, ErrorKind::Unsupported, verb.as_str())?;
        ensure(context.fixture.requests() == before, &format!("{verb} is not supported, and sent a request"))?;
    }
    Ok(())
}

async fn unsupported_verbs_fail_in_the_implementation(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.missing();
    for verb in unsupported(context)? {
        let before = context.fixture.requests();
        let new = NewUser::new("nobody@conformance.invalid");
        let directory = context.directory.as_dyn();
        let result = call_directly(directory, verb, &id, new, Grant::new("r")).await;
        ensure_error(result, ErrorKind::Unsupported, verb.as_str())?;
        ensure(context.fixture.requests() == before, &format!("{verb} is not supported, and sent a request"))?;
    }
    Ok(())
}

/// Whatever else may go wrong, such as an invitation that is not open any more: a verb that is said to be supported
/// must not turn out not to be.
async fn supported_verbs_are_carried_out(context: &Context<'_>) -> Result<(), Failure> {
    let directory = context.directory;
    for verb in Verb::ALL {
        if !directory.supports(*verb) || !context.fixture.allows(*verb) {
            continue;
        }
        let id = context.person().await?.id;
        if *verb == Verb::Restore && directory.supports(Verb::Delete) {
            directory.delete(&id).await?;
        }
        let capabilities = context.capabilities();
        let result = match verb {
            Verb::Create => {
                let new = context.new_user(&capabilities.create);
                let created = directory.create(new).await;
                created.map(|user| context.made(&user.id))
            }
            Verb::Invite => {
                let new = context.new_user(&capabilities.invite);
                let email = email(&new);
                match directory.invite(new).await {
                    Ok(Enrolment::Invited { id: None }) if !directory.supports(Verb::FindByEmail) => Ok(()),
                    Ok(enrolment) => {
                        context.enrolled(enrolment, &email).await?;
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            }
            _ => {
                let grant = match context.grants() {
                    Ok([grant, _]) => grant,
                    Err(_) if matches!(verb, Verb::Grant | Verb::Revoke | Verb::ReplaceGrants) => {
                        continue;
                    }
                    Err(_) => Grant::new("r"),
                };
                call(directory, *verb, &id, NewUser::default(), grant).await
            }
        };
        if let Err(error) = result
            && error.is_unsupported()
        {
            return Err(Failure::new(format!("{verb} is said to be supported: {error}")));
        }
    }
    Ok(())
}

async fn errors_tell_provider_and_verb(context: &Context<'_>) -> Result<(), Failure> {
    match context.directory.get(&context.missing()).await {
        Ok(_) => Err(Failure::new("somebody has the id that belongs to nobody")),
        Err(error) => {
            ensure(error.provider() == context.directory.provider(), "the error names another provider")?;
            ensure(error.verb() == Some(Verb::Get), "the error does not name the verb")?;
            ensure(!error.to_string().contains('\n'), "the error is more than one line")
        }
    }
}
