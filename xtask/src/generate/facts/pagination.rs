//! `x-pagination`: how the next page of a list is asked for.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::generate::api::{LateFilter, Pagination, Paging, Parameter};

pub(super) fn read(value: &Value, parameters: &[Parameter]) -> Result<Pagination> {
    let named = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .with_context(|| format!("`x-pagination` lacks `{key}`"))
    };
    let parameter = |key: &str| {
        let wire = named(key)?;
        let optional = parameters.iter().any(|parameter| parameter.wire == wire && !parameter.required);
        ensure!(optional, "`x-pagination` names `{wire}`, which is no optional parameter of the operation");
        Ok(wire)
    };
    let style = match named("style")?.as_str() {
        "page" => Paging::Page {
            page: parameter("page")?,
            size: parameter("size")?,
            first: value.get("first").and_then(Value::as_u64).unwrap_or(1),
            max: value.get("max").and_then(Value::as_u64),
        },
        "offset" => Paging::Offset { offset: parameter("offset")?, limit: parameter("limit")? },
        other => bail!("`x-pagination` has the unknown style `{other}`; known are `page` and `offset`"),
    };
    let late_filter = value.get("late_filter").map(|late| {
        let named = |key: &str| {
            late.get(key)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .with_context(|| format!("`late_filter` lacks `{key}`"))
        };
        let values = late.get("values").and_then(Value::as_object).into_iter().flatten();
        let values: Vec<(String, bool)> =
            values.filter_map(|(text, keep)| Some((text.clone(), keep.as_bool()?))).collect();
        ensure!(!values.is_empty(), "`late_filter` says for no value what to keep");
        Ok(LateFilter { parameter: named("parameter")?, property: named("property")?, values })
    });
    Ok(Pagination {
        style,
        items: named("items")?,
        total: value.get("total").and_then(Value::as_str).map(str::to_owned),
        late_filter: late_filter.transpose()?,
    })
}
