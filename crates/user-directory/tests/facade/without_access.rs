//! Whoever is enrolled with `enabled(false)` cannot log in, or is not enrolled.

use std::sync::Mutex;

use user_directory::request::{Enrol, Get, Lifecycle};
use user_directory::{
    Capabilities, Directory, Enrolment, Error, ErrorKind, Field, InMemory, NewUser, Outcome, Result, Status, User,
    UserDirectory, Verb, async_trait,
};

use crate::block_on;

/// Lets everybody in whom it creates, as a directory does that can only disable afterwards.
#[derive(Debug)]
struct LetsIn {
    inner: InMemory,
    capabilities: Capabilities,
    /// What becomes of a step in the life of an account: `Ok`, or a failure of this kind.
    step: std::result::Result<(), ErrorKind>,
    calls: Mutex<Vec<Verb>>,
}

fn directory(afterwards: bool, step: std::result::Result<(), ErrorKind>) -> (Directory, InMemory) {
    let inner = InMemory::new();
    let capabilities = Capabilities::NONE
        .native(&[Verb::Get, Verb::Create, Verb::Invite, Verb::Disable])
        .with_read(&[Field::Email, Field::Status, Field::Enabled][..])
        .with_create(&[Field::Email][..])
        .with_invite(&[Field::Email][..])
        .with_invitation_tells_id(true)
        .with_disables_afterwards(afterwards);
    let directory = LetsIn { inner: inner.clone(), capabilities, step, calls: Mutex::default() };
    (Directory::new(directory), inner)
}

#[async_trait]
impl UserDirectory for LetsIn {
    fn provider(&self) -> &'static str {
        "lets-in"
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn get(&self, request: Get) -> Result<User> {
        self.inner.get(request).await
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        assert_eq!(request.user.enabled, None);
        self.calls.lock().unwrap().push(request.verb());
        self.inner.enrol(request).await
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        self.calls.lock().unwrap().push(request.verb());
        match self.step {
            Ok(()) => self.inner.lifecycle(request).await,
            Err(kind) => Err(Error::new(kind, "lets-in").with_verb(request.verb())),
        }
    }
}

fn calls(directory: &Directory) -> Vec<Verb> {
    directory.downcast_ref::<LetsIn>().unwrap().calls.lock().unwrap().clone()
}

fn ada() -> NewUser {
    NewUser::new("ada@example.com").enabled(false)
}

#[test]
fn a_directory_that_would_let_somebody_in_refuses() {
    let (directory, inner) = directory(false, Ok(()));
    for error in [block_on(directory.create(ada())).unwrap_err(), block_on(directory.invite(ada())).unwrap_err()] {
        assert!(error.is_unsupported());
        assert!(error.to_string().contains("enabled"), "{error}");
    }
    assert!(calls(&directory).is_empty() && inner.is_empty());
}

#[test]
fn or_disables_them_afterwards() {
    let (directory, _) = directory(true, Ok(()));
    let created = block_on(directory.create(ada())).unwrap();
    assert_eq!((created.status.clone(), created.enabled), (Status::Disabled, Some(false)));
    assert!(block_on(directory.get(&created.id)).unwrap().is_disabled());
    let invited = block_on(directory.invite(NewUser::new("eva@example.com").enabled(false))).unwrap();
    let got = block_on(directory.get(invited.id().unwrap())).unwrap();
    assert_eq!((got.status, got.enabled), (Status::Pending, Some(false)));
    assert_eq!(calls(&directory), [Verb::Create, Verb::Disable, Verb::Invite, Verb::Disable]);
    // Everybody else is enrolled as ever.
    assert!(block_on(directory.create(NewUser::new("mo@example.com"))).unwrap().is_active());
    assert_eq!(calls(&directory).len(), 5);
}

#[test]
fn an_account_that_could_not_be_disabled_is_named() {
    for kind in [ErrorKind::PermissionDenied, ErrorKind::Timeout, ErrorKind::RateLimited] {
        let (directory, inner) = directory(true, Err(kind));
        let error = block_on(directory.create(ada())).unwrap_err();
        assert_eq!((error.kind(), error.verb()), (kind, Some(Verb::Create)));
        // To make the call again would find the address taken.
        assert!(error.outcome_unknown() && !error.is_retryable());
        let id = error.account().unwrap();
        assert!(error.to_string().contains(id.as_str()) && format!("{error:?}").contains(id.as_str()));
        assert!(block_on(directory.get(id)).unwrap().has_email("ada@example.com"));
        assert_eq!(inner.len(), 1);
    }
}

#[test]
fn disabled_and_invited_are_two_things() {
    block_on(async {
        let directory = Directory::in_memory();
        let id = directory.invite(ada()).await.unwrap().id().unwrap().clone();
        let state = async || {
            let user = directory.get(&id).await.unwrap();
            (user.status.clone(), user.enabled, user.is_active())
        };
        assert_eq!(state().await, (Status::Pending, Some(false), false));
        // Whoever has not accepted the invitation has still to accept it.
        directory.enable(&id).await.unwrap();
        assert_eq!(state().await, (Status::Pending, Some(true), false));
        directory.disable(&id).await.unwrap();
        assert_eq!(state().await, (Status::Pending, Some(false), false));
    });
}
