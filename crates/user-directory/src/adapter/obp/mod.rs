//! Not written yet.

crate::adapter::unwritten::unwritten!(Obp, obp, "obp");
