//! Not written yet.

crate::adapter::unwritten::unwritten!(Velo, velo, "velo");
