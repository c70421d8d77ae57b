//! What the driving programs share: the scenarios, and the account of what they cost.
//!
//! A program makes a number of calls and prints one line of JSON. Instructions and allocations are counted from
//! outside, as the difference between a run with more calls and one with fewer, so that starting up does not count.

mod cost;
mod run;

use std::error::Error;
use std::future::Future;

pub use cost::{Cost, peak_kib};
pub use run::main;
pub use uuid::Uuid;

/// The id of the SendAuth user that is fetched. Subjects keep it in the type that they take, as their users do.
pub const USER: Uuid = Uuid::from_u128(0x6954_3330_268e_55df_b8e2_6f29_c0fb_d6be);

/// The id of the FINBOURNE user that is fetched.
pub const ACCOUNT: &str = "00u000000001";

/// Whatever goes wrong ends the benchmark.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A client to measure.
pub trait Subject: Sized + Send + Sync + 'static {
    /// Makes a client of the server at a base URL.
    fn connect(base_url: &str) -> Result<Self, Failure>;

    /// Fetches the SendAuth user [`USER`].
    fn get_user(&self) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Fetches the FINBOURNE user [`ACCOUNT`], with roles.
    fn get_account(&self) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Lists 10,000 SendAuth users in one response, and returns how many came.
    fn list(&self) -> impl Future<Output = Result<usize, Failure>> + Send;

    /// Goes through all users page by page, calls `first_page` after the first page, and returns how many came.
    fn stream(&self, first_page: impl FnOnce() + Send) -> impl Future<Output = Result<usize, Failure>> + Send {
        drop(first_page);
        async { Err("this client has no stream".into()) }
    }

    /// Makes this many calls at once with a client that has to get a token first; then the token is revoked, and as
    /// many calls are made again. Returns how many tokens were issued before and after the revocation.
    fn renew(_base_url: &str, _callers: usize) -> impl Future<Output = Result<(u64, u64), Failure>> + Send {
        async { Err("this client renews no token".into()) }
    }
}
