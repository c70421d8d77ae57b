//! How many requests a sandbox answers.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::figure::{Figure, Goal, Values};
use super::programs::{Bench, number, text};

pub(super) fn rates(bench: &Bench) -> Result<Vec<Figure>> {
    let sandbox = bench.own_program("user-directory-sandbox")?;
    let (bare, rate) = (bench.program("bare")?, bench.program("rate")?);
    let rounds = bench.repetitions().to_string();
    let milliseconds = bench.calls(1_000).to_string();
    let lines = text(Command::new(rate).args([sandbox, bare]).args([rounds, milliseconds]))?;
    lines.lines().map(figure).collect()
}

/// Makes a figure of a line that `rate` prints.
fn figure(line: &str) -> Result<Figure> {
    let done: Value = serde_json::from_str(line).with_context(|| format!("`{line}` is no JSON"))?;
    let text = |name: &str| done.get(name).and_then(Value::as_str).unwrap_or_default();
    let numbers = |name: &str| -> Vec<f64> {
        let values = done.get(name).and_then(Value::as_array).into_iter();
        values.flatten().filter_map(Value::as_f64).collect()
    };
    let way = match text("way") {
        "again" => "asked again",
        _ => "built anew",
    };
    let cpu = Values::ratios(numbers("cpu"))
        .map_or_else(String::new, |cpu| format!("; requests for each second of the server's CPU time {cpu}"));
    Ok(Figure::measured(
        (format!("sandbox, requests per second, {}, {way}", text("call")), "a bare axum route"),
        "rate, 16 connections, the sides in turn",
        Values::ratios(numbers("rates")),
        Goal::AtLeast(0.7),
        format!(
            "{:.0} bytes; the bare route {:.0} a second{cpu}",
            number(&done, "bytes")?,
            number(&done, "bare_per_second")?,
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_line_is_a_figure() {
        let line = r#"{"call":"SendAuth get","way":"anew","bytes":559,"rates":[0.8,0.6,0.75],"cpu":[0.5],
                       "bare_per_second":40000.0,"bare_cpu_us":12.5}"#;
        assert_eq!(
            figure(line).unwrap().to_string(),
            "sandbox, requests per second, SendAuth get, built anew / a bare axum route: 0.750× (0.600× to 0.800×), \
             goal ≥ 0.7: yes [559 bytes; the bare route 40000 a second; requests for each second of the server's CPU \
             time 0.500×]"
        );
        assert!(figure("nothing").is_err());
    }
}
