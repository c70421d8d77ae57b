//! Not written yet.

crate::adapter::unwritten::unwritten!(Saasus, saasus, "saasus");
