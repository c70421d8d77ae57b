//! The tables of this dialect, each under the heading that says what it is about.

use std::collections::HashMap;

use crate::page::lines::Line;
use crate::page::table;

/// A table: what its first column is called, the heading above it, and its rows.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) heading: &'a str,
    pub(super) first_column: &'a str,
    pub(super) rows: Vec<Row<'a>>,
}

/// A row, by its line and the text without outer bars.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) line: usize,
    text: &'a str,
}

impl<'a> Row<'a> {
    /// Splits the first `N` cells off; those that are missing are empty.
    pub(super) fn cells<const N: usize>(&self) -> ([&'a str; N], &'a str) {
        let mut rest = self.text;
        let cells = std::array::from_fn(|_| {
            let (cell, after) = table::split(rest).unwrap_or((rest, ""));
            rest = after;
            cell.trim()
        });
        (cells, rest)
    }
}

/// Reads all tables of a section.
pub(super) fn tables<'a>(lines: &[Line<'a>]) -> Vec<Table<'a>> {
    let mut tables: Vec<Table<'a>> = Vec::new();
    let (mut heading, mut previous, mut open) = ("", "", false);
    for line in lines {
        let text = table::unframed(line.text);
        if line.text.starts_with('#') {
            heading = line.text.trim_start_matches('#').trim();
            open = false;
        } else if line.is_blank() || table::is_back_link(line.text) {
            open = false;
        } else if table::is_separator(line.text) {
            let first_column = table::split(previous).map_or(previous, |(first, _)| first).trim();
            tables.push(Table { heading, first_column, rows: Vec::new() });
            open = true;
        } else if open && let Some(table) = tables.last_mut() {
            table.rows.push(Row { line: line.number, text });
        }
        previous = text;
    }
    tables
}

/// The sections that a heading of the first level opens, by title; each is read once.
#[derive(Debug)]
pub(super) struct Sections<'b, 'a> {
    by_title: HashMap<&'a str, Vec<&'b [Line<'a>]>>,
}

impl<'b, 'a> Sections<'b, 'a> {
    /// Splits lines into what stands before the first section and the sections.
    pub(super) fn split(lines: &'b [Line<'a>]) -> (&'b [Line<'a>], Self) {
        let starts: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| line.text.starts_with("# ")).map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let mut by_title: HashMap<&str, Vec<&[Line<'_>]>> = HashMap::new();
        for (start, end) in starts.iter().zip(ends).collect::<Vec<_>>().into_iter().rev() {
            if let (Some(head), Some(body)) = (lines.get(*start), lines.get(start + 1..end)) {
                by_title.entry(head.text.trim_start_matches('#').trim()).or_default().push(body);
            }
        }
        let head = lines.get(..starts.first().copied().unwrap_or(lines.len())).unwrap_or_default();
        (head, Self { by_title })
    }

    /// Takes the next section of a title: what is printed once is read once, so no page takes longer than its length.
    pub(super) fn take(&mut self, title: &str) -> Option<&'b [Line<'a>]> {
        self.by_title.get_mut(title)?.pop()
    }
}
