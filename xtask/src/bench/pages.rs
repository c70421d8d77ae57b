//! Converting documentation pages against parsing their Markdown, and large pages against small ones.

use anyhow::Result;
use std::process::Command;

use super::figure::{Figure, Goal, Values};
use super::programs::{Bench, json, number};
use serde_json::Value;

pub(super) fn pages(bench: &Bench) -> Result<Vec<Figure>> {
    let against = "reading and pulldown-cmark";
    let Some(docs) = &bench.docs else {
        let reason = "no pages; name their directory by --docs";
        return Ok(vec![Figure::not_run(("docs-to-openapi", against), reason)]);
    };
    let original = docs.join("obp/docs");
    let original = original.to_string_lossy();
    let program = bench.program("pages")?;
    let run = |arguments: &[&str]| json(Command::new(&program).args(arguments));
    let times = if bench.quick { "5" } else { "20" };
    let mut figures = Vec::new();
    let mut per_page = Vec::new();
    for files in [None, Some(150), Some(300), Some(600)] {
        let dir = match files {
            None => original.clone().into_owned(),
            Some(files) => {
                let dir = bench.scratch.join(format!("pages-{files}"));
                if dir.exists() {
                    std::fs::remove_dir_all(&dir)?;
                }
                let dir = dir.to_string_lossy().into_owned();
                run(&["grow", &original, &dir, &files.to_string()])?;
                dir
            }
        };
        let (mut ratios, mut costs, mut count) = (Vec::new(), Vec::new(), 0.0);
        for _ in 0..bench.repetitions() {
            let (theirs, ours) = (run(&["parse", &dir, times])?, run(&["convert", &dir, times])?);
            let cpu = number(&ours, "cpu_ns")?;
            ratios.push(cpu / number(&theirs, "cpu_ns")?);
            count = number(&ours, "pages")?;
            costs.push(cpu / count);
        }
        let Some(cost) = Values::of(costs, " ns") else {
            continue;
        };
        let cost = cost.median();
        per_page.push(cost);
        let kind = if files.is_some() { "generated" } else { "published" };
        figures.push(Figure::measured(
            (format!("docs-to-openapi, {count} {kind} pages, CPU"), against),
            "pages convert; pages parse; in turn",
            Values::ratios(ratios),
            Goal::AtMost(5.0),
            format!("{:.1} µs per page", cost / 1e3),
        ));
    }
    // These two sets have the same share of API pages, which cost more than models; the smaller ones have others.
    if let [.., half, whole] = *per_page {
        figures.push(Figure::measured(
            ("docs-to-openapi, CPU per page of 600 pages", "per page of 300 pages"),
            "pages convert",
            Values::ratios([whole / half]),
            Goal::AtMost(1.1),
            String::from("linear in pages would be 1"),
        ));
    }
    Ok(figures)
}

/// What each thing costs where there are many of it, against what it costs where there are a tenth and a hundredth.
pub(super) fn directions(bench: &Bench) -> Result<Vec<Figure>> {
    let program = bench.program("pages")?;
    let run = |arguments: &[&str]| json(Command::new(&program).args(arguments));
    let mut figures = Vec::new();
    for direction in run(&["directions"])?.as_array().into_iter().flatten() {
        let name = direction.get("name").and_then(Value::as_str).unwrap_or_default();
        let most = direction.get("most").and_then(Value::as_u64).unwrap_or_default();
        let counts = [most / 100, most / 10, most];
        let (mut ratios, mut last) = ([Vec::new(), Vec::new()], [0.0; 3]);
        let mut memory = 0.0;
        for _ in 0..bench.repetitions() {
            for (cost, count) in last.iter_mut().zip(counts) {
                let measured = run(&["direction", name, &count.to_string()])?;
                *cost = number(&measured, "cpu_ns")? / count as f64;
                memory = number(&measured, "memory_kib")? / number(&measured, "bytes")? * 1024.0;
            }
            let [hundredth, tenth, whole] = last;
            ratios.iter_mut().zip([tenth / hundredth, whole / tenth]).for_each(|(all, ratio)| all.push(ratio));
        }
        let [first, second] = ratios;
        for (ratios, [few, many]) in [(first, [counts[0], counts[1]]), (second, [counts[1], counts[2]])] {
            figures.push(Figure::measured(
                (format!("docs-to-openapi, {name}, CPU of one of {many}"), format!("of one of {few}")),
                "pages direction",
                Values::ratios(ratios),
                // More of it leaves the caches, which costs up to twice as much; what is quadratic costs ten times as much.
                Goal::AtMost(3.0),
                format!("{:.2} µs each of {most}; memory of {memory:.0} times the text", last[2] / 1e3),
            ));
        }
    }
    Ok(figures)
}
