//! What is wrong with pages is said, with file, line and operation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod common;

use common::{FIXTURES, files, of, replaced};
use docs_to_openapi::{Conversion, Error, Kind, Options, convert, read_dir};

fn problems(conversion: &Conversion) -> Vec<String> {
    conversion.report.of(Kind::Problem).map(ToString::to_string).collect()
}

/// Fixture, page, what is replaced by what, and how the row starts and ends.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[test]
fn each_fault_has_its_row() {
    let cases: [Case; 22] = [
        (
            "legacy",
            "BoatsApi.md",
            " **page** | **int**| Which page of `pageSize` boats | [optional] [default to 1]",
            " **page** | **int**",
            "BoatsApi.md:35: operation list_boats",
            "[cells-missing]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            " **page** | **int**|",
            " **page** | |",
            "BoatsApi.md:35: operation list_boats",
            "[cells-missing]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            " **page** |",
            " which page |",
            "BoatsApi.md:35: operation list_boats",
            "[row-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[default to 1]",
            "[default to one]",
            "BoatsApi.md:35: operation list_boats",
            "[default-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[optional] [default to 1]",
            "[optional] [huh]",
            "BoatsApi.md:35: operation list_boats",
            "[notes-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "| **int**| Which",
            "| **list[int**| Which",
            "BoatsApi.md:35: operation list_boats",
            "[type-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "**429** |",
            "**many** |",
            "BoatsApi.md:57: operation list_boats",
            "[status-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[**BoatPage**](BoatPage.md)\n",
            "nothing much\n",
            "BoatsApi.md:39: operation list_boats",
            "[section-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[**BoatPage**](BoatPage.md)\n",
            "[**Boat**](Boat.md)\n",
            "BoatsApi.md:41: operation list_boats",
            "[page-disagreement]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "### Return type",
            "### Returns",
            "BoatsApi.md:14: operation list_boats",
            "[section-missing]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "# **launch_boat**",
            "Launches",
            "BoatsApi.md:8: operation launch_boat",
            "[block-missing]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[**launch_boat**](BoatsApi.md#launch_boat) | **POST** /v1/boats | Launches a boat\n",
            "",
            "BoatsApi.md:60: operation launch_boat",
            "[block-unlisted]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "[**launch_boat**](BoatsApi.md#launch_boat) | **POST** /v1/boats |",
            "[**launch_boat**](BoatsApi.md#launch_boat) | **POST** |",
            "BoatsApi.md:8: page BoatsApi.md",
            "[cells-missing]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "**POST** /v1/boats",
            "**SAIL** /v1/boats",
            "BoatsApi.md:61: operation launch_boat",
            "[method-unreadable]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            "**POST** /v1/boats",
            "**POST** /v1/ships",
            "BoatsApi.md:8: operation launch_boat",
            "[page-disagreement]",
        ),
        (
            "legacy",
            "CrewApi.md",
            "| The sailors | ",
            "| The sailors | [optional] ",
            "CrewApi.md:12: operation assign_crew",
            "[page-disagreement]",
        ),
        (
            "legacy",
            "CrewApi.md",
            "https://api.harbour",
            "https://api.port",
            "CrewApi.md:4: page CrewApi.md",
            "[page-disagreement]",
        ),
        (
            "legacy",
            "CrewApi.md",
            "# harbour_client.",
            "# port_client.",
            "CrewApi.md:1: page CrewApi.md",
            "[page-disagreement]",
        ),
        (
            "legacy",
            "BoatsApi.md",
            " **boat_id** | [**str**](.md)| The boat | \n",
            "",
            "BoatsApi.md:9: operation get_boat",
            "[parameter-missing]",
        ),
        ("legacy", "Sailor.md", "# Sailor", "# Seaman", "Sailor.md:1: model Sailor", "[page-disagreement]"),
        ("legacy", "Sailor.md", "[[Back to Model list]]", "", "Sailor.md:1: model Sailor", "[page-cut-off]"),
        (
            "legacy",
            "README.md",
            "**Type**: API key",
            "**Type**: A handshake",
            "README.md:45: page README.md",
            "[scheme-unreadable]",
        ),
    ];
    let mut misses = Vec::new();
    for (fixture, page, from, to, start, end) in cases {
        let found = problems(&replaced(fixture, page, from, to).unwrap());
        let hit = found.iter().any(|row| row.starts_with(start) && row.ends_with(end));
        if !hit {
            misses.push(format!("`{from}` -> `{to}`: no {start} … {end} in {found:#?}"));
        }
    }
    assert!(
        misses.is_empty(),
        "{}",
        misses.join(
            "
"
        )
    );
}

#[test]
fn sound_pages_have_no_problem() {
    for fixture in FIXTURES {
        let sound = convert(&of(&files(fixture)), &Options::default()).unwrap();
        assert_eq!(problems(&sound), Vec::<String>::new(), "{fixture}");
    }
}

#[test]
fn pages_that_disagree_name_both_places() {
    let found = replaced("legacy", "CrewApi.md", "**4XX** | Refused", "**403** | Refused").unwrap();
    let found = problems(&found);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("CrewApi.md:12") && found[0].contains("BoatsApi.md:182"), "{found:#?}");
    assert!(found[0].contains("(responses)"), "{found:#?}");
}

