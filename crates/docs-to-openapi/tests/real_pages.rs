//! The published pages of five SDKs: every fact that a naive scan of them finds is in the document.
//!
//! `USER_DIRECTORY_DOCS` names the directory with one SDK's pages a subdirectory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::path::PathBuf;

use docs_to_openapi::{Conversion, Kind, NameStyle, Options, Prose, convert, read_dir, to_yaml};
use serde_json::Value;

struct Provider {
    name: &'static str,
    page: &'static str,
    style: NameStyle,
    operations: usize,
    schemas: usize,
    dangling: &'static [&'static str],
    inferred_style: NameStyle,
}

const PROVIDERS: [Provider; 5] = [
    Provider {
        name: "velo",
        page: "UsersApi.md",
        style: NameStyle::Camel,
        operations: 17,
        schemas: 19,
        dangling: &[],
        inferred_style: NameStyle::Camel,
    },
    Provider {
        name: "sendauth",
        page: "UsersApi.md",
        style: NameStyle::Camel,
        operations: 14,
        schemas: 10,
        dangling: &[],
        inferred_style: NameStyle::Camel,
    },
    Provider {
        name: "finbourne",
        page: "UsersApi.md",
        style: NameStyle::Camel,
        operations: 15,
        schemas: 13,
        dangling: &[],
        inferred_style: NameStyle::Camel,
    },
    Provider {
        name: "obp",
        page: "UserApi.md",
        style: NameStyle::Snake,
        operations: 50,
        schemas: 54,
        dangling: &["DirectLogin", "OAuth1u002E0a", "String", "UserAgreementJson"],
        inferred_style: NameStyle::Snake,
    },
    Provider {
        name: "saasus",
        page: "SaasUserApi.md",
        style: NameStyle::Snake,
        operations: 20,
        schemas: 24,
        dangling: &[],
        inferred_style: NameStyle::Snake,
    },
];

impl Provider {
    fn dir(&self) -> PathBuf {
        let root =
            std::env::var("USER_DIRECTORY_DOCS").expect("USER_DIRECTORY_DOCS names the directory with the pages");
        PathBuf::from(root).join(self.name)
    }

    fn convert(&self, options: &Options) -> Conversion {
        convert(&read_dir(&self.dir()).unwrap(), options).unwrap()
    }

    fn options(&self) -> Options {
        Options {
            api_pages: vec![self.page.to_owned()],
            prose: Prose::Drop,
            wire_names: Some(self.style),
            ..Options::default()
        }
    }
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn counts_and_problems() {
    for provider in PROVIDERS {
        let name = provider.name;
        for options in [provider.options(), Options::default()] {
            let report = provider.convert(&options).report;
            assert_eq!(report.operations, provider.operations, "{name}");
            assert_eq!(report.schemas, provider.schemas, "{name}");
            let problems: Vec<String> = report.of(Kind::Problem).map(ToString::to_string).collect();
            assert_eq!(problems, Vec::<String>::new(), "{name}");
            let mut dangling: Vec<&str> = report
                .rows
                .iter()
                .filter(|row| row.rule.as_str() == "model-without-page")
                .filter_map(|row| row.fact.split('`').nth(1))
                .collect();
            dangling.sort_unstable();
            dangling.dedup();
            assert_eq!(dangling, provider.dangling, "{name}");
        }
    }
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn the_style_of_names_is_inferred_right() {
    for provider in PROVIDERS {
        let given = Options { wire_names: Some(provider.inferred_style), ..Options::default() };
        let inferred = provider.convert(&Options::default()).document;
        assert_eq!(inferred, provider.convert(&given).document, "{}", provider.name);
    }
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn the_same_bytes_each_time() {
    for provider in PROVIDERS {
        let bytes = || to_yaml(&provider.convert(&provider.options()).document).unwrap();
        assert_eq!(bytes(), bytes(), "{}", provider.name);
    }
}

/// What a scan finds that knows nothing but the look of rows.
#[derive(Default)]
struct Scan {
    operations: Vec<Scanned>,
}

#[derive(Default)]
struct Scanned {
    name: String,
    parameters: Vec<(String, bool)>,
    statuses: Vec<String>,
    returns: Option<String>,
    schemes: usize,
    media: Vec<String>,
}

fn bold(text: &str) -> Option<&str> {
    text.trim().strip_prefix("**")?.split_once("**").map(|(name, _)| name)
}

fn scan(page: &str) -> Scan {
    let mut scan = Scan::default();
    let mut section = "";
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("# ").and_then(bold) {
            scan.operations.push(Scanned { name: name.to_owned(), ..Scanned::default() });
            section = "";
        } else if let Some(title) = line.strip_prefix("### ") {
            section = title;
        } else if let Some(operation) = scan.operations.last_mut() {
            match section {
                "Parameters" if line.starts_with(" **") => {
                    let name = bold(line).unwrap().to_owned();
                    operation.parameters.push((name, !line.contains("| [optional]")));
                }
                "HTTP response details" if line.starts_with("**") => {
                    operation.statuses.push(bold(line).unwrap().to_owned());
                }
                "Return type" if line.starts_with("[**") => {
                    let model = line.rsplit_once("](").unwrap().1.trim_end_matches(".md)");
                    operation.returns = Some(model.to_owned());
                }
                "Authorization" => operation.schemes += line.matches("](../README.md#").count(),
                "HTTP request headers" if line.contains("Content-Type") && !line.contains("Not defined") => {
                    let types = line.split_once(": ").unwrap().1;
                    operation.media = types.split(", ").map(str::to_owned).collect();
                }
                _ => {}
            }
            if line.starts_with('[') && line.contains("Back to top") {
                section = "";
            }
        }
    }
    scan
}

fn operation<'a>(document: &'a Value, name: &str) -> &'a Value {
    document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .find(|operation| operation["x-python-name"] == name)
        .unwrap_or_else(|| panic!("operation {name} is missing"))
}

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn every_stated_fact_of_an_operation_is_in_the_document() {
    let (mut parameters, mut operations) = (0, 0);
    for provider in PROVIDERS {
        let page = std::fs::read_to_string(provider.dir().join("docs").join(provider.page)).unwrap();
        let document = provider.convert(&provider.options()).document;
        for scanned in scan(&page).operations {
            operations += 1;
            parameters += scanned.parameters.len();
            compare(&scanned, operation(&document, &scanned.name), provider.name);
        }
    }
    assert_eq!(operations, 116);
    assert!(parameters > 100, "{parameters}");
}

