//! A call that was repeated, and then refused because its work was done.

use user_directory::request::{ChangeGrants, Delete, Enrol, Get, Lifecycle};
use user_directory::{
    Capabilities, Directory, Enrolment, Error, ErrorKind, Grant, InMemory, NewUser, Outcome, Result, User,
    UserDirectory, async_trait,
};

use crate::block_on;

/// Refuses all changes, after an attempt whose outcome is unknown or not.
#[derive(Debug)]
struct Refusing(InMemory, ErrorKind, bool);

impl Refusing {
    fn refuse<T>(&self) -> Result<T> {
        Err(Error::new(self.1, "refusing").with_outcome_unknown(self.2))
    }
}

#[async_trait]
impl UserDirectory for Refusing {
    fn provider(&self) -> &'static str {
        "refusing"
    }
    fn capabilities(&self) -> &Capabilities {
        self.0.capabilities()
    }
    async fn get(&self, request: Get) -> Result<User> {
        self.0.get(request).await
    }
    async fn enrol(&self, _: Enrol) -> Result<Enrolment> {
        self.refuse()
    }
    async fn delete(&self, _: Delete) -> Result<()> {
        self.refuse()
    }
    async fn lifecycle(&self, _: Lifecycle) -> Result<Outcome> {
        self.refuse()
    }
    async fn change_grants(&self, _: ChangeGrants) -> Result<()> {
        self.refuse()
    }
}

#[test]
fn is_a_success_if_the_state_is_there() {
    use ErrorKind::{AlreadyExists, Conflict, NotFound, Unavailable};

    let memory = InMemory::new();
    let under = Directory::new(memory.clone());
    let (person, grant) = (NewUser::new("ada@example.com"), Grant::new("audit"));
    block_on(async {
        let ada = under.create(person.clone()).await.unwrap().id;
        let refusing = |kind, unknown| Directory::new(Refusing(memory.clone(), kind, unknown));
        for unknown in [true, false] {
            let gone = refusing(NotFound, unknown);
            assert_eq!(gone.delete(&ada).await.is_ok(), unknown);
            assert_eq!(gone.purge(&ada).await.is_ok(), unknown);
            assert_eq!(gone.revoke(&ada, grant.clone()).await.is_ok(), unknown);
            assert_eq!(refusing(AlreadyExists, unknown).grant(&ada, grant.clone()).await.is_ok(), unknown);
            // What cannot be told from a state that was there before stays a failure.
            assert!(gone.grant(&ada, grant.clone()).await.is_err());
            assert!(refusing(AlreadyExists, unknown).create(person.clone()).await.is_err());
            assert!(refusing(Unavailable, unknown).delete(&ada).await.is_err());

            let conflict = refusing(Conflict, unknown);
            under.lock(&ada).await.unwrap();
            assert_eq!(conflict.lock(&ada).await.is_ok(), unknown);
            assert!(conflict.unlock(&ada).await.is_err());
            under.unlock(&ada).await.unwrap();
            assert_eq!(conflict.unlock(&ada).await.is_ok(), unknown);
            assert!(conflict.lock(&ada).await.is_err());
            under.disable(&ada).await.unwrap();
            assert_eq!(conflict.disable(&ada).await.is_ok(), unknown);
            assert!(conflict.enable(&ada).await.is_err());
            under.enable(&ada).await.unwrap();
            assert_eq!(conflict.enable(&ada).await.is_ok(), unknown);
            assert_eq!(conflict.restore(&ada).await.is_ok(), unknown);
            assert!(conflict.disable(&ada).await.is_err());
            assert!(conflict.reset_password(&ada).await.is_err());
        }
    });
}
