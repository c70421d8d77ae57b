//! Long forms: versions, extras and names.

use std::sync::Mutex;

use user_directory::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use user_directory::{
    Action, Audited, Capabilities, DeleteMode, Directory, EnrolMode, Error, ErrorKind, Extra, Field, GrantChange, Key,
    ListQuery, Narrowed, Needed, NewUser, Phone, PhoneKind, Result, Status, User, UserDirectory, UserId, UserPatch,
    Verb, async_trait,
};

use crate::block_on;

const SECRET: &str = "s3cret-c0de";

fn id() -> UserId {
    UserId::new("user-1").unwrap()
}

/// Has every request, with an extra, made and sent.
fn send_each(directory: &Directory, name: &'static str) -> Vec<Error> {
    macro_rules! each {
        ($($method:ident($request:expr);)+) => {
            vec![$({
                let request = $request.with_extra(name, SECRET);
                assert!(!format!("{request:?}").contains(SECRET));
                block_on(directory.$method(request)).map(drop).unwrap_err()
            }),+]
        };
    }
    each! {
        check_with(Check::new());
        list_page_with(ListPage::new(ListQuery::new()));
        get_with(Get::new(id()));
        find_with(Find::new(Key::Email("ada@example.com".to_owned())));
        enrol_with(Enrol::new(NewUser::new("ada@example.com"), EnrolMode::Create));
        update_with(Update::new(id(), UserPatch::new()));
        delete_with(Delete::new(id(), DeleteMode::Default));
        lifecycle_with(Lifecycle::new(id(), Action::Lock));
        grants_with(Grants::new(id()));
        change_grants_with(ChangeGrants::new(id(), GrantChange::Replace(Vec::new())));
    }
}

#[test]
fn an_unknown_extra_is_refused() {
    for directory in [Directory::in_memory(), Directory::new(Narrowed::without(Directory::in_memory(), &[]))] {
        // The secret in the place of the name, too: nothing shows it.
        for name in ["verificationCode", SECRET] {
            for error in send_each(&directory, name) {
                assert!(error.is_unsupported(), "{error:?}");
                assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
            }
        }
    }
}

/// Compares versions, and needs a ticket to delete somebody.
#[derive(Debug)]
struct Careful {
    capabilities: Capabilities,
    got: Mutex<Vec<String>>,
}

impl Careful {
    fn new() -> Self {
        let extras = vec![
            Extra::new("ticket", vec![Verb::Delete], Needed::Always),
            Extra::new("reason", vec![Verb::Delete, Verb::Get], Needed::Never),
        ];
        let capabilities = Capabilities::NONE
            .native(&[Verb::Get, Verb::Update, Verb::Delete, Verb::Create])
            .with_create(vec![Field::Email, Field::Phones])
            .with_phones_needed(vec![PhoneKind::Mobile])
            .with_extras(extras)
            .with_if_match(true);
        Self { capabilities, got: Mutex::default() }
    }

    fn take(&self, version: Option<String>) -> Result<()> {
        self.got.lock().unwrap().extend(version);
        Ok(())
    }
}

#[async_trait]
impl UserDirectory for Careful {
    fn provider(&self) -> &'static str {
        "careful"
    }

    fn name(&self) -> Option<&str> {
        Some("emea\n")
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn get(&self, request: Get) -> Result<User> {
        self.take(request.if_match)?;
        Ok(User::new(request.id, Status::Active))
    }

    async fn update(&self, request: Update) -> Result<()> {
        self.take(request.if_match)
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        self.take(request.if_match)?;
        self.take(request.extras.get("ticket").map(|ticket| ticket.expose().to_owned()))
    }
}

#[test]
fn versions_and_extras_reach_a_directory_that_takes_them() {
    let inner = Directory::new(Careful::new());
    let directory = Directory::new(Narrowed::without(inner.clone(), &[Verb::Grants]));
    block_on(async {
        directory.get_with(Get::new(id()).with_if_match("v1").with_extra("reason", "r")).await?;
        directory.update_with(Update::new(id(), UserPatch::new()).with_if_match("v2")).await?;
        let delete = || Delete::new(id(), DeleteMode::Default).with_if_match("v3");
        let missing = directory.delete_with(delete()).await.unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::InvalidInput);
        assert!(missing.to_string().ends_with("it needs the extra ticket"), "{missing}");
        let other = directory.delete_with(delete().with_extra("code", "c")).await.unwrap_err();
        assert!(other.to_string().ends_with("the only extras it takes are ticket, reason"), "{other}");
        directory.delete_with(delete().with_extra("ticket", "t")).await
    })
    .unwrap();
    let careful = inner.downcast_ref::<Careful>().unwrap();
    assert_eq!(*careful.got.lock().unwrap(), ["v1", "v2", "v3", "t"]);
}