fn compare(scanned: &Scanned, written: &Value, provider: &str) {
    let at = format!("{provider} {}", scanned.name);
    let empty = Vec::new();
    let listed = written["parameters"].as_array().unwrap_or(&empty);
    let body = written.get("requestBody");
    assert_eq!(scanned.parameters.len(), listed.len() + usize::from(body.is_some()), "{at}");
    for (name, required) in &scanned.parameters {
        let found = listed.iter().find(|parameter| folded(parameter["name"].as_str().unwrap()) == folded(name));
        let object = found.or(body).unwrap();
        assert_eq!(object.get("required") == Some(&Value::Bool(true)), *required, "{at} {name}");
    }
    if let Some(body) = body {
        let media: Vec<&String> = body["content"].as_object().unwrap().keys().collect();
        if !scanned.media.is_empty() {
            assert_eq!(media, scanned.media.iter().collect::<Vec<_>>(), "{at}");
        }
    }
    let responses = written["responses"].as_object().unwrap();
    let statuses: Vec<String> = if scanned.statuses.is_empty() {
        vec!["2XX".to_owned()]
    } else {
        let spelled = |code: &String| {
            if code == "0" { "default".to_owned() } else { code.clone() }
        };
        scanned.statuses.iter().map(spelled).collect()
    };
    assert_eq!(responses.keys().cloned().collect::<Vec<_>>(), statuses, "{at}");
    let bodies: Vec<String> =
        responses.values().filter_map(|response| response.get("content")).map(ToString::to_string).collect();
    match &scanned.returns {
        None => assert!(bodies.is_empty(), "{at}"),
        Some(model) => {
            assert_eq!(bodies.len(), 1, "{at}");
            assert!(bodies[0].contains(&format!("#/components/schemas/{model}\"")), "{at}");
        }
    }
    let required = written["security"].as_array().and_then(|all| all.first()).and_then(Value::as_object);
    assert_eq!(required.map_or(0, serde_json::Map::len), scanned.schemes, "{at}");
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn every_stated_fact_of_a_model_is_in_the_document() {
    let mut properties = 0;
    for provider in PROVIDERS {
        let document = provider.convert(&provider.options()).document;
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            let page = provider.dir().join("docs").join(format!("{name}.md"));
            let page = std::fs::read_to_string(page).unwrap();
            let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("**")).collect();
            let empty = serde_json::Map::new();
            let written = schema["properties"].as_object().unwrap_or(&empty);
            assert_eq!(written.len(), rows.len(), "{} {name}", provider.name);
            for ((wire, property), row) in written.iter().zip(rows) {
                properties += 1;
                assert_eq!(folded(wire), folded(bold(row).unwrap()), "{} {name}", provider.name);
                let required =
                    schema["required"].as_array().is_some_and(|all| all.contains(&Value::from(wire.as_str())));
                assert_eq!(required, !row.contains("[optional]"), "{} {name} {wire}", provider.name);
                let read_only = property.get("readOnly") == Some(&Value::Bool(true));
                assert_eq!(read_only, row.contains("[readonly]"), "{} {name} {wire}", provider.name);
            }
        }
    }
    assert!(properties > 500, "{properties}");
}
