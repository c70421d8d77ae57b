//! The fixture for most directories.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use user_directory_core::{
    Directory, Email, Field, Grant, MfaMethod, NewUser, Phone, PhoneKind, Result, Scopes, User, UserId, Verb,
};

use crate::Fixture;
use crate::fixture::make;

type Step = Box<dyn Fn(&UserId) + Send + Sync>;

/// Creates people, or invites them where there is no `create`, with invented names and addresses.
pub struct Standard {
    domain: String,
    run: u128,
    count: AtomicU64,
    missing: UserId,
    grants: [String; 2],
    scope: String,
    left_out: Vec<Verb>,
    arranged_by: Option<Directory>,
    then: Option<Step>,
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
            then: None,
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

    /// Calls this with each person who was made, to accept the invitation for example, before a check uses them.
    #[must_use]
    pub fn then(mut self, step: impl Fn(&UserId) + Send + Sync + 'static) -> Self {
        self.then = Some(Box::new(step));
        self
    }
}

impl fmt::Debug for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Standard")
            .field("domain", &self.domain)
            .field("missing", &self.missing)
            .field("grants", &self.grants)
            .field("left_out", &self.left_out)
            .field("arranged_by", &self.arranged_by)
            .finish_non_exhaustive()
    }
}

impl Default for Standard {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the kinds of phone numbers that a person can have; two of them where any kind will do.
pub(crate) fn phone_kinds(directory: &Directory) -> Vec<PhoneKind> {
    match &*directory.capabilities().phones {
        [] => vec![PhoneKind::Mobile, PhoneKind::Primary],
        kinds => kinds.to_vec(),
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
                Field::ExternalId => user.external_id(format!("external-{unique}")),
                Field::DisplayName => user.display_name(format!("Candidate {unique}")),
                Field::Title => user.title(format!("Examiner {unique}")),
                Field::Department => user.department(format!("Examinations {unique}")),
                Field::Locale => user.locale(format!("en-x-{unique}")),
                Field::GivenName => user.given_name("Isolde"),
                Field::FamilyName => user.family_name("Quarrington"),
                Field::Phones => phone_kinds(directory).into_iter().zip(123..).fold(user, |user, (kind, number)| {
                    // In the form of phone numbers that are reserved for fiction.
                    user.phone(Phone::new(kind, format!("+12025550{number}")))
                }),
                Field::Password => user.password(format!("Conf0rmance!{unique}")),
                Field::Mfa => user.mfa(MfaMethod::Totp),
                Field::Roles => match self.grants(directory) {
                    Some([one, _]) => user.role(one),
                    None => user,
                },
                _ => user,
            };
        }
        // After the primary one, wherever it stands among the fields.
        if fields.contains(&Field::OtherEmails) {
            user = user.add_email(Email::new(format!("other-{unique}@{}", self.domain)));
        }
        user
    }

    async fn person(&self, directory: &Directory) -> Result<User> {
        let by = self.arranged_by(directory);
        let person = make(by, self).await?;
        let Some(then) = &self.then else { return Ok(person) };
        then(&person.id);
        by.get(&person.id).await
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