#[test]
fn a_version_is_refused_by_a_directory_that_does_not_compare_them() {
    let mut careless = Careful::new();
    careless.capabilities.if_match = false;
    let directory = Directory::new(careless);
    let patch = UserPatch::new();
    for error in [
        block_on(directory.get_with(Get::new(id()).with_if_match("v1"))).unwrap_err(),
        block_on(directory.update_with(Update::new(id(), patch).with_if_match("v1"))).unwrap_err(),
        block_on(directory.delete_with(Delete::new(id(), DeleteMode::Purge).with_if_match("v1"))).unwrap_err(),
    ] {
        assert!(error.is_unsupported(), "{error:?}");
    }
}

#[test]
fn a_version_that_is_no_longer_there_is_a_conflict() {
    block_on(async {
        let directory = Directory::in_memory();
        let before = directory.create(NewUser::new("ada@example.com")).await.unwrap();
        let (id, old) = (before.id.clone(), before.version.clone().unwrap());
        let patch = || UserPatch::new().title("Countess");
        directory.update_with(Update::new(&id, patch()).with_if_match(old.clone())).await.unwrap();
        let new = directory.get(&id).await.unwrap().version.unwrap();
        assert_ne!(old, new);
        for error in [
            directory.get_with(Get::new(&id).with_if_match(old.clone())).await.unwrap_err(),
            directory
                .update_with(Update::new(&id, UserPatch::new().title("")).with_if_match(old.clone()))
                .await
                .unwrap_err(),
            directory.delete_with(Delete::new(&id, DeleteMode::Default).with_if_match(old.clone())).await.unwrap_err(),
            directory.delete_with(Delete::new(&id, DeleteMode::Purge).with_if_match(old)).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
        }
        // What changes nothing makes no new version.
        directory.update(&id, patch()).await.unwrap();
        let same = directory.get_with(Get::new(&id).with_if_match(new.clone())).await.unwrap();
        assert_eq!((same.title.as_deref(), same.version.as_ref()), (Some("Countess"), Some(&new)));
        directory.delete_with(Delete::new(&id, DeleteMode::Purge).with_if_match(new)).await.unwrap();
    });
}

#[test]
fn a_phone_of_a_needed_kind_is_asked_for() {
    let directory = Directory::new(Careful::new());
    let primary = Phone::new(PhoneKind::Primary, "+12025550123");
    let error = block_on(directory.create(NewUser::new("ada@example.com").phone(primary))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().ends_with("it needs a mobile phone number"), "{error}");
}

#[test]
fn the_name_shows_wherever_the_provider_does() {
    let named = Directory::in_memory().named("okta-emea");
    let decorated = Directory::new(Narrowed::without(named, &[Verb::Lock]));
    assert_eq!(decorated.name(), Some("okta-emea"));
    assert_eq!(format!("{decorated:?}"), r#"Directory("in-memory", "okta-emea")"#);
    block_on(async {
        let missing = decorated.get(&id()).await.unwrap_err();
        assert_eq!(missing.to_string(), "in-memory (okta-emea) get: not found");
        assert_eq!(missing.directory_name(), Some("okta-emea"));
        assert!(format!("{missing:?}").contains("okta-emea"));
        let unsupported = decorated.lock(&id()).await.unwrap_err();
        assert!(unsupported.to_string().starts_with("in-memory (okta-emea) lock: "), "{unsupported}");
    });
    // A name of its own; an error stays one line.
    let careful = Directory::new(Careful::new());
    let error = block_on(careful.lock(&id())).unwrap_err();
    assert_eq!(error.to_string(), r"careful (emea\n) lock: the directory cannot do this");
}

#[test]
fn audit_entries_have_the_name() {
    let log = crate::decorators::Log::default();
    let directory = Audited::new(Directory::in_memory().named("okta-emea"), log.clone(), "admin-1");
    block_on(Directory::new(directory).create(NewUser::new("ada@example.com"))).unwrap();
    let entries = log.0.lock().unwrap();
    assert_eq!(serde_json::to_value(&entries[0]).unwrap()["directory_name"], "okta-emea");
}
