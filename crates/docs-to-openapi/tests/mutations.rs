//! Damaged pages never make the conversion panic, and what it writes stays a document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod common;

use common::{FIXTURES, files, of};
use docs_to_openapi::{Options, convert, to_yaml};
use proptest::prelude::*;

/// One way to damage a page; the numbers choose a place and are taken modulo its length.
#[derive(Clone, Debug)]
enum Damage {
    Truncate(usize),
    DeleteLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Insert(usize, String),
    Remove(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = 0..100_000_usize;
    let marks = prop::sample::select(vec![
        "|",
        "**",
        "[",
        "](",
        ")",
        "{",
        "}",
        "# **",
        "### Parameters\n",
        "&#39;",
        "\\",
        "\"",
        "`",
        "list[",
        "dict(",
        "[default to ",
        "\r",
        "\n",
        "\u{feff}",
        "é",
        "\u{202e}",
        "0",
        ".md",
        "> ",
    ]);
    let text = prop_oneof![marks.prop_map(str::to_owned), any::<String>()];
    prop_oneof![
        place.clone().prop_map(Damage::Truncate),
        place.clone().prop_map(Damage::DeleteLine),
        place.clone().prop_map(Damage::RepeatLine),
        (place.clone(), place.clone()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
        (place.clone(), text).prop_map(|(at, text)| Damage::Insert(at, text)),
        (place, 1..40_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn apply(text: &mut String, damage: &Damage) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    match damage {
        Damage::Truncate(at) => return text.truncate(boundary(text, *at)),
        Damage::Insert(at, new) => return text.insert_str(boundary(text, *at), new),
        Damage::Remove(at, length) => {
            let start = boundary(text, *at);
            let end = boundary(text, (start + length).min(text.len()));
            text.replace_range(start..end.max(start), "");
            return;
        }
        _ if lines.is_empty() => return,
        Damage::DeleteLine(at) => {
            lines.remove(at % lines.len());
        }
        Damage::RepeatLine(at) => {
            let at = at % lines.len();
            lines.insert(at, lines[at].clone());
        }
        Damage::SwapLines(a, b) => {
            let count = lines.len();
            lines.swap(a % count, b % count);
        }
    }
    *text = lines.concat();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]
    #[test]
    fn damaged_pages(
        fixture in prop::sample::select(&FIXTURES[..]),
        hits in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..6),
    ) {
        let mut files = files(fixture);
        for (which, damage) in &hits {
            let at = which.index(files.len());
            apply(&mut files[at].1, damage);
        }
        match convert(&of(&files), &Options::default()) {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(conversion) => {
                to_yaml(&conversion.document).unwrap();
                for row in &conversion.report.rows {
                    prop_assert!(files.iter().any(|(name, _)| *name == row.file), "{row}");
                }
                let paths = conversion.document["paths"].as_object().unwrap();
                let operations: usize = paths.values().map(|item| item.as_object().unwrap().len()).sum();
                prop_assert_eq!(operations, conversion.report.operations);
            }
        }
    }

    #[test]
    fn any_text_at_all(page in "\\PC*", readme in any::<String>()) {
        let head = "Method | HTTP request | Description\n--- | --- | ---\n";
        let files = [
            ("README.md".to_owned(), format!("## Documentation For Authorization\n{readme}")),
            ("AApi.md".to_owned(), format!("{head}[**a**](AApi.md#a) | **GET** /{page} | x\n{page}")),
            ("M.md".to_owned(), format!("## Properties\n{page}")),
        ];
        let _ = convert(&of(&files), &Options::default());
    }
}

/// A page cut off anywhere is either refused or has a row that says so.
#[test]
fn a_page_cut_off_anywhere_is_noticed() {
    let whole = files("bare");
    let at = whole.iter().position(|(name, _)| name == "QuaysApi.md").unwrap();
    let text = whole[at].1.clone();
    let sound = convert(&of(&whole), &Options::default()).unwrap();
    // The last line only links back; where it ends does not matter.
    let end = text.rfind("Back to top").unwrap();
    for cut in 0..end {
        let mut files = whole.clone();
        files[at].1.truncate(cut);
        let Ok(conversion) = convert(&of(&files), &Options::default()) else {
            continue;
        };
        let problems = conversion.report.count(docs_to_openapi::Kind::Problem);
        let noticed = problems > 0 || conversion.document == sound.document;
        assert!(noticed, "cut at byte {cut} went unnoticed");
    }
}
