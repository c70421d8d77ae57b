//! Not written yet.

crate::adapter::unwritten::unwritten!(SendAuth, sendauth, "sendauth");
