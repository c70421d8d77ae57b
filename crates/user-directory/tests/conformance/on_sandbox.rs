//! The suite's fixture on a sandbox.

use user_directory::conformance::{self, Fixture, Report, Standard};
use user_directory::{Directory, Field, Grant, NewUser, Result, User, UserId, Verb, async_trait};
use user_directory_sandbox::Sandbox;

/// The standard fixture, with the sandbox's journal for a counter, and a step with each person who is made.
pub(crate) struct OnSandbox<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) standard: Standard,
    /// What only the person or the provider can do, such as accepting an invitation.
    pub(crate) then: fn(&Sandbox, &UserId),
}

#[async_trait]
impl Fixture for OnSandbox<'_> {
    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser {
        self.standard.new_user(directory, fields)
    }

    async fn person(&self, directory: &Directory) -> Result<User> {
        let person = self.standard.person(directory).await?;
        (self.then)(self.sandbox, &person.id);
        directory.get(&person.id).await
    }

    fn missing_id(&self) -> UserId {
        self.standard.missing_id()
    }

    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]> {
        self.standard.grants(directory)
    }

    fn requests(&self) -> Option<u64> {
        u64::try_from(self.sandbox.journal().len()).ok()
    }
}

/// Runs the suite, and fails unless every check that can apply to the directory has passed. `skipped` are the checks
/// that do not apply although the directory has their verbs.
pub(crate) async fn conforms(directory: &Directory, fixture: &OnSandbox<'_>, skipped: &[&str]) -> Report {
    let report = conformance::run(directory, fixture).await;
    report.assert_ok();
    let applicable = conformance::checks().filter(|check| {
        let mut needs = check.needs.iter();
        needs.all(|verb: &Verb| directory.supports(*verb)) && !skipped.contains(&check.name)
    });
    let names: Vec<_> = applicable.map(|check| check.name).collect();
    report.assert_ran(&names);
    report
}
