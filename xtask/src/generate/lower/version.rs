//! Gives `info.version` characters that a header can carry: progenitor puts it into one.

use anyhow::Result;
use serde_json::Value;

use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    if let Some(version) = document.pointer_mut("/info/version") {
        let text = version.as_str().unwrap_or("unknown");
        if !text.chars().all(|c| c.is_ascii_graphic()) || text.is_empty() {
            *version = Value::from("unknown");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_version_that_no_header_can_carry_is_replaced() {
        for (before, after) in [("2.26.1", "2.26.1"), ("v2 – beta", "unknown"), ("", "unknown")] {
            let document = crate::generate::lower::lowered(super::run, json!({"info": {"version": before}}));
            assert_eq!(document, json!({"info": {"version": after}}));
        }
    }
}
