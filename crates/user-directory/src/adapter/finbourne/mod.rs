//! Not written yet.

crate::adapter::unwritten::unwritten!(Finbourne, finbourne, "finbourne");
