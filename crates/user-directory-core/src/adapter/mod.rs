//! The adapters: what makes a provider's client a [`UserDirectory`](crate::UserDirectory).
//!
//! # Writing one
//!
//! An adapter is the folder `src/adapter/<p>/` and nothing outside it, except its table in
//! `src/capabilities/<p>.rs`, which it may correct. It makes no HTTP request itself: every request is a call of the
//! provider crate's client. `src/memory/directory.rs` shows the trait fulfilled, `sendauth`
//! an adapter.
//!
//! 1. `mod.rs` implements the trait for the type that the table of adapters in this file makes of the client:
//!    `provider` returns the feature's name, `capabilities` the provider's table. Methods for verbs that the provider
//!    does not have are left out. The methods are matches; what they need goes into separate files (`convert.rs` for the
//!    types, `error.rs` for the codes).
//! 2. **Errors**: each request is `self.call(verb, request.send()).await?`, which takes a failure to the adapter's
//!    `refused(verb, error)`. That looks at what the provider says where status and stage would mislead ([`failed`] has
//!    the general rule): a code for "not found" that comes with 400, for instance.
//! 3. **Ids** of a fixed form, such as UUIDs, are read by [`parse_id`]: one of another form belongs to nobody, so it is
//!    `NotFound`, and nothing is sent.
//! 4. **Users** are read from the provider's records: a record implements [`Record`], and [`listed`] and [`fetched`] make
//!    users of a list of them and of one that came alone. Nothing is converted to JSON.
//! 5. **Lists**: [`numbered_at`] and [`numbered`] for page numbers, [`offset_at`] and [`offset`] for offsets,
//!    [`whole_at`] and [`Page::whole`](crate::Page::whole) for lists that come at once. `query.deleted` is only true if the table
//!    supports `ListDeleted`.
//! 6. **What the gate has done** before the trait is called: the verb is supported, the fields of `NewUser` and
//!    `UserPatch` are among those the table names, needed ones are there, grants have a scope or none as
//!    `Capabilities::scopes` says, and versions and extras are given only where the table has them. Still [`require`] the verb where a method has others: the trait can be
//!    called directly.
//! 7. **Semantics** are those of [`UserDirectory`](crate::UserDirectory), "Behavior". Where a provider differs
//!    (an error for enabling the enabled, success for deleting the missing), the adapter makes up for it, if need be with
//!    another request that the table then names.
//! 8. **Tests**: `tests/` of this crate runs the conformance suite on the adapter, with a server that behaves as the
//!    provider does, and names with `Report::assert_ran` the checks that must not be skipped. The
//!    check `unsupported_verbs_send_nothing` needs that server's count of requests.
//!
//! Settings need no code: `Directory::from_env` and `DirectoryConfig` go by the table in `src/config/providers.rs`.

#![cfg_attr(not(feature = "all"), allow(dead_code, unused_imports))]

mod attributes;
mod error;
#[cfg(any(feature = "sendauth", feature = "velo"))]
mod id;
mod paging;
mod record;
mod roles;

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

use user_directory_runtime::ResponseValue;

use self::attributes::{attributes, time, with_attributes};
use self::error::{failed, missing, parse_id, refuse, require, undecodable};
#[cfg(any(feature = "sendauth", feature = "velo"))]
use self::id::uuid_id;
use self::paging::{numbered, numbered_at, offset, offset_at, page_size, whole_at};
use self::record::{Record, fetched, listed};
use self::roles::changed;
use crate::{Directory, Result, Verb};

/// Makes an adapter of a client, and joins it to the handle: `Directory::from(client)`, and the client back.
macro_rules! adapters {
    ($($feature:literal, $module:ident, $adapter:ident, $provider:literal;)+) => {
        $(
            #[cfg(feature = $feature)]
            #[doc = concat!("A directory of ", $provider, ".")]
            pub(crate) struct $adapter {
                client: crate::$module::Client,
            }

            #[cfg(feature = $feature)]
            impl $adapter {
                /// Waits for an answer, and says what a failure means.
                async fn call<T>(
                    &self,
                    verb: Verb,
                    answer: impl Future<Output = Result<ResponseValue<T>, crate::$module::Error>>,
                ) -> Result<ResponseValue<T>> {
                    answer.await.map_err(|error| $module::refused(verb, error))
                }
            }

            #[cfg(feature = $feature)]
            impl std::fmt::Debug for $adapter {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(stringify!($adapter)).finish_non_exhaustive()
                }
            }

            #[cfg(feature = $feature)]
            #[doc = concat!("Makes a directory of a client of ", $provider, ".")]
            impl From<crate::$module::Client> for Directory {
                fn from(client: crate::$module::Client) -> Self {
                    Self::new($adapter { client })
                }
            }

            #[cfg(feature = $feature)]
            impl Directory {
                #[doc = concat!("Returns the client, if this is a directory of ", $provider, ", with or without")]
                /// decorators.
                pub fn $module(&self) -> Option<&crate::$module::Client> {
                    self.downcast_ref::<$adapter>().map(|adapter| &adapter.client)
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
