//! The document and the report of every fixture, whole.

mod common;

use common::{FIXTURES, converted};
use docs_to_openapi::{Prose, to_yaml};

#[test]
fn documents_with_prose() {
    for fixture in FIXTURES {
        let yaml = to_yaml(&converted(fixture, Prose::Keep).document).unwrap();
        insta::assert_snapshot!(format!("{fixture}-keep"), yaml);
    }
}

#[test]
fn documents_without_prose() {
    for fixture in FIXTURES {
        let yaml = to_yaml(&converted(fixture, Prose::Drop).document).unwrap();
        insta::assert_snapshot!(format!("{fixture}-drop"), yaml);
    }
}

#[test]
fn reports() {
    for fixture in FIXTURES {
        let report = converted(fixture, Prose::Keep).report;
        let rows: Vec<String> = report.rows.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(format!("{fixture}-report"), rows.join("\n"));
    }
}
