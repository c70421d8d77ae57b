//! The common types.

use user_directory::{Grant, NewUser, Phone, PhoneKind, Status, User, UserId};

fn ada() -> User {
    let mut user = User::new(UserId::new("u-1").unwrap(), Status::from("SUSPENDED"));
    user.set_email("ada@example.com");
    user.given_name = Some("Ada".to_owned());
    user.phones = vec![Phone::new(PhoneKind::Mobile, "+12025550123")];
    user.roles = Some(vec![Grant::new("auditor").with_grant_id("g-1")]);
    user
}

#[test]
fn travels_through_serde() {
    let json = serde_json::to_string(&ada()).unwrap();
    assert!(json.contains(r#""status":"SUSPENDED""#), "{json}");
    assert!(!json.contains("locked"), "what is not known is left out: {json}");
    assert_eq!(serde_json::from_str::<User>(&json).unwrap(), ada());
}

#[test]
fn keeps_the_providers_record() {
    #[derive(Debug, PartialEq, serde::Serialize)]
    struct Theirs(u8);
    let user = ada().with_record(Theirs(7));
    assert_eq!(user.record::<Theirs>(), Some(&Theirs(7)));
    assert_eq!(user.record::<u8>(), None);
    assert_eq!(user.clone().raw(), Some(serde_json::json!(7)));
    assert_eq!(user, ada(), "records do not count in comparisons");
}

#[test]
fn debug_shows_no_personal_data() {
    let shown = format!("{:?} {:?}", ada(), NewUser::from(&ada()).password("hunter2"));
    for personal in ["ada", "Ada", "2025550123", "hunter2"] {
        assert!(!shown.contains(personal), "{shown}");
    }
    assert!(shown.contains("u-1"));
}

#[test]
fn a_copy_tells_what_is_lost() {
    use user_directory::Field;
    let mut copy = NewUser::from(&ada());
    assert_eq!(copy.roles[0].grant_id, None);
    let lost = copy.keep_only(&[Field::Email]);
    assert_eq!(lost, [Field::GivenName, Field::Phones, Field::Roles]);
    assert_eq!(copy, NewUser::new("ada@example.com"));
}
