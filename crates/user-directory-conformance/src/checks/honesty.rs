//! The capabilities are true, both ways.

use std::sync::Arc;

use user_directory_core::{ErrorKind, Verb};

use super::every_verb::{With, call, exercise_all};
use super::{UNSUPPORTED, checks};
use crate::context::Context;
use crate::expect::{About, Checked, Problem, Seen, ensure, expect, failed, skipped};
use crate::watch::Observed;

checks! {
    provider_has_a_plain_name[]: "The provider's name has lower-case letters, digits and hyphens alone.";
    unsupported_verbs_send_nothing[]: UNSUPPORTED;
    unsupported_verbs_fail_in_the_implementation[]: UNSUPPORTED;
    supported_verbs_are_carried_out[]: "A verb that the capabilities name is carried out.";
    errors_tell_provider_and_verb[Get]: "An error names the provider and the verb, on one line.";
}

async fn provider_has_a_plain_name(context: &Context<'_>) -> Checked {
    let name = context.directory.provider();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure(!name.is_empty() && name.chars().all(plain), "a plain name", &format!("{name:?}"))
}

/// Returns the verbs that the directory does not support.
fn unsupported(context: &Context<'_>) -> Checked<Vec<Verb>> {
    let unsupported: Vec<_> = Verb::ALL.iter().copied().filter(|verb| !context.directory.supports(*verb)).collect();
    if unsupported.is_empty() {
        return Err(skipped("the directory supports every verb"));
    }
    Ok(unsupported)
}

async fn unsupported_verbs_send_nothing(context: &Context<'_>) -> Checked {
    for verb in unsupported(context)? {
        let call = call(&context.directory, verb, With::nobody(context));
        context.refused(verb, ErrorKind::Unsupported, call).await?;
    }
    Ok(())
}

async fn unsupported_verbs_fail_in_the_implementation(context: &Context<'_>) -> Checked {
    let ungated = Observed::ungated(context.directory.clone(), Arc::clone(&context.watch));
    for verb in unsupported(context)? {
        let call = call(&ungated, verb, With::nobody(context));
        context.refused(verb, ErrorKind::Unsupported, call).await?;
    }
    Ok(())
}

/// Whatever else may go wrong, such as an invitation that is not open any more: a verb that the capabilities name
/// must not turn out to be unsupported.
async fn supported_verbs_are_carried_out(context: &Context<'_>) -> Checked {
    for exercised in exercise_all(context).await? {
        match exercised.result {
            Err(error) if error.is_unsupported() => {
                return Err(Problem::Failed(Seen::failed("the verb is carried out", &error))).at(exercised.verb);
            }
            _ => {}
        }
    }
    Ok(())
}

async fn errors_tell_provider_and_verb(context: &Context<'_>) -> Checked {
    let Err(error) = context.directory.get(&context.missing()).await else {
        return Err(failed("an error", "a person with the id that belongs to nobody"));
    };
    expect("provider of the error", context.directory.provider(), error.provider())?;
    expect("verb of the error", Some(Verb::Get), error.verb())?;
    ensure(!error.to_string().contains('\n'), "an error on one line", &format!("{:?}", error.to_string()))
}
