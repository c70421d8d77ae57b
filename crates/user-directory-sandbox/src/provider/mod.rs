//! The five providers, and how to write one.
//!
//! # Files
//!
//! ```text
//! src/provider/<p>/mod.rs       PROVIDER, SPECIFICATION, LENIENCY, State, Credentials, the library's handle
//! src/provider/<p>/account.rs   Account: what the provider keeps of a person, its lists, its projection
//! src/provider/<p>/auth.rs      authenticate, and token routes if there are any
//! src/provider/<p>/problem.rs   the provider's errors: refused, invalid, and named ones for the handlers
//! src/provider/<p>/seed.rs      prepare (demo credentials), seed (one person), disturb (a list changes)
//! src/provider/<p>/handlers/    the operations; mod.rs has HANDLERS and one file for each group
//! tests/sandbox/<p>/            tests, over the project's own client and with raw requests
//! ```
//!
//! `sendauth` is the pattern. Nothing outside the provider's folder has to change.
//!
//! # A handler
//!
//! ```ignore
//! pub(crate) const HANDLERS: &[(&str, Handler)] = &[("getUser", get_user)];
//!
//! fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
//!     let (person, account) = account::find(&context.world.store, call.path("userID"))?; // Err is a 404
//!     Reply::ok(&account::View::new(person, account))
//! }
//! ```
//!
//! It runs under the one lock of the sandbox: it neither waits nor does I/O. What it is given has been matched,
//! authenticated and validated, so every required parameter and field is there in its type.
//!
//! - `call.path("id")`, `call.text("q")`, `call.number("page")`, `call.flag("purge")`, `call.parameter("id")` for lists;
//!   `call.json()`, `call.field("email")`, `call.body::<T>()` for the body. `page(number, size, default, most)` makes
//!   offset and limit of a page counted from 1.
//! - `context.world.<p>` is the provider's own [`State`](sendauth::State) (maps in it are `BTreeMap`s, so that the same
//!   state is the same snapshot), `context.world.store` the people,
//!   `context.world.tokens` issued tokens; `context.now()` and `context.id()` are the only time and the only identifiers.
//!   `context.principal` is what `authenticate` returned, `context.base_url` what the client is configured with.
//! - The answer is `Reply::ok(&view)`, `Reply::created(&view)`, `Reply::no_content()` or `Ok(Reply::empty(status))`, where
//!   a view is a `Serialize` struct that borrows from the store: nothing is cloned to be answered. Absent properties need
//!   `skip_serializing_if`, unless the specification says `nullable`.
//! - Errors are replies, built in `problem.rs`; `Err(reply)?` leaves early. A status that neither the operation declares
//!   nor HTTP itself gives (400, 401, 413, 415, 429, 501), a property that the schema lacks, or a missing one is a 500 in
//!   tests that names operation and JSON pointer.
//! - `store.create`, `attach`, `edit` (person and account), `edit_account`, `edit_person`, `detach` keep all lists of all
//!   providers right. Before an e-mail address is set ask `store.holder(email)`: somebody else's is refused.
//! - A list is a value of `Account::List`. [`Account::place`](crate::store::Account::place) says for each account whether
//!   it is in the list and by which text it is sorted, from the account, the person and the list alone; put filters and
//!   orders into the type of the list. `store.page` then reads any page without walking the others, `store.search` walks.
//!
//! # Errors that the pipeline gives
//!
//! `refused(status, message)` answers in the provider's shape for 404 (no such path), 405, 413, 415, 500, 501 and faults.
//! `invalid(operation, violations)` answers requests that the specification does not allow; choose the status, and name
//! every violation with [`Violation::line`] or `field()` and `message`.
//!
//! # Other tables
//!
//! `routes` are paths beside the operations, such as token endpoints; they are neither authenticated nor validated, and
//! their name is what the journal and faults know them by. `controls` are the same under `/_sandbox/<p>`, for what happens
//! outside of the API: somebody opens an e-mail and clicks.

use std::sync::LazyLock;

use http::StatusCode;
use serde_json::Value;

use crate::context::{Context, Principal};
use crate::fault::Change;
use crate::message::{Outcome, Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Specification, Violation};
use crate::store::PersonId;
use crate::world::World;

pub(crate) use crate::context::Call;

/// Defines the demo credentials of a provider: public texts, which `Debug` does not show.
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

