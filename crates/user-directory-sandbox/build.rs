//! Turns the specifications into compact JSON, so that no process reads YAML.

use std::path::Path;
use std::{env, fs};

use anyhow::Context;
use serde_json::Value;

const PROVIDERS: [&str; 5] = ["velo", "sendauth", "finbourne", "obp", "saasus"];

/// What speaks to readers and not to a server.
const PROSE: [&str; 6] = ["description", "summary", "example", "tags", "x-correction", "x-python-name"];

fn main() -> anyhow::Result<()> {
    let out = env::var_os("OUT_DIR").context("cargo sets OUT_DIR")?;
    for provider in PROVIDERS {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs").join(provider).join("openapi.yaml");
        println!("cargo:rerun-if-changed={}", source.display());
        let text = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let mut document: Value =
            serde_saphyr::from_str(&text).with_context(|| format!("{} is not YAML", source.display()))?;
        drop_prose(&mut document, false);
        let target = Path::new(&out).join(format!("{provider}.json"));
        fs::write(&target, serde_json::to_vec(&document)?)
            .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

/// Removes prose; the keys of `properties` are names of the provider and stay.
fn drop_prose(node: &mut Value, names: bool) {
    match node {
        Value::Object(map) => {
            if !names {
                map.retain(|key, _| !PROSE.contains(&key.as_str()));
            }
            for (key, value) in map.iter_mut() {
                drop_prose(value, !names && (key == "properties" || key == "schemas"));
            }
        }
        Value::Array(items) => {
            for item in items {
                drop_prose(item, false);
            }
        }
        _ => {}
    }
}
