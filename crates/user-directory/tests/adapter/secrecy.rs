//! What a server says, and what was sent to it, shows in no error.

use std::error::Error as StdError;

use serde_json::json;
use test_support::{Reply, Server};
use user_directory::{NewUser, Phone, PhoneKind, UserPatch, Verb};

use crate::all::{ALL, Provider};
use crate::support::{With, call};

const ADDRESS: &str = "planted.address@example.com";
const PLANTED: [&str; 7] = [
    "planted.address",
    "Plantedgiven",
    "Plantedfamily",
    "+15550199",
    "Plant3d-passw0rd",
    "Plantedcompany",
    "Plantedbadge",
];

/// Everything that somebody could not want to see in a log, as far as the provider takes it.
fn with(provider: &Provider) -> With {
    let usual = (provider.with)();
    let directory = (provider.at)("http://127.0.0.1:9");
    let can = directory.capabilities();
    let mut new = NewUser::new(ADDRESS)
        .user_name("planted.address")
        .given_name("Plantedgiven")
        .family_name("Plantedfamily")
        .phone(Phone::new(PhoneKind::Mobile, "+15550199"))
        .phone(Phone::new(PhoneKind::Primary, "+15550199"))
        .password("Plant3d-passw0rd");
    new.mfa.clone_from(&usual.new.mfa);
    new.roles.clone_from(&usual.new.roles);
    let taken: Vec<_> = can.create.iter().chain(can.invite.iter()).copied().collect();
    new.keep_only(&taken);
    new.keep_phones(&can.phones);
    let mut patch = UserPatch::new();
    for field in can.update.iter() {
        patch = match field.as_str() {
            "email" => patch.email(ADDRESS),
            "given_name" => patch.given_name("Plantedgiven"),
            "family_name" => patch.family_name("Plantedfamily"),
            "phones" => patch.phone(PhoneKind::Mobile, "+15550199"),
            "password" => patch.password("Plant3d-passw0rd"),
            // Of the right type, so that it is sent.
            "attributes" => match can.attributes.iter().find(|attribute| attribute.writable) {
                Some(attribute) if attribute.name == "company" => {
                    patch.attribute("company", json!({"name": "Plantedcompany"}))
                }
                Some(attribute) => patch.attribute(&*attribute.name, json!({"badge": "Plantedbadge"})),
                None => patch,
            },
            other => panic!("{other}"),
        };
    }
    With { id: usual.id, email: ADDRESS, new, patch, grant: usual.grant }
}

fn shown(error: &user_directory::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn no_error_shows_what_was_planted() {
    let told = PLANTED.join(" ");
    let bodies = [
        // Refusals that quote, in the words of each provider.
        (400, json!({"error": ADDRESS, "errors": [{"errorMessage": told, "errorCode": "1"}]}).to_string()),
        (
            400,
            json!({"code": 239, "message": told, "title": told, "detail": told, "instance": told, "name": told})
                .to_string(),
        ),
        (400, json!({"code": "OBP-20005", "message": format!("OBP-20005: {told}")}).to_string()),
        (409, json!({"type": "t", "message": told, "error": told}).to_string()),
        (404, told.clone()),
        (500, told.clone()),
        // Answers that cannot be understood, with values of the wrong types and where they stand in a quoted text.
        (200, json!(told).to_string()),
        (200, json!({"id": told, "users": told, "rows": told, "content": told, "email": [told]}).to_string()),
        (200, json!([{"id": 1, "emailAddress": told, "login": told}, told]).to_string()),
        (200, format!("{{\"{told}\": ")),
    ];
    for provider in &ALL {
        let with = with(provider);
        let mut failed = 0;
        for (status, body) in bodies.clone() {
            let server = Server::start(move |_, _| Reply::json(status, &body)).await;
            let directory = (provider.at)(&server.url);
            for verb in Verb::ALL.iter().filter(|verb| directory.supports(**verb)) {
                let Err(error) = call(&directory, *verb, &with).await else {
                    continue;
                };
                failed += 1;
                let text = shown(&error);
                for planted in PLANTED {
                    assert!(!text.contains(planted), "{} {verb} {status}: {text}", provider.name);
                }
            }
            let text = format!("{directory:?} {:?}", directory.list());
            assert!(!PLANTED.iter().any(|planted| text.contains(planted)));
        }
        assert!(failed > 60, "{} {failed}", provider.name);
    }
}
