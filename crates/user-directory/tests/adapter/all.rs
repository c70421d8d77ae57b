//! All five adapters, for tests that are the same for each.

use std::time::Duration;

use serde_json::Value;
use user_directory::{Directory, Verb};

use crate::support::With;
use crate::{finbourne, obp, saasus, sendauth, velo};

/// One adapter, and what its provider says.
pub(crate) struct Provider {
    pub(crate) name: &'static str,
    /// Makes a directory of the server at this address.
    pub(crate) at: fn(&str) -> Directory,
    /// Id, method and path of every operation.
    pub(crate) operations: fn() -> Vec<(&'static str, &'static str, String)>,
    /// What the verbs are called with.
    pub(crate) with: fn() -> With,
    /// A user in the provider's words.
    pub(crate) user: fn() -> Value,
}

/// How long a server may take. Long enough for a connection on a busy machine.
const PATIENCE: Duration = Duration::from_secs(3);

macro_rules! provider {
    ($module:ident, $below:literal, $credentials:ident($($value:literal),+)) => {
        Provider {
            name: stringify!($module),
            at: |url| {
                use user_directory::$module::{Client, Credentials, RetryPolicy};
                let client = Client::builder()
                    .base_url(format!("{url}{}", $below))
                    .credentials(Credentials::$credentials($($value),+))
                    .attempt_timeout(PATIENCE)
                    .retry(RetryPolicy::never());
                Directory::from(client.build().unwrap())
            },
            operations: || {
                let all = user_directory::$module::operations::ALL.iter();
                all.map(|operation| (operation.id, operation.method, format!("{}{}", $below, operation.path)))
                    .collect()
            },
            with: $module::with,
            user: $module::ada,
        }
    };
}

pub(crate) const ALL: [Provider; 5] = [
    provider!(velo, "", bearer("t")),
    provider!(sendauth, "", basic("u", "p")),
    provider!(finbourne, "/identity", bearer("t")),
    provider!(obp, "", bearer("t")),
    provider!(saasus, "/v1/auth", api_key("s", "k", "secret")),
];

/// Returns the verbs that are done to a person by id.
pub(crate) fn by_id(directory: &Directory) -> Vec<Verb> {
    let supported = Verb::ALL.iter().copied().filter(|verb| directory.supports(*verb));
    supported
        .filter(|verb| {
            !matches!(
                verb,
                Verb::Check
                    | Verb::List
                    | Verb::ListDeleted
                    | Verb::FindByEmail
                    | Verb::FindByUserName
                    | Verb::FindByExternalId
                    | Verb::Create
                    | Verb::Invite
            )
        })
        .collect()
}
