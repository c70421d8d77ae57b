//! The table of losses, held against the adapters and the sandbox.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::json;
use user_directory::Directory;
use user_directory::scim::{Resource, SCHEMA};
use user_directory_sandbox::Sandbox;

use crate::losses::{compare, full, through};

#[path = "../../../user-directory/examples/support/directories.rs"]
mod directories;

/// Makes values of a random resource such as a provider takes.
async fn fit(name: &str, directory: &Directory, resource: Resource) -> Resource {
    let mut json = serde_json::to_value(resource).unwrap();
    // Long enough for every provider.
    for phone in json["phoneNumbers"].as_array_mut().unwrap() {
        let digits = phone["value"].as_str().unwrap().replace('+', "+1202");
        phone["value"] = json!(digits);
    }
    json["password"] = json!("Difference-Engine-No-2!");
    let role = if name == "velo" { "payor.support" } else { "reader" };
    json["roles"] = json!([{"value": role, "type": "north"}]);
    json[SCHEMA]["attributes"] = match name {
        "velo" => {
            let user = directory.list().next().await.unwrap().unwrap();
            json!({"entityId": user.attributes["entityId"]})
        }
        "sendauth" => json!({"messagingPreference": "sms"}),
        "finbourne" => json!({"alternativeUserIds": {"employee_number": "7"}}),
        _ => json!({"any": 7}),
    };
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn the_adapters_lose_what_the_table_says() {
    let (_sandbox, set) = directories::sandbox(Sandbox::builder(), "").await.unwrap();
    assert_eq!(set.iter().count(), 5);
    let mut runner = TestRunner::deterministic();
    for (name, directory) in set.iter() {
        for _ in 0..8 {
            let before = full().new_tree(&mut runner).unwrap().current();
            let mut before = fit(name, directory, before).await;
            let (_, after) = through(directory, &before).await;
            // The opposite of what enrolment makes of it.
            before.core.active = (after.core.active.as_option() != Some(&true)).into();
            compare(name, directory.capabilities(), &before, &after);
        }
    }
}
