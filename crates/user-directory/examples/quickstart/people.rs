//! The people of the quickstart, and what its tables say of them.

use std::collections::BTreeMap;

use user_directory::{Directory, DirectorySet, NewUser, Result, Support, User, Verb};

/// Makes a directory in memory with three people.
pub(crate) async fn in_memory() -> Result<Directory> {
    let directory = Directory::in_memory();
    for (given, family) in [("Ada", "King"), ("Grace", "Murray"), ("Katherine", "Coleman")] {
        let email = format!("{}@example.com", given.to_lowercase());
        let new = NewUser::new(email).given_name(given).family_name(family);
        let user = directory.create(new).await?;
        if given == "Grace" {
            directory.lock(&user.id).await?;
        }
    }
    Ok(directory)
}

/// A person, as the directories know them.
#[derive(Default)]
struct Person {
    name: String,
    /// Their status, by directory.
    status: BTreeMap<String, String>,
}

/// Returns a row for each person, found in all directories by their e-mail address.
pub(crate) async fn rows(set: &DirectorySet) -> Result<Vec<Vec<String>>> {
    let mut people = BTreeMap::<String, Person>::new();
    for (directory, client) in set.iter() {
        let mut users = client.list();
        while let Some(listed) = users.next().await {
            let user = client.get(&listed?.id).await?;
            let person = people.entry(user.email().unwrap_or_default().to_lowercase()).or_default();
            person.status.insert(directory.to_owned(), status(&user));
            // Not every provider tells names.
            if person.name.is_empty() {
                person.name = full_name(&user);
            }
        }
        eprintln!("{directory}: everybody listed, and each fetched");
    }
    let row = |(email, person): (String, Person)| {
        let status = |(directory, _)| person.status.get(directory).cloned().unwrap_or_default();
        [person.name.clone(), email].into_iter().chain(set.iter().map(status)).collect()
    };
    Ok(people.into_iter().map(row).collect())
}

/// Joins given and family name, either of which may be missing.
fn full_name(user: &User) -> String {
    let names = [user.given_name.as_deref(), user.family_name.as_deref()];
    names.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn status(user: &User) -> String {
    match user.locked {
        Some(true) => format!("{}, locked", user.status),
        _ => user.status.to_string(),
    }
}

/// Returns a row for each verb: what each directory can do.
pub(crate) fn abilities(set: &DirectorySet) -> Vec<Vec<String>> {
    let cell = |directory: &Directory, verb| match directory.capabilities().support(verb) {
        Support::Native { .. } => "yes",
        Support::Unsupported => "no",
        _ => "emulated",
    };
    let cells = |verb: Verb| set.iter().map(move |(_, directory)| cell(directory, verb));
    let row = |verb: Verb| std::iter::once(verb.as_str()).chain(cells(verb)).map(str::to_owned).collect();
    Verb::ALL.iter().copied().map(row).collect()
}
