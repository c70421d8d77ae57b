//! The common types.

#[macro_use]
mod open_enum;

mod action;
mod facts;
mod grant;
mod id;
mod new_user;
mod page;
mod patch;
mod record;
mod user;

pub use action::{Action, DeleteMode, Outcome};
pub use facts::{Mfa, MfaMethod, Phone, PhoneKind, Status};
pub use grant::{Grant, GrantChange};
pub use id::{InvalidUserId, UserId};
pub use new_user::{EnrolMode, Enrolment, NewUser};
pub use page::{ListQuery, Page, PageToken};
pub use patch::UserPatch;
pub use user::User;
