//! What the suite may do, and how it comes by a person.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use async_trait::async_trait;

use user_directory_core::{
    Directory, Email, Enrolment, Error, ErrorKind, Field, Grant, MfaMethod, NewUser, Phone, PhoneKind, Result, Scopes,
    User, UserId, Verb,
};

/// Says how the suite comes by persons, and what it may do. [`Standard`] does for most directories.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// Describes somebody who does not exist yet, with these fields and no others. No two may be alike.
    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser;

    /// Makes a person, as [`Directory::get`] then returns them.
    async fn person(&self, directory: &Directory) -> Result<User> {
        make(self.arranged_by(directory), self).await
    }

    /// Removes a person who was made. That they are gone already is no error.
    async fn remove(&self, directory: &Directory, id: &UserId) -> Result<()> {
        remove(self.arranged_by(directory), id).await
    }

    /// Returns the directory in which persons are made and removed: another one where the one under test cannot, as a
    /// read-only one.
    fn arranged_by<'a>(&'a self, directory: &'a Directory) -> &'a Directory {
        directory
    }

    /// Returns an id of the provider's form that belongs to nobody.
    fn missing_id(&self) -> UserId;

    /// Returns two different grants that exist in the directory; `None` skips the checks of grants.
    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]>;

    /// Returns whether the suite may use this verb; what it may not is skipped.
    fn allows(&self, verb: Verb) -> bool {
        let _ = verb;
        true
    }

    /// Returns how many requests the server has seen so far, if anybody counts. With it the suite asserts that
    /// unsupported verbs send nothing.
    fn requests(&self) -> Option<u64> {
        None
    }
}

async fn make(directory: &Directory, fixture: &(impl Fixture + ?Sized)) -> Result<User> {
    let capabilities = directory.capabilities();
    if directory.supports(Verb::Create) {
        return directory.create(fixture.new_user(directory, &capabilities.create)).await;
    }
    let new = fixture.new_user(directory, &capabilities.invite);
    let email = email(&new);
    let id = match directory.invite(new).await? {
        Enrolment::Created(user) => return Ok(user),
        invited => invited.id().cloned(),
    };
    match id {
        Some(id) => directory.get(&id).await,
        None => {
            let found = directory.find_by_email(&email).await?;
            found.into_iter().next().ok_or_else(|| {
                Error::new(ErrorKind::NotFound, directory.provider())
                    .with_verb(Verb::Invite)
                    .with_detail("the person who was invited is not found by their e-mail address")
            })
        }
    }
}

/// Returns the primary e-mail address of somebody to be enrolled, empty if there is none.
pub(crate) fn email(new: &NewUser) -> String {
    new.emails.first().map(|email| email.address.clone()).unwrap_or_default()
}

async fn remove(directory: &Directory, id: &UserId) -> Result<()> {
    let verb = [Verb::Purge, Verb::Delete].into_iter().find(|verb| directory.supports(*verb));
    let removed = match verb {
        Some(Verb::Purge) => directory.purge(id).await,
        Some(_) => directory.delete(id).await,
        None => return Ok(()),
    };
    match removed {
        Err(error) if error.is_not_found() => Ok(()),
        removed => removed,
    }
}

/// Makes persons by `create`, or by `invite` where there is no `create`, with invented names at a domain for examples.
#[derive(Debug)]
pub struct Standard {
    domain: String,
    run: u128,
    count: AtomicU64,
    missing: UserId,
    grants: [String; 2],
    scope: String,
    left_out: Vec<Verb>,
    arranged_by: Option<Directory>,
}

impl Standard {
    /// Starts with addresses below `example.com`, an all-zero UUID that belongs to nobody, and roles of the names
    /// `conformance-a` and `conformance-b`.
    #[allow(clippy::expect_used)]
    pub fn new() -> Self {
        let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        Self {
            domain: "conformance.example.com".to_owned(),
            run,
            count: AtomicU64::new(0),
            missing: UserId::new("00000000-0000-4000-8000-000000000000").expect("the constant is an id"),
            grants: ["conformance-a".to_owned(), "conformance-b".to_owned()],
            scope: "conformance".to_owned(),
            left_out: Vec::new(),
            arranged_by: None,
        }
    }

    /// Sets the domain of the e-mail addresses. Real providers write to them.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = domain.into();
        self
    }

    /// Sets the id that belongs to nobody.
    #[must_use]
    pub fn missing(mut self, id: UserId) -> Self {
        self.missing = id;
        self
    }

    /// Sets the names of two roles that exist.
    #[must_use]
    pub fn roles(mut self, one: impl Into<String>, other: impl Into<String>) -> Self {
        self.grants = [one.into(), other.into()];
        self
    }

    /// Sets the scope of those roles, for directories whose roles need one.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Leaves a verb out.
    #[must_use]
    pub fn without(mut self, verb: Verb) -> Self {
        self.left_out.push(verb);
        self
    }

    /// Makes and removes persons in another directory than the one under test.
    #[must_use]
    pub fn arranged_by(mut self, directory: Directory) -> Self {
        self.arranged_by = Some(directory);
        self
    }
}

impl Default for Standard {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Fixture for Standard {
    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        // Digits that differ between runs too: real accounts keep what an earlier run left behind.
        let unique = format!("{:x}{number}", self.run % 1_000_000_000_000);
        let mut user = NewUser::default();
        for field in fields {
            user = match field {
                Field::Email => user.email(format!("conformance-{unique}@{}", self.domain)),
                // Some providers want the user name to be the address.
                Field::UserName => user.user_name(format!("conformance-{unique}@{}", self.domain)),
                Field::OtherEmails => user.add_email(Email::new(format!("other-{unique}@{}", self.domain))),
                Field::ExternalId => user.external_id(format!("external-{unique}")),
                Field::DisplayName => user.display_name("Conny F."),
                Field::Title => user.title("Examiner"),
                Field::Department => user.department("Examinations"),
                Field::Locale => user.locale("en-GB"),
                Field::GivenName => user.given_name("Conny"),
                Field::FamilyName => user.family_name("Formance"),
                // In the form of telephone numbers that are reserved for fiction.
                Field::Phones => user
                    .phone(Phone::new(PhoneKind::Mobile, "+12025550123"))
                    .phone(Phone::new(PhoneKind::Primary, "+12025550124")),
                Field::Password => user.password(format!("Conf0rmance!{}", self.run % 10_000)),
                Field::Mfa => user.mfa(MfaMethod::Totp),
                Field::Roles => match self.grants(directory) {
                    Some([one, _]) => user.role(one),
                    None => user,
                },
                _ => user,
            };
        }
        user.keep_phones(&directory.capabilities().phones);
        user
    }

    fn arranged_by<'a>(&'a self, directory: &'a Directory) -> &'a Directory {
        self.arranged_by.as_ref().unwrap_or(directory)
    }

    fn missing_id(&self) -> UserId {
        self.missing.clone()
    }

    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]> {
        let scoped = directory.capabilities().scopes == Scopes::Always;
        Some(self.grants.clone().map(|role| {
            let grant = Grant::new(role);
            if scoped { grant.scoped(&self.scope) } else { grant }
        }))
    }

    fn allows(&self, verb: Verb) -> bool {
        !self.left_out.contains(&verb)
    }
}
