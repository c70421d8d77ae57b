//! Fails on operation ids that would give two methods one name, or a name that is taken.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::generate::{facts::Facts, names};

/// Methods that clients have besides those of operations.
const RESERVED: [&str; 9] =
    ["builder", "exec", "from_env", "inner", "new", "new_with_client", "post", "pre", "request"];

pub(super) fn run(_: &mut Value, facts: &Facts) -> Result<()> {
    for (number, operation) in facts.operations.iter().enumerate() {
        let name = names::method(&operation.id);
        if RESERVED.contains(&name.as_str()) {
            bail!("{}: `{name}` is a method of every client; rename the operation in the overlay", operation.id);
        }
        if let Some(other) = facts.operations[..number].iter().find(|other| names::method(&other.id) == name) {
            bail!("{} and {}: both would be the method `{name}`", other.id, operation.id);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::generate::facts;
    use serde_json::json;

    fn run(ids: [&str; 2]) -> anyhow::Result<()> {
        let document = json!({"paths": {
            "/a": {"get": {"operationId": ids[0], "responses": {}}},
            "/b": {"get": {"operationId": ids[1], "responses": {}}},
        }});
        super::run(&mut document.clone(), &facts::read(&document)?)
    }

    #[test]
    fn clashing_and_reserved_names_are_refused() {
        run(["getUser", "listUsers"]).unwrap();
        assert!(run(["getUser", "get_user"]).unwrap_err().to_string().contains("both would be the method `get_user`"));
        assert!(run(["getUser", "Builder"]).unwrap_err().to_string().starts_with("Builder:"));
    }
}
