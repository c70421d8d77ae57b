#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod names;

#[cfg(feature = "_provider")]
mod adapter;
pub mod capabilities;
mod config;
mod contract;
mod decorator;
mod directory;
mod error;
mod memory;
mod repeated;
pub mod request;
mod scan;
mod seen;
mod set;
#[cfg(feature = "_provider")]
mod task;
mod time_limit;
mod types;
mod walk;

pub use async_trait::async_trait;
pub use user_directory_values::{Patch, Secret};

pub use capabilities::{
    Attribute, Capabilities, Consistency, Extra, Field, Filter, Needed, Requests, Scopes, SortKey, Support, Verb,
};
pub use config::{DirectoryConfig, Registry};
pub use contract::UserDirectory;
pub use decorator::{AuditEntry, AuditPhase, AuditSink, Audited, Narrowed};
pub use directory::{Directory, Pages, Users};
pub use error::{Error, ErrorKind, Result};
pub use memory::InMemory;
pub use names::UnknownName;
pub use scan::scan;
pub use set::{DirectorySet, Lookup};
pub use types::{
    Action, DeleteMode, Email, EmailKind, EnrolMode, Enrolment, Grant, GrantChange, InvalidUserId, Key, ListQuery, Mfa,
    MfaMethod, NewUser, Outcome, Page, PageToken, Phone, PhoneKind, Sort, Status, User, UserId, UserPatch,
};

#[cfg(feature = "finbourne")]
#[doc(inline)]
pub use finbourne_users as finbourne;
#[cfg(feature = "obp")]
#[doc(inline)]
pub use obp_users as obp;
#[cfg(feature = "saasus")]
#[doc(inline)]
pub use saasus_users as saasus;
#[cfg(feature = "sendauth")]
#[doc(inline)]
pub use sendauth_users as sendauth;
#[cfg(feature = "velo")]
#[doc(inline)]
pub use velo_users as velo;
