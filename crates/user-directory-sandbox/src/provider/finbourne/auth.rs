//! Who calls.

use crate::context::Principal;
use crate::message::{Reply, Request};
use crate::spec::Operation;
use crate::world::World;

/// Lets everybody in, since nothing is done yet.
pub(crate) fn authenticate(_: &Operation, _: &Request, _: &World) -> Result<Principal, Reply> {
    Ok(Principal::default())
}
