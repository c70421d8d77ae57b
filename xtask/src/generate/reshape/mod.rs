//! Turns progenitor's output into the call shape of our crates.
//!
//! Each pass matches the output of the one pinned version of progenitor and fails when it finds something else.

mod api_version;
mod body;
mod client;
mod date_times;
mod debug;
mod derives;
mod docs;
mod imports;
mod inline;
mod open_enums;
mod operations;
mod paging;
mod query_order;
mod read_only;
mod request;
mod send;
mod signatures;
mod syntax;
mod tri_state;

use anyhow::{Context, Result};
use serde_json::Value;
use syn::File;

use super::facts::Facts;

pub(crate) use signatures::{required, value_type};

/// Runs all passes over the output of progenitor; `lowered` is the document that it was made from.
pub(crate) fn run(mut file: File, facts: &Facts, lowered: &Value) -> Result<File> {
    imports::run(&mut file).context("pass imports")?;
    client::run(&mut file).context("pass client")?;
    api_version::run(&mut file).context("pass api-version")?;
    query_order::run(&mut file, facts).context("pass query-order")?;
    body::run(&mut file, facts).context("pass body")?;
    send::run(&mut file, facts).context("pass send")?;
    request::run(&mut file, facts).context("pass request")?;
    signatures::run(&mut file, facts).context("pass signatures")?;
    open_enums::run(&mut file).context("pass open-enums")?;
    tri_state::run(&mut file).context("pass tri-state")?;
    date_times::run(&mut file).context("pass date-times")?;
    read_only::run(&mut file, lowered).context("pass read-only")?;
    docs::run(&mut file, facts).context("pass docs")?;
    paging::run(&mut file, facts).context("pass paging")?;
    derives::run(&mut file).context("pass derives")?;
    debug::run(&mut file).context("pass debug")?;
    inline::run(&mut file).context("pass inline")?;
    operations::run(&mut file, facts).context("pass operations")?;
    Ok(file)
}
