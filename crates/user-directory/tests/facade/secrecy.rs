//! What `Debug` and `Display` show of people: nothing.

use std::fmt::Debug;

use user_directory::{
    Directory, DirectorySet, Enrolment, Grant, GrantChange, Mfa, NewUser, Outcome, Page, Phone, PhoneKind, Secret,
    Status, User, UserId, UserPatch,
};

use crate::block_on;

const PLANTED: [&str; 6] = ["planted", "Plantedgiven", "Plantedfamily", "+15550199", "Plant3d", "Plantedrecord"];

fn hidden(what: &str, value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        for planted in PLANTED {
            assert!(!text.contains(planted), "{what}: {text}");
        }
    }
}

fn user() -> User {
    let mut user = User::new(UserId::new("7").unwrap(), Status::Active);
    user.user_name = Some("planted".to_owned());
    user.set_email("planted@example.com");
    user.given_name = Some("Plantedgiven".to_owned());
    user.family_name = Some("Plantedfamily".to_owned());
    user.phones = vec![Phone::new(PhoneKind::Mobile, "+15550199")];
    user.mfa = Some(Mfa::enrolled(None));
    user.roles = Some(vec![Grant::new("r")]);
    let body = br#"{"login":"Plantedrecord"}"#;
    user.with_answer("Plantedrecord".to_owned(), body.as_slice().into())
}

fn new_user() -> NewUser {
    NewUser::from(&user()).password("Plant3d")
}

#[test]
fn nothing_of_a_person_is_shown() {
    hidden("User", &user());
    hidden("User in a list", &vec![Some(user())]);
    hidden("NewUser", &new_user());
    hidden("Phone", &user().phones);
    hidden("Page", &Page::whole(vec![user()]));
    hidden("Created", &Enrolment::Created(user()));
    hidden("Invited", &Enrolment::Invited { id: None });
    hidden("Link", &Outcome::Link(Secret::new("https://h.example/planted")));
    hidden("GrantChange", &GrantChange::Replace(vec![Grant::new("r")]));
    let patch = UserPatch::new()
        .user_name("planted")
        .email("planted@example.com")
        .given_name("Plantedgiven")
        .family_name("Plantedfamily")
        .phone(PhoneKind::Mobile, "+15550199")
        .password("Plant3d");
    hidden("UserPatch", &patch);
}

#[test]
fn nothing_is_shown_of_a_search_or_of_a_list_under_way() {
    block_on(async {
        let directory = Directory::in_memory();
        let id = directory.create(new_user()).await.unwrap().id;
        let set = DirectorySet::new().with("one", directory.clone());
        let lookup = set.find_by_email("planted@example.com").await;
        assert_eq!(lookup.found().count(), 1);
        hidden("Lookup", &lookup);
        hidden("DirectorySet", &set);
        let mut users = directory.list();
        users.next().await.unwrap().unwrap();
        hidden("Users", &users);
        hidden("Pages", &directory.pages(Default::default()));
        let taken = directory.create(new_user()).await.unwrap_err();
        assert!(taken.is_already_exists() && !taken.to_string().contains("planted"));
        hidden("AlreadyExists", &taken);
        let cleared = directory.update(&id, UserPatch::new().clear_email()).await.unwrap_err();
        hidden("InvalidInput", &cleared);
    });
}

#[test]
fn nothing_of_a_scim_user_is_shown() {
    use user_directory::scim::Resource;

    let resource = Resource::from(&user());
    assert!(serde_json::to_string(&resource).unwrap().contains("Plantedfamily"));
    hidden("Resource", &resource);
    let posted = r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "planted",
        "emails": [{"value": "planted@example.com"}], "title": "Plantedtitle", "password": "Plant3d"}"#;
    let posted: Resource = serde_json::from_str(posted).unwrap();
    hidden("Read", &posted.to_new_user().unwrap());
    hidden("Changes", &posted.changes(&user()).unwrap());
}
