//! Converts any text as API page, model page, front page and Python source; nothing may panic.
//!
//! The gate runs it for a short time. For longer: `cargo +nightly fuzz run pages`, from the crate's directory.
#![no_main]

use docs_to_openapi::{Options, Pages, convert, to_yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(4, '\u{0}');
    let mut pages = Pages::new();
    for name in ["AApi.md", "Model.md", "README.md"] {
        if let Some(part) = parts.next() {
            pages.insert(name, part);
        }
    }
    if let Some(source) = parts.next() {
        pages.insert_source("a.py", source);
    }
    if let Ok(conversion) = convert(&pages, &Options::default()) {
        let written = to_yaml(&conversion.document);
        assert!(written.is_ok());
    }
});