#[test]
fn what_makes_a_document_impossible_is_an_error() {
    let options = |page: &str| Options { api_pages: vec![page.to_owned()], ..Options::default() };
    let pages = of(&files("legacy"));
    let error = |options: &Options| convert(&pages, options).unwrap_err().to_string();
    assert_eq!(error(&options("ShipsApi.md")), "ShipsApi.md: no such page; the API pages are: BoatsApi.md, CrewApi.md");
    assert!(error(&options("Boat.md")).starts_with("Boat.md: not an API page"));
}

#[test]
fn a_page_that_cannot_be_read_is_left_out_unless_that_is_forbidden() {
    let table = "[**assign_crew**](CrewApi.md#assign_crew) | **PUT** /v1/boats/{boatId}/crew | Assigns the crew\n[**ping**](CrewApi.md#ping) | **GET** /v1/ping | Answers\n";
    let mut files = files("legacy");
    let (_, text) = files.iter_mut().find(|(name, _)| name == "CrewApi.md").unwrap();
    *text = text.replacen(table, "", 1);
    let whole = convert(&of(&files), &Options::default()).unwrap();
    assert!(whole.report.operations > 0);
    let found = problems(&whole);
    assert!(found[0].starts_with("CrewApi.md:6: page CrewApi.md: the method table"), "{found:?}");
    let strict = convert(&of(&files), &Options { strict: true, ..Options::default() }).unwrap_err();
    assert!(matches!(&strict, Error::Problems { problems: 1, first } if *first == found[0]), "{strict}");
    let alone = Options { api_pages: vec!["CrewApi.md".to_owned()], ..Options::default() };
    assert!(matches!(convert(&of(&files), &alone).unwrap_err(), Error::NoApiPage { .. }));
}

#[test]
fn directories_that_are_no_sdk() {
    let dir = tempfile::tempdir().unwrap();
    let empty = read_dir(dir.path()).unwrap_err();
    assert!(matches!(empty, Error::NoPages { .. }), "{empty}");
    let gone = read_dir(&dir.path().join("gone")).unwrap_err();
    assert!(matches!(gone, Error::Io { .. }), "{gone}");
    std::fs::write(dir.path().join("notes.md"), "# Notes\n").unwrap();
    let none = convert(&read_dir(dir.path()).unwrap(), &Options::default()).unwrap_err();
    assert!(matches!(none, Error::NoApiPage { .. }), "{none}");
    std::fs::write(dir.path().join("AApi.md"), b"# a.AApi\n# **sink**\n> sink()\n\xff\n").unwrap();
    let bytes = read_dir(dir.path()).unwrap_err().to_string();
    assert!(
        bytes.ends_with(
            "AApi.md:4: the page is not UTF-8 text or has a zero byte (in operation sink); convert it, for example with \
             `iconv -t UTF-8`"
        ),
        "{bytes}"
    );
    for text in [&b"# a.AApi\xe9\n"[..], &b"\xff\xfe#\0 \0"[..], &b"#\0 \0a\0"[..]] {
        std::fs::write(dir.path().join("AApi.md"), text).unwrap();
        let bytes = read_dir(dir.path()).unwrap_err().to_string();
        assert!(
            bytes.ends_with(
                "AApi.md:1: the page is not UTF-8 text or has a zero byte; convert it, for example with `iconv -t UTF-8`"
            ),
            "{bytes}"
        );
    }
}

#[test]
fn a_folder_with_a_front_page_alone_gets_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("README.md"), "# An SDK\n").unwrap();
    let none = read_dir(dir.path()).unwrap_err().to_string();
    assert!(none.ends_with("name an SDK's docs directory or the one above it"), "{none}");
    let pages = dir.path().join("clients/python/docs");
    std::fs::create_dir_all(&pages).unwrap();
    std::fs::write(pages.join("BoatsApi.md"), "# a.BoatsApi\n").unwrap();
    let hint = read_dir(dir.path()).unwrap_err().to_string();
    assert!(hint.ends_with(&format!("such as {}", pages.display())), "{hint}");
}
