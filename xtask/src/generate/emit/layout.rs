//! How generated files look: as rustfmt leaves them, with a blank line between items.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;

/// Returns a file's text.
pub(crate) fn file(tokens: &TokenStream) -> Result<String> {
    let file: syn::File = syn::parse2(tokens.clone()).context("a template is not Rust")?;
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// Formats source with the toolchain's rustfmt, as `cargo fmt` would.
pub(crate) fn formatted(text: &str) -> Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=120,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt; `rustup component add rustfmt` installs it")?;
    let mut input = child.stdin.take().context("rustfmt takes no input")?;
    let text = text.to_owned();
    // From another thread: rustfmt may answer before it has read all.
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().context("rustfmt does not end")?;
    if !output.status.success() {
        bail!("rustfmt refuses the generated code: {}", String::from_utf8_lossy(&output.stderr));
    }
    writer.join().map_err(|_| anyhow::anyhow!("rustfmt was not given the whole file"))??;
    String::from_utf8(output.stdout).context("rustfmt's output is not text")
}

/// Puts a blank line between items.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut previous = "";
    for line in text.lines() {
        let (begins, ended) = (line.trim_start(), previous.trim());
        let item = ["///", "#[", "pub ", "fn ", "impl", "user_directory_runtime::"]
            .iter()
            .any(|start| begins.starts_with(start));
        let head = ended.starts_with("//!") || ended.starts_with("use ");
        let apart = match (item, head) {
            (true, _) => {
                head || ended == "}" || ended == ");" || (previous.ends_with(");") && !previous.starts_with(' '))
            }
            (false, true) => begins.starts_with("use ") && ended.starts_with("//!"),
            (false, false) => false,
        };
        if apart {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}
