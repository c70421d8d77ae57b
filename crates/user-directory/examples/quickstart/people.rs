//! What the table and the lines below it say.

use user_directory::{Directory, NewUser, Result, Support, User};

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

/// Lists everybody, fetches each of them, and returns what the table shows.
pub(crate) async fn of(name: &str, directory: &Directory) -> Result<Vec<[String; 5]>> {
    let mut rows = Vec::new();
    let mut users = directory.list();
    while let Some(listed) = users.next().await {
        let user = directory.get(&listed?.id).await?;
        rows.push([
            name.to_owned(),
            user.id.to_string(),
            full_name(&user),
            user.email().unwrap_or_default().to_owned(),
            status(&user),
        ]);
    }
    Ok(rows)
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

/// Says in a line what a directory can do.
pub(crate) fn abilities(name: &str, directory: &Directory) -> String {
    let (mut native, mut emulated, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for (verb, support) in directory.capabilities().verbs() {
        let list = match support {
            Support::Native { .. } => &mut native,
            Support::Unsupported => &mut missing,
            _ => &mut emulated,
        };
        list.push(verb.as_str());
    }
    let mut line = format!("{name} can {}", native.join(", "));
    for (what, verbs) in [("puts together", emulated), ("cannot", missing)] {
        if !verbs.is_empty() {
            line.push_str(&format!("; {what} {}", verbs.join(", ")));
        }
    }
    line
}
