//! Converts any text as API page, model page and front page; nothing may panic.
//!
//! Run with `cargo +nightly fuzz run pages` from the crate's directory; the fixtures' pages make a
//! good corpus.
#![no_main]

use docs_to_openapi::{Options, Pages, convert, to_yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\u{0}');
    let mut pages = Pages::new();
    for name in ["AApi.md", "Model.md", "README.md"] {
        if let Some(part) = parts.next() {
            pages.insert(name, part);
        }
    }
    if let Ok(conversion) = convert(&pages, &Options::default()) {
        let written = to_yaml(&conversion.document);
        assert!(written.is_ok());
    }
});