/// Defines what the library gives for one provider.
macro_rules! handle {
    ($(#[$about:meta])* $name:ident, $credentials:ty, $provider:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a>(pub(crate) &'a $crate::Sandbox);

        impl $name<'_> {
            /// Returns the base URL to configure a client with.
            pub fn base_url(&self) -> String {
                self.0.shared().base_url(stringify!($provider))
            }

            /// Returns demo credentials that work.
            pub fn credentials(&self) -> $credentials {
                self.0.shared().world().$provider.credentials.clone()
            }
        }
    };
}

pub mod finbourne;
pub mod obp;
pub mod saasus;
pub mod sendauth;
pub mod velo;

/// Does what an operation does.
pub(crate) type Handler = fn(&mut Context<'_>, &Call<'_>) -> Outcome;

/// A path beside the operations.
#[derive(Debug)]
pub(crate) struct Extra {
    /// By which journal and faults know it.
    pub(crate) name: &'static str,
    /// HTTP method.
    pub(crate) method: &'static str,
    /// Template below the prefix, as in a specification: `/v1/authenticate`, `/transactions/{id}`.
    pub(crate) path: &'static str,
    /// Gets the values of the template's parameters in their order.
    pub(crate) handler: fn(&mut Context<'_>, &Request, &[String]) -> Outcome,
}

/// Everything that the sandbox has to know of a provider.
#[derive(Debug)]
pub(crate) struct Provider {
    /// Name in journal, faults and start line.
    pub(crate) name: &'static str,
    /// What stands between host and the paths of the specification; no slash at its end.
    pub(crate) prefix: &'static str,
    pub(crate) specification: &'static LazyLock<Specification>,
    /// Handlers by `operationId`; an operation without one answers 501.
    pub(crate) handlers: &'static [(&'static str, Handler)],
    pub(crate) routes: &'static [Extra],
    pub(crate) controls: &'static [Extra],
    /// Finds out who calls; an `Err` is the answer.
    pub(crate) authenticate: fn(&Operation, &Request, &World) -> Result<Principal, Reply>,
    /// Answers a request that the specification does not allow.
    pub(crate) invalid: fn(&Operation, &[Violation]) -> Reply,
    /// Answers with a failure that is not the operation's own.
    pub(crate) refused: fn(StatusCode, &str) -> Reply,
    /// Adds the headers that every answer of the provider has.
    pub(crate) finish: fn(&Request, &mut Reply),
    /// Sets demo credentials, and what there is beside people.
    pub(crate) prepare: fn(&mut World, &mut Rng),
    /// Gives a seeded person an account; `index` counts from 0, and person 0 is who the demo credentials stand for.
    pub(crate) seed: fn(&mut World, PersonId, u32, &mut Rng),
    /// Adds or removes an account that lists show.
    pub(crate) disturb: fn(&mut World, Change),
    /// Returns base URL and demo credentials for the start line.
    pub(crate) announce: fn(&World, &str) -> Value,
}

/// All providers.
pub(crate) static PROVIDERS: [&Provider; 5] =
    [&velo::PROVIDER, &sendauth::PROVIDER, &finbourne::PROVIDER, &obp::PROVIDER, &saasus::PROVIDER];

/// For providers whose answers have no headers of their own.
pub(crate) fn no_headers(_: &Request, _: &mut Reply) {}

/// Returns the operations that have no handler, and the handlers that are for no operation.
#[cfg(test)]
pub(crate) fn gaps(provider: &Provider) -> Vec<String> {
    let operations = provider.specification.operations().iter();
    let ids: Vec<_> = operations.map(|operation| operation.id.as_str()).collect();
    let handled: Vec<_> = provider.handlers.iter().map(|(id, _)| *id).collect();
    let missing = ids.iter().filter(|id| !handled.contains(id)).map(|id| format!("{id} has no handler"));
    let stray = handled.iter().filter(|id| !ids.contains(id)).map(|id| format!("{id} is no operation"));
    missing.chain(stray).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_operations_are_there() {
        let counts = PROVIDERS.map(|provider| (provider.name, provider.specification.operations().len()));
        let expected = [("velo", 17), ("sendauth", 14), ("finbourne", 15), ("obp", 50), ("saasus", 20)];
        assert_eq!(counts, expected);
    }

    #[test]
    fn every_leniency_drops_something_and_every_schema_compiles() {
        for provider in PROVIDERS {
            let flaws = provider.specification.flaws();
            assert!(flaws.is_empty(), "{}: {flaws:#?}", provider.name);
        }
    }
}
