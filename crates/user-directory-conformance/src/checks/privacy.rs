//! Personal data is not shown.

use user_directory_core::{Field, Verb};

use super::checks;
use super::every_verb::{With, call, exercise_all};
use crate::context::Context;
use crate::expect::{About, Checked, failed};
use crate::watch::logs_of;

const NOWHERE: &str = "Personal data is in no error, no `Debug` and no log.";

checks! {
    debug_shows_no_personal_data[Get]: NOWHERE;
    errors_show_no_personal_data[]: NOWHERE;
    logs_show_no_personal_data[]: NOWHERE;
}

/// Fails if a string shows personal data of the suite's people. An id may be shown by what describes that person.
fn shows_nothing(context: &Context<'_>, what: &str, text: &str, id: bool) -> Checked {
    match context.watch.planted().find(text) {
        Some((kind, value)) if !(id && kind == "id") => {
            let shown = failed(format!("no {kind} in {what}"), format!("{value:?} in {text:?}"));
            let result = Err(shown);
            match kind.parse::<Field>() {
                Ok(field) => result.of(field),
                Err(_) => result,
            }
        }
        _ => Ok(()),
    }
}

async fn debug_shows_no_personal_data(context: &Context<'_>) -> Checked {
    let person = context.person().await?;
    let got = context.directory.get(&person.id).await?;
    shows_nothing(context, "`Debug` of a person", &format!("{got:?}"), true)?;
    let directory = context.directory.as_dyn();
    shows_nothing(context, "`Debug` of the directory", &format!("{directory:?} {directory:#?}"), false)
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
    for (text, verb) in context.watch.errors() {
        shows_nothing(context, "an error", &text, false).at(verb)?;
    }
    Ok(())
}

async fn logs_show_no_personal_data(context: &Context<'_>) -> Checked {
    let calls = async {
        exercise_all(context).await?;
        fail_all(context).await
    };
    let (called, lines) = logs_of(calls).await;
    called?;
    for line in lines {
        shows_nothing(context, "a log", &line, false)?;
    }
    Ok(())
}
