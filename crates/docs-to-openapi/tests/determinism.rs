//! The same input gives the same bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod common;

use common::{FIXTURES, dir, files, of, options, pages};
use docs_to_openapi::{Options, Pages, Prose, convert, read_dir, to_yaml};
use proptest::prelude::*;

fn bytes(pages: &Pages) -> (String, String) {
    let conversion = convert(pages, &Options::default()).unwrap();
    let report = serde_json::to_string(&conversion.report).unwrap();
    (to_yaml(&conversion.document).unwrap(), report)
}

#[test]
fn twice_is_the_same() {
    for fixture in FIXTURES {
        assert_eq!(bytes(&pages(fixture)), bytes(&pages(fixture)), "{fixture}");
    }
}

#[test]
fn both_directories_are_the_same() {
    for fixture in FIXTURES {
        let docs = read_dir(&dir(fixture).join("docs")).unwrap();
        assert_eq!(bytes(&pages(fixture)), bytes(&docs), "{fixture}");
    }
}

#[test]
fn line_ends_mark_and_last_newline_do_not_matter() {
    for fixture in FIXTURES {
        let mut damaged = files(fixture);
        for (_, text) in &mut damaged {
            *text = format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
        }
        assert_eq!(bytes(&pages(fixture)), bytes(&of(&damaged)), "{fixture}");
    }
}

#[test]
fn pages_limit_operations_and_models() {
    let options = Options { api_pages: vec!["CrewApi.md".to_owned()], ..options(Prose::Drop) };
    let conversion = convert(&pages("legacy"), &options).unwrap();
    assert_eq!((conversion.report.operations, conversion.report.schemas), (2, 1));
    let schemas = conversion.document.pointer("/components/schemas").unwrap();
    assert!(schemas.get("Sailor").is_some());
}

proptest! {
    #[test]
    fn order_of_reading_does_not_matter(
        files in prop::sample::select(&FIXTURES[..])
            .prop_map(files)
            .prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle()))
    ) {
        let (sorted, shuffled) = files;
        prop_assert_eq!(bytes(&of(&sorted)), bytes(&of(&shuffled)));
    }
}
