//! The five providers, and how to write one.
//!
//! ```text
//! src/provider/<p>/mod.rs       PROVIDER: all that the sandbox has to know; State
//! src/provider/<p>/account.rs   Account: what the provider keeps of a person, its lists, how it shows a user
//! src/provider/<p>/auth.rs      authentication, and token endpoints if there are any
//! src/provider/<p>/problem.rs   the provider's errors
//! src/provider/<p>/control.rs   what happens outside of the API: somebody opens an e-mail and clicks
//! src/provider/<p>/seed.rs      the credentials and accounts of the start
//! src/provider/<p>/handlers/    the operations; mod.rs has HANDLERS and one file for each group
//! src/sandbox/<p>.rs            the library's handle, with what is decided where the provider publishes nothing
//! tests/sandbox/<p>/            tests, over the project's own client and with raw requests
//! ```
//!
//! `sendauth` is the pattern. A handler runs under the one lock of the sandbox: it neither waits nor does I/O. The request
//! has been matched, authenticated and validated, so every required parameter and field is there in its type.
//!
//! Time, identifiers and chance come from the [`Context`](crate::context::Context) alone. State is kept in `BTreeMap`s, so
//! that equal states are equal snapshots. Errors are replies; `Err(reply)?` leaves early. Users are shown through a
//! [`Shape`](crate::spec::Shape), so that a fact that another provider took never breaks the specification. With
//! `validate_responses`, as in all tests, an answer that breaks it is a 500 that names operation and JSON pointer.

pub(crate) mod interface;

/// Defines the demo credentials of a provider: public strings, which `Debug` does not show.
macro_rules! credentials {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_about])* pub $field: String,)*
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

/// Defines what the modules of a provider share, from the specification's name, strings of its requests that are
/// replaced by milder ones, and the type of the credentials. `State` owns its accounts in the field `accounts`.
macro_rules! provider {
    ($name:literal, $milder:expr, $credentials:ty) => {
        type Context<'a> = crate::context::Context<'a, State>;

        static SPECIFICATION: std::sync::LazyLock<crate::spec::Specification> = std::sync::LazyLock::new(|| {
            let json = include_str!(concat!("../../../specifications/", $name, ".json"));
            crate::spec::Specification::embedded(json, $milder)
        });

        impl crate::provider::interface::Provided for State {
            type Credentials = $credentials;

            const PROVIDER: &'static crate::provider::interface::Provider<Self> = &PROVIDER;

            fn credentials(&self) -> &$credentials {
                &self.credentials
            }
        }

        impl crate::store::Directory for State {
            type Account = account::Account;

            fn accounts(&self) -> &crate::store::Accounts<account::Account> {
                &self.accounts
            }

            fn accounts_mut(&mut self) -> &mut crate::store::Accounts<account::Account> {
                &mut self.accounts
            }
        }
    };
}

pub(crate) mod finbourne;
pub(crate) mod obp;
pub(crate) mod saasus;
pub(crate) mod sendauth;
pub(crate) mod velo;
