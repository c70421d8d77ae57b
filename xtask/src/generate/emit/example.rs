//! An example for each method, which the documentation's tests compile.

use quote::quote;

use super::Emit;
use super::member::Member;
use crate::generate::api::Operation;

/// Returns the example as Markdown. What is no text comes from where the example does not show.
pub(super) fn text(emit: &Emit<'_>, operation: &Operation, members: &[Member]) -> String {
    let krate = emit.krate;
    let mut given = vec![format!("client: {krate}::Client")];
    let mut arguments = Vec::new();
    for member in members.iter().filter(|member| member.required) {
        let ty = &member.ty;
        let ty = quote!(#ty).to_string().replace(' ', "");
        if ty == "String" {
            arguments.push(format!("{:?}", member.name.to_string().replace('_', " ")));
        } else {
            given.push(format!("{}: {}", member.name, absolute(&ty, krate)));
            arguments.push(member.name.to_string());
        }
    }
    let call = format!("client.{}({}).send().await?", operation.name, arguments.join(", "));
    let result = if operation.answers.is_empty() { String::new() } else { "let answer = ".to_owned() };
    let allowed = if operation.deprecated { "# #[allow(deprecated)]\n" } else { "" };
    format!(
        "```no_run\n{allowed}# async fn example({}) -> Result<(), {krate}::Error> {{\n{result}{call};\n# Ok(())\n# }}\n```",
        given.join(", ")
    )
}

/// Names a type from outside of the crate.
fn absolute(ty: &str, krate: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in ty.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let path = match word.as_str() {
            "types" => format!("{krate}::types"),
            "Uuid" => "uuid::Uuid".to_owned(),
            "DateTime" => "chrono::DateTime".to_owned(),
            "Utc" => "chrono::Utc".to_owned(),
            "NaiveDate" => "chrono::NaiveDate".to_owned(),
            "Value" if !out.ends_with("::") => "serde_json::Value".to_owned(),
            "Map" if !out.ends_with("::") => "serde_json::Map".to_owned(),
            "BTreeMap" => "std::collections::BTreeMap".to_owned(),
            "Secret" => format!("{krate}::runtime::Secret"),
            "Part" => format!("{krate}::runtime::Part"),
            "reqwest" => format!("{krate}::runtime::reqwest"),
            other => other.to_owned(),
        };
        out.push_str(&path);
        word.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}
