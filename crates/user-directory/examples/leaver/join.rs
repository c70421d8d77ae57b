//! Enrols a person everywhere.

use std::io::Write;

use clap::Args;
use user_directory::{
    Directory, DirectorySet, Enrolment, Grant, MfaMethod, NewUser, Phone, PhoneKind, Result, Scopes, Secret, Verb,
};

use super::{Ending, table};

/// Who joins.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// E-mail address
    email: String,
    /// Given name
    #[arg(long)]
    given_name: String,
    /// Family name
    #[arg(long)]
    family_name: String,
    /// Mobile phone number, which becomes the primary one, too
    #[arg(long)]
    mobile: Option<String>,
    /// A role to begin with, in one directory; can be repeated
    #[arg(long, value_name = "DIRECTORY=ROLE", value_parser = role)]
    role: Vec<(String, String)>,
    /// First password, for directories that need one
    #[arg(long, env = "FIRST_PASSWORD", hide_env_values = true)]
    first_password: Option<Secret>,
    /// Does it; otherwise it is only said
    #[arg(long)]
    apply: bool,
}

fn role(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((directory, role)) => Ok((directory.to_owned(), role.to_owned())),
        None => Err("it has the form DIRECTORY=ROLE".to_owned()),
    }
}

impl Arguments {
    pub(crate) fn demo() -> Self {
        Self {
            email: "ada.king@example.com".to_owned(),
            given_name: "Ada".to_owned(),
            family_name: "King".to_owned(),
            mobile: Some("+12025550142".to_owned()),
            role: vec![("velo".to_owned(), "payor.support".to_owned())],
            first_password: Some("Difference-Engine-No-2!".into()),
            apply: true,
        }
    }

    /// Describes the person for a directory: all that is known, less what it does not take.
    fn new_user(&self, name: &str, directory: &Directory, verb: Verb) -> NewUser {
        let capabilities = directory.capabilities();
        let mut new = NewUser::new(&self.email)
            .user_name(&self.email)
            .given_name(&self.given_name)
            .family_name(&self.family_name)
            .mfa(MfaMethod::Sms);
        if let Some(number) = &self.mobile {
            for kind in [PhoneKind::Mobile, PhoneKind::Primary] {
                new = new.phone(Phone::new(kind, number));
            }
        }
        if let Some(password) = &self.first_password {
            new = new.password(password.clone());
        }
        if capabilities.scopes != Scopes::Always {
            let own = self.role.iter().filter(|(directory, _)| directory == name);
            new = own.fold(new, |new, (_, role)| new.role(Grant::new(role)));
        }
        new.keep_only(match verb {
            Verb::Create => &capabilities.create,
            _ => &capabilities.invite,
        });
        new.keep_phones(&capabilities.phones);
        new
    }
}

pub(crate) async fn run(arguments: &Arguments, set: &DirectorySet, out: &mut dyn Write) -> anyhow::Result<Ending> {
    let lookup = set.find_by_email(&arguments.email).await;
    let (mut rows, mut ending) = (Vec::new(), Ending::Done);
    for (name, answer) in lookup.iter() {
        let Some(directory) = set.get(name) else {
            continue;
        };
        let said = match answer {
            // Enrolling somebody who may be there would make two of them.
            Err(error) => Err(error.to_string()),
            Ok(known) if !known.is_empty() => Ok("is known already".to_owned()),
            Ok(_) => enrol(arguments, name, directory).await.map_err(|error| error.to_string()),
        };
        if said.is_err() {
            ending = Ending::Failed;
        }
        let said = said.unwrap_or_else(|error| format!("FAILED: {error}"));
        rows.push([name.to_owned(), said]);
    }
    write!(out, "{}", table::render(&["directory", "joiner"], &rows))?;
    writeln!(out)?;
    Ok(ending)
}

async fn enrol(arguments: &Arguments, name: &str, directory: &Directory) -> Result<String> {
    let verb = [Verb::Create, Verb::Invite].into_iter().find(|verb| directory.supports(*verb));
    let Some(verb) = verb else {
        return Ok("cannot be enrolled: the directory has no verb for it".to_owned());
    };
    if !arguments.apply {
        return Ok(format!("would {verb}"));
    }
    let new = arguments.new_user(name, directory, verb);
    let enrolment = match verb {
        Verb::Create => Enrolment::Created(directory.create(new).await?),
        _ => directory.invite(new).await?,
    };
    Ok(match enrolment.id() {
        Some(id) => format!("{verb}: done, id {id}"),
        None => format!("{verb}: done"),
    })
}
