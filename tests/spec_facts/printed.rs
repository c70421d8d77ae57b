//! What corrections say of the pages, against the pages.
//!
//! In the `docs` of an `x-correction`, text in double quotes is printed on the page of the object. A value that
//! begins with `Not printed` names in backticks what is not there. Any other value is about another document.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use test_support::contract::specs::{document, providers};

/// The pages of one provider, as plain text.
struct Pages {
    directory: PathBuf,
    all: String,
}

impl Pages {
    fn read(provider: &str) -> Self {
        let docs =
            std::env::var("USER_DIRECTORY_DOCS").expect("USER_DIRECTORY_DOCS names the directory with the pages");
        let directory = Path::new(&docs).join(provider);
        let pages = fs::read_dir(directory.join("docs")).unwrap().map(|entry| entry.unwrap().path());
        let files = pages.chain([directory.join("README.md")]);
        let all = files.map(|file| fs::read_to_string(file).unwrap()).collect();
        Self { directory, all }
    }

    /// Returns the page of what `path` of the specification leads to: a block of an API page, the page of a model, or
    /// all pages.
    fn of(&self, document: &Value, path: &[String]) -> String {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let page = match path[..] {
            ["paths", route, method, ..] => {
                let name = document["paths"][route][method]["x-python-name"].as_str().unwrap_or_default();
                self.all.split(&format!("# **{name}**\n")).nth(1).and_then(|rest| rest.split("\n# **").next())
            }
            ["components", "schemas", name, ..] => {
                let file = self.directory.join(format!("docs/{name}.md"));
                return plain(&fs::read_to_string(file).unwrap_or_else(|_| self.all.clone()));
            }
            _ => None,
        };
        plain(page.unwrap_or(&self.all))
    }
}

/// Returns the words of a page: without markup and double quotes, with one space between words.
fn plain(page: &str) -> String {
    let mut text = String::new();
    for (at, piece) in page.split('<').enumerate() {
        text.push_str(if at == 0 { piece } else { piece.split_once('>').map_or(piece, |(_, rest)| rest) });
        text.push(' ');
    }
    for (entity, character) in [
        ("&quot;", ""),
        ("&#39;", "'"),
        ("&#x3D;", "="),
        ("&gt;", ">"),
        ("&lt;", "<"),
        ("&amp;", "&"),
        ("\"", ""),
        ("*", ""),
    ] {
        text = text.replace(entity, character);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns every second piece between two marks: what stands within them.
fn between(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

/// Returns what a correction says wrongly about a page.
fn wrong(docs: &str, page: &str) -> Vec<String> {
    let quoted =
        between(docs, '"').filter(|words| !page.contains(words)).map(|words| format!("{words:?} is not printed"));
    let absent = docs.starts_with("Not printed").then(|| between(docs, '`').filter(|words| page.contains(words)));
    quoted.chain(absent.into_iter().flatten().map(|words| format!("`{words}` is printed"))).collect()
}

/// Calls `visit` with the text of each correction and the path of the object that carries it.
fn corrections(value: &Value, path: &mut Vec<String>, visit: &mut impl FnMut(&[String], &str)) {
    let entries: Vec<_> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => return,
    };
    for (key, value) in entries {
        if key == "x-correction" {
            let list = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
            list.iter().for_each(|one| visit(path, one["docs"].as_str().unwrap()));
            continue;
        }
        path.push(key);
        corrections(value, path, visit);
        path.pop();
    }
}

/// Whether a correction can be checked, or is about a document other than the pages.
fn is_checkable(docs: &str) -> bool {
    docs.contains('"')
        || docs.starts_with("Not printed")
        || ["specification", "Swagger"].iter().any(|other| docs.contains(other))
}

#[test]
fn the_text_of_every_correction_can_be_checked() {
    let mut lines = Vec::new();
    for provider in providers() {
        corrections(&document(&provider).unwrap(), &mut Vec::new(), &mut |path, docs| {
            if !is_checkable(docs) {
                lines.push(format!("{provider}, {}: {docs}", path.join("/")));
            }
        });
    }
    assert!(
        lines.is_empty(),
        "These quote nothing from the pages (specs/README.md, x-correction):\n{}",
        lines.join("\n")
    );
}

#[test]
#[ignore = "needs USER_DIRECTORY_DOCS"]
fn the_pages_print_what_corrections_quote() {
    let mut lines = Vec::new();
    for provider in providers() {
        let (document, pages) = (document(&provider).unwrap(), Pages::read(&provider));
        corrections(&document, &mut Vec::new(), &mut |path, docs| {
            let wrong = wrong(docs, &pages.of(&document, path));
            lines.extend(wrong.into_iter().map(|what| format!("{provider}, {}: {what}", path.join("/"))));
        });
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn quotations_and_omissions_are_told_apart() {
    let page = plain("<p>Says &quot;one&quot;\n  and **two**.</p>a &gt; b");
    assert_eq!(page, "Says one and two. a > b");
    assert!(wrong("Says \"one and two\".", &page).is_empty());
    assert_eq!(wrong("Says \"three\".", &page), ["\"three\" is not printed"]);
    assert!(wrong("Not printed, `three`.", &page).is_empty());
    assert_eq!(wrong("Not printed, `two`.", &page), ["`two` is printed"]);
    assert!(!is_checkable("Any string."));
}
