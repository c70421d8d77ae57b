//! The common types.

#[macro_use]
mod open_enum;
#[macro_use]
mod strings;

mod action;
mod email;
mod facts;
mod grant;
mod id;
mod key;
mod new_user;
mod page;
mod patch;
mod query;
mod record;
mod user;

pub use action::{Action, DeleteMode, Outcome};
pub(crate) use email::set_primary;
pub use email::{Email, EmailKind};
pub use facts::{Mfa, MfaMethod, Phone, PhoneKind, Status};
pub use grant::{Grant, GrantChange};
pub use id::{InvalidUserId, UserId};
pub use key::Key;
pub use new_user::{EnrolMode, Enrolment, NewUser};
pub use page::{Page, PageToken};
pub use patch::UserPatch;
pub use query::{ListQuery, Sort};
pub use user::User;
