//! The list of everything that was not simply printed on a page.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use crate::Rule;

/// Says how far a row's fact can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Not printed; concluded by the rule.
    Inferred,
    /// Not printed and left out, or filled by a stand-in that says nothing.
    Unknown,
    /// The page is damaged or contradicts itself or another page.
    Problem,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An operation, by its printed name.
    Operation(String),
    /// A model, by its printed name.
    Model(String),
    /// A whole page, by file name.
    Page(String),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Operation(name) => write!(f, "operation {name}"),
            Self::Model(name) => write!(f, "model {name}"),
            Self::Page(name) => write!(f, "page {name}"),
        }
    }
}

/// One fact that a page does not state, or states wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// How far the fact can be relied on.
    pub kind: Kind,
    /// The rule that wrote the row.
    pub rule: Rule,
    /// What the row is about.
    pub subject: Subject,
    /// The fact, in one sentence.
    pub fact: String,
    /// The page, by file name.
    pub file: String,
    /// The line, counted from 1; 0 where the page as a whole is meant.
    pub line: usize,
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}: {} [{}]", self.file, self.line, self.subject, self.fact, self.rule)
    }
}

/// Everything a conversion inferred, left unknown or found wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many operations the document has.
    pub operations: usize,
    /// How many schemas the document has.
    pub schemas: usize,
    /// The rows, in the order of the reading.
    pub rows: Vec<Row>,
}

impl Report {
    /// Returns how many rows are of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.of(kind).count()
    }

    /// Returns the rows of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.kind == kind)
    }

    /// Returns the rules that wrote rows which deserve a look, with how many rows and the first of them: problems before
    /// what is unknown, and the frequent before the rare. What was merely inferred is left aside.
    #[must_use]
    pub fn highlights(&self) -> Vec<(usize, &Row)> {
        let mut groups: Vec<(usize, &Row)> = Vec::new();
        let mut places: HashMap<Rule, usize> = HashMap::new();
        for row in self.of(Kind::Problem).chain(self.of(Kind::Unknown)) {
            let place = *places.entry(row.rule).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((count, _)) => *count += 1,
                None => groups.push((1, row)),
            }
        }
        groups.sort_by_key(|(count, row)| (row.kind != Kind::Problem, Reverse(*count)));
        groups
    }

    /// Opens a view that writes rows about one subject on one page.
    pub(crate) fn about<'a>(&'a mut self, subject: Subject, file: &'a str) -> Notes<'a> {
        Notes { report: self, subject, file }
    }
}

/// Writes rows about one subject on one page.
#[derive(Debug)]
pub(crate) struct Notes<'a> {
    report: &'a mut Report,
    subject: Subject,
    file: &'a str,
}

impl Notes<'_> {
    /// Returns the page that the rows are about.
    pub(crate) fn file(&self) -> &str {
        self.file
    }

    pub(crate) fn add(&mut self, rule: Rule, line: usize, fact: impl Into<String>) {
        self.report.rows.push(Row {
            kind: rule.kind(),
            rule,
            subject: self.subject.clone(),
            fact: fact.into(),
            file: self.file.to_owned(),
            line,
        });
    }
}
