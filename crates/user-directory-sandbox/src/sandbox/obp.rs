//! The Open Bank Project, as a server of v5.0.0 behaves and not as its pages say.
//!
//! What is not published, and what an instance may set, is decided like this:
//!
//! - The instance's own identity provider is `https://obp.example.com`. Every eighth person logs in elsewhere, and is not
//!   found by user name. Of the people of the start, only the two with demo credentials have a password.
//! - The feature `ResetPasswordUrlEnabled` is on; its links and the logout page lead nowhere.
//! - A page has up to 500 items unless `limit` says otherwise. Users and customers come in the order of their creation.
//! - A user, a bank, an account or an entitlement that a path names and that does not exist is a 404, except for
//!   `getUserByUserId`: 400, OBP-20057. What else is not found is a 400. Where access to an account is changed, an unknown bank
//!   or account is one that the caller may not manage: 400, OBP-20047.
//! - A query parameter that the operation does not have is a 400, OBP-10016, where the real server overlooks it.
//! - Somebody is locked out by `lockUser`, or by more than five failed logins in a row. Locked and deleted users are
//!   refused with 401 (OBP-20013, OBP-20064) even if they have a token.
//! - A new login ends the token that the user had before. A JWT for GatewayLogin, or a bearer token, is signed by HS256 with
//!   the secret among the credentials and names a local user (`login_user_name`, `sub`); it respects `exp` and `nbf`. A
//!   bad one is a 400 for GatewayLogin and a 401 for a bearer token. Answers repeat the gateway's JWT in their header
//!   `GatewayLogin` and do not renew it.
//! - A deleted user loses name, address and password here, and only here: the person stays with the other providers.
//! - The holder of an account cannot lose its owner view to others; `refreshUser` gives holders back what they gave away.
//! - A right answer to a challenge for the key `CUSTOMER_NUMBER` links the user to that customer, if the bank has one.
//!   One answer is all there is: a wrong one rejects the change.
//!
//! There are no limits of rates, no OAuth 1.0a, DAuth logins or consents, and no paging by headers.

use super::handle::handle;
use crate::provider::obp::{State, control};

pub use crate::provider::obp::ObpCredentials;

handle! {
    /// The Open Bank Project, as a sandbox serves it.
    Obp, ObpCredentials
}

impl Obp<'_> {
    /// Returns the one-time code that confirms a change of an auth context, as the user would receive it.
    pub fn challenge(&self, auth_context_update: &str) -> Option<String> {
        self.with(|context| control::challenge(context.state, auth_context_update))
    }
}
