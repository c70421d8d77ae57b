//! The provider's client comes back through decorators, but not past one that hides it.

use std::error::Error as StdError;

use user_directory::{AuditEntry, AuditSink, Audited, Directory, Narrowed, async_trait};

use crate::all::ALL;

struct Nowhere;

#[async_trait]
impl AuditSink for Nowhere {
    async fn record(&self, _: AuditEntry) -> Result<(), Box<dyn StdError + Send + Sync>> {
        Ok(())
    }
}

/// Returns whether each provider's client is reachable, in the order of the providers.
fn clients(directory: &Directory) -> [bool; 5] {
    [
        directory.velo().is_some(),
        directory.sendauth().is_some(),
        directory.finbourne().is_some(),
        directory.obp().is_some(),
        directory.saasus().is_some(),
    ]
}

#[test]
fn a_log_hands_the_client_on_and_read_only_does_not() {
    for (at, provider) in ALL.iter().enumerate() {
        let plain = (provider.at)("http://127.0.0.1:9");
        let mut own = [false; 5];
        own[at] = true;
        let logged = Directory::new(Audited::new(plain.clone(), Nowhere, "a"));
        let twice = Directory::new(Audited::new(logged.clone(), Nowhere, "a"));
        let closed = Directory::new(Narrowed::read_only(plain.clone()));
        let logged_closed = Directory::new(Audited::new(closed.clone(), Nowhere, "a"));
        let closed_logged = Directory::new(Narrowed::read_only(logged.clone()));
        for open in [&plain, &logged, &twice] {
            assert_eq!(clients(open), own, "{}", provider.name);
            assert_eq!(open.provider(), provider.name);
        }
        for closed in [&closed, &logged_closed, &closed_logged] {
            assert_eq!(clients(closed), [false; 5], "{}", provider.name);
            assert_eq!(closed.provider(), provider.name);
        }
    }
}
