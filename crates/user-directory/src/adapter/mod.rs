//! The adapters: what makes a provider's client a [`UserDirectory`](crate::UserDirectory).
//!
//! # Writing one
//!
//! An adapter is the folder `src/adapter/<p>/` and nothing outside it, except its table in
//! `src/capabilities/<p>.rs`, which it may correct. It has no HTTP of its own: every request is a call of the
//! provider crate's client. `src/memory/directory.rs` shows the trait fulfilled, `sendauth`
//! an adapter.
//!
//! 1. `mod.rs` has the type, by the name that the table of adapters in this file gives it, with
//!    `new(client: crate::<p>::Client)` and `client(&self)`, and implements the trait: `provider` returns the feature's
//!    name, `capabilities` the table ([`table`]). The methods are matches; what they need goes to files of its own
//!    (`convert.rs` for the types, `error.rs` for the codes).
//! 2. **Errors**: each call ends in `.map_err(|error| failed(NAME, verb, error, kind))`, where `kind` looks at what
//!    the provider says and returns `Some(ErrorKind)` where status and stage would mislead ([`failed`] has the general
//!    rule): a code for "not found" that comes with 400, for instance. `by_status` is for providers without such codes.
//! 3. **Ids** of a fixed form, such as UUIDs, are read by [`parse_id`]: one of another form belongs to nobody, so it is
//!    `NotFound`, and nothing is sent.
//! 4. **Users** are built from the provider's record: `User::new(id, status)`, then the fields, then
//!    `.with_record(record)`, for which each string is cloned once, since both keep it. If the whole body is that one
//!    record, then `.with_body::<types::…>(body)` instead: the strings are taken out of the record ([`Texts`]), and it
//!    is read from the body again if somebody asks for it. Nothing is converted to JSON.
//! 5. **Lists**: [`numbered_at`] and [`numbered`] for page numbers, [`offset_at`] and [`offset`] for offsets,
//!    [`whole_at`] and [`Page::whole`](crate::Page::whole) for lists that come at once. `query.deleted` is only true if the table
//!    supports `ListDeleted`.
//! 6. **What the gate has done** before the trait is called: the verb is supported, the fields of `NewUser` and
//!    `UserPatch` are among those the table names, needed ones are there, and grants have a scope or none as
//!    `Capabilities::scopes` says. Still end matches with `Err(unsupported(NAME, verb))`: the trait can be called directly.
//! 7. **Semantics** are those of [`UserDirectory`](crate::UserDirectory), "Behavior". Where a provider differs
//!    (an error for enabling the enabled, success for deleting the missing), the adapter makes up for it, if need be with
//!    another request that the table then names.
//! 8. **Tests**: `tests/` of this crate runs the conformance suite on the adapter, with a server that behaves as the
//!    provider does, and names with `Report::assert_ran` the checks that must not be skipped. The
//!    check `unsupported_verbs_send_nothing` needs that server's count of requests.
//!
//! Settings need no code: `Directory::from_env` and `DirectoryConfig` go by the table in `src/config/providers.rs`.

mod error;
#[cfg(any(feature = "sendauth", feature = "velo"))]
mod id;
mod paging;
mod roles;
mod texts;

#[cfg(feature = "finbourne")]
mod finbourne;
#[cfg(feature = "obp")]
mod obp;
#[cfg(feature = "saasus")]
mod saasus;
#[cfg(feature = "sendauth")]
mod sendauth;
#[cfg(feature = "velo")]
mod velo;

// Each adapter uses some of these, and no one adapter all.
#[allow(unused_imports)]
pub(crate) use error::{by_status, failed, missing, parse_id, undecodable, unsupported};
#[cfg(any(feature = "sendauth", feature = "velo"))]
pub(crate) use id::uuid_id;
#[allow(unused_imports)]
pub(crate) use paging::{numbered, numbered_at, offset, offset_at, page_size, whole_at};
#[allow(unused_imports)]
pub(crate) use roles::changed;
#[allow(unused_imports)]
pub(crate) use texts::Texts;

use crate::capabilities::{Capabilities, PROVIDERS};

/// Returns the table of a provider.
#[allow(dead_code)]
pub(crate) fn table(provider: &str) -> &'static Capabilities {
    PROVIDERS.iter().find(|(name, _)| *name == provider).map_or(&Capabilities::NONE, |(_, table)| table)
}

/// Joins an adapter to the handle: `Directory::from(client)`, and the client back.
macro_rules! adapters {
    ($($feature:literal, $module:ident, $adapter:ident, $provider:literal;)+) => {
        $(
            #[cfg(feature = $feature)]
            #[doc = concat!("Makes a directory of a client of ", $provider, ".")]
            impl From<crate::$module::Client> for crate::Directory {
                fn from(client: crate::$module::Client) -> Self {
                    Self::new($module::$adapter::new(client))
                }
            }

            #[cfg(feature = $feature)]
            impl crate::Directory {
                #[doc = concat!("Returns the client, if this is a directory of ", $provider, ", with or without")]
                /// decorators.
                pub fn $module(&self) -> Option<&crate::$module::Client> {
                    self.downcast_ref::<$module::$adapter>()
                        .map($module::$adapter::client)
                }
            }
        )+
    };
}

adapters! {
    "finbourne", finbourne, Finbourne, "FINBOURNE Identity";
    "obp", obp, Obp, "the Open Bank Project";
    "saasus", saasus, Saasus, "the SaaSus Platform";
    "sendauth", sendauth, SendAuth, "SendAuth";
    "velo", velo, Velo, "Velo Payments";
}
