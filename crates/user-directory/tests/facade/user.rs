//! The common types.

use user_directory::{Email, EmailKind, Field, Grant, NewUser, Phone, PhoneKind, Status, User, UserId, UserPatch};

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
fn every_address_counts_and_the_first_is_the_primary_one() {
    let mut user = ada();
    user.emails.push(Email::new("Home@example.com").kind(EmailKind::Home));
    assert_eq!(user.email(), Some("ada@example.com"));
    assert!(user.has_email("ADA@example.com") && user.has_email("home@EXAMPLE.com") && !user.has_email("a@b.example"));
    user.set_email("new@example.com");
    assert_eq!(user.emails.len(), 2);
    assert!(!user.has_email("ada@example.com"));
    let new = NewUser::new("a@example.com").add_email(Email::new("b@example.com")).email("c@example.com");
    let addresses: Vec<_> = new.emails.iter().map(|email| email.address.as_str()).collect();
    assert_eq!(addresses, ["c@example.com", "b@example.com"]);
    assert!(!format!("{:?}", user.emails).contains("example"));
}

#[test]
fn whoever_is_disabled_is_not_active() {
    let mut user = ada();
    for (status, enabled, locked, active, disabled) in [
        (Status::Active, None, None, true, false),
        (Status::Active, Some(true), Some(false), true, false),
        (Status::Active, Some(true), Some(true), false, false),
        (Status::Active, Some(false), None, false, true),
        (Status::Disabled, None, None, false, true),
        (Status::Pending, Some(true), None, false, false),
        (Status::Pending, Some(false), None, false, true),
    ] {
        (user.status, user.enabled, user.locked) = (status, enabled, locked);
        assert_eq!((user.is_active(), user.is_disabled()), (active, disabled));
        assert_eq!(NewUser::from(&user).enabled, disabled.then_some(false));
    }
}

#[test]
fn a_patch_keeps_what_a_directory_changes() {
    let full = || {
        UserPatch::new()
            .title("Countess")
            .clear_locale()
            .email("a@example.com")
            .other_emails([])
            .clear_manager()
            .phone(PhoneKind::Mobile, "1")
            .clear_phone(PhoneKind::Primary)
            .password("p")
            .attribute("a", 1)
            .attribute("b", serde_json::Value::Null)
    };
    let mut patch = full();
    let lost = patch.keep_only(&[Field::Email, Field::Phones, Field::Locale], &[Field::Manager, Field::Attributes]);
    let kept = UserPatch::new()
        .email("a@example.com")
        .clear_manager()
        .phone(PhoneKind::Mobile, "1")
        .attribute("b", serde_json::Value::Null);
    assert!(patch == kept, "{patch:?}");
    // Of phones and attributes a part.
    let wanted = [Field::OtherEmails, Field::Title, Field::Locale, Field::Phones, Field::Password, Field::Attributes];
    assert_eq!(lost, wanted);
    let mut patch = full();
    assert!(patch.keep_only(Field::ALL, Field::ALL).is_empty() && patch == full());
}

#[test]
fn a_copy_tells_what_is_lost() {
    let mut copy = NewUser::from(&ada());
    assert_eq!(copy.roles[0].grant_id, None);
    let lost = copy.keep_only(&[Field::Email]);
    assert_eq!(lost, [Field::GivenName, Field::Phones, Field::Roles]);
    assert_eq!(copy, NewUser::new("ada@example.com"));
}
