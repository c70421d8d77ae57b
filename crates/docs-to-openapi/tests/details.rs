//! What single pages say, each changed in one place.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{files, of, replaced};
use docs_to_openapi::{Conversion, NameStyle, Options, convert};
use serde_json::{Value, json};

const BOOKING: &str = "/paths/~1berths~1{berthId}~1bookings/post";

fn at<'a>(conversion: &'a Conversion, pointer: &str) -> &'a Value {
    conversion.document.pointer(pointer).unwrap_or(&Value::Null)
}

fn keys(conversion: &Conversion, pointer: &str) -> Vec<String> {
    at(conversion, pointer).as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_description_leaves_out_the_summary_and_no_other_paragraph() {
    let description = |words: &str| {
        let page = format!("\n{words}\n\nA berth is held");
        let read = replaced("prior", "BerthsApi.md", "\nBooks a berth\n\nA berth is held", &page).unwrap();
        at(&read, &format!("{BOOKING}/description")).clone()
    };
    assert_eq!(description("Books a berth"), "A berth is held for an hour.");
    assert_eq!(description("Books berths"), "Books berths\n\nA berth is held for an hour.");
}

#[test]
fn an_operation_without_a_block_is_reported_where_the_table_lists_it() {
    let read = replaced("legacy", "BoatsApi.md", "# **launch_boat**", "Launches").unwrap();
    let rows: Vec<String> = read.report.rows.iter().map(ToString::to_string).collect();
    let rows: Vec<&String> = rows.iter().filter(|row| row.contains(" operation launch_boat: ")).collect();
    assert!(rows.len() > 1 && rows.iter().all(|row| row.starts_with("BoatsApi.md:8: ")), "{rows:#?}");
}

#[test]
fn a_number_makes_a_second_parameter_only_of_a_first_one() {
    let read = replaced("prior", "BerthsApi.md", " **berth_id** |", " **berthId2** |").unwrap();
    let names: Vec<&Value> =
        at(&read, &format!("{BOOKING}/parameters")).as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["berthId2", "dry_run", "berthId"]);
}

#[test]
fn a_model_without_properties_is_a_string_only_where_it_is_nothing_but_a_value() {
    let empty = "# Mast\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n\n[[Back to API list]](#)\n";
    let value = ("[**Fees**](Fees.md)", "[**Mast**](Mast.md)");
    let body = (" **booking** | [**Booking**](Booking.md)", " **booking** | [**Mast**](Mast.md)");
    for (changes, ty) in [(&[][..], "object"), (&[value], "string"), (&[body], "object"), (&[value, body], "object")] {
        let mut files = files("prior");
        files.push(("Mast.md".to_owned(), empty.to_owned()));
        for (from, to) in changes {
            files.iter_mut().for_each(|(_, text)| *text = text.replace(from, to));
        }
        let read = convert(&of(&files), &Options::default()).unwrap();
        assert_eq!(at(&read, "/components/schemas/Mast/type"), ty, "{changes:?}");
    }
}

#[test]
fn of_two_names_that_become_one_the_second_keeps_its_own() {
    let row = "**guest_name** | **str** | Who stays |\n";
    let mut files = files("prior");
    let (_, text) = files.iter_mut().find(|(name, _)| name == "Booking.md").unwrap();
    *text = text.replace(row, &format!("**guestName** | **str** | |\n{row}{row}"));
    let options = Options { wire_names: Some(NameStyle::Camel), ..Options::default() };
    let read = convert(&of(&files), &options).unwrap();
    let names = keys(&read, "/components/schemas/Booking/properties");
    assert_eq!(names, ["guestName", "guest_name", "nights", "fees", "rates"]);
}

#[test]
fn a_scheme_that_only_an_example_names_is_described_by_it() {
    let (scheme, written) =
        ("## keeper\n\n- **Type**: HTTP basic authentication\n", json!({"type": "http", "scheme": "basic"}));
    let read = replaced("schema", "README.md", scheme, "").unwrap();
    assert_eq!(at(&read, "/components/securitySchemes/keeper"), &written);
}
