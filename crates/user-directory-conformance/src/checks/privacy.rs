//! Personal data is not shown.

use user_directory_core::{Field, Verb};

use super::checks;
use super::every_verb::{With, call, exercise_all};
use crate::context::Context;
use crate::expect::{About, Checked, failed};
use crate::watch::{Planted, logs_of};

const NOWHERE: &str = "Personal data is in no error, no `Debug` and no log.";

checks! {
    debug_shows_no_personal_data[Get]: NOWHERE;
    errors_show_no_personal_data[]: NOWHERE;
    logs_show_no_personal_data[]: NOWHERE;
}

/// Fails if a string shows personal data of the suite's people.
fn shows_nothing(planted: &Planted, what: &str, text: &str) -> Checked {
    let Some((kind, value)) = planted.find(text) else { return Ok(()) };
    let shown = Err(failed(format!("no {kind} in {what}"), format!("{value:?} in {text:?}")));
    match kind.parse::<Field>() {
        Ok(field) => shown.of(field),
        Err(_) => shown,
    }
}

async fn debug_shows_no_personal_data(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    let (planted, directory) = (context.watch.planted(), context.directory.as_dyn());
    shows_nothing(&planted.without_ids(), "`Debug` of a person", &format!("{got:?}"))?;
    shows_nothing(&planted, "`Debug` of the directory", &format!("{directory:?} {directory:#?}"))
}

/// Calls each verb so that it fails, where it can: for somebody who does not exist, and with a name that is taken.
async fn fail_all(context: &Context<'_>) -> Checked {
    for verb in Verb::ALL.iter().copied().filter(|verb| context.may(*verb)) {
        match verb {
            Verb::Invite => {}
            Verb::Create => {
                let new = context.new_user(&context.capabilities().create);
                context.create(new.clone()).await?;
                // Where nothing has to be unique, this succeeds.
                drop(context.create(new).await);
            }
            _ => drop(call(&context.directory, verb, With::nobody(context)).await),
        }
    }
    Ok(())
}

/// Also looks at the errors of all checks so far.
async fn errors_show_no_personal_data(context: &Context<'_>) -> Checked {
    fail_all(context).await?;
    let planted = context.watch.planted();
    let mut errors = context.watch.errors().into_iter();
    errors.try_for_each(|(text, verb)| shows_nothing(&planted, "an error", &text).at(verb))
}

async fn logs_show_no_personal_data(context: &Context<'_>) -> Checked {
    let calls = async {
        exercise_all(context).await?;
        fail_all(context).await
    };
    let (called, lines) = logs_of(calls).await;
    called?;
    let planted = context.watch.planted();
    lines.iter().try_for_each(|line| shows_nothing(&planted, "a log", line))
}
