//! The operations.

use crate::provider::Handler;

/// Handlers by `operationId`.
pub(crate) const HANDLERS: &[(&str, Handler)] = &[];
