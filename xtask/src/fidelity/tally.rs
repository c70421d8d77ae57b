//! The counts, fact by fact, and every miss.

use std::fmt;

use serde::Serialize;

/// A kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fact {
    Operation,
    OperationId,
    Parameter,
    Location,
    ParameterName,
    ParameterRequired,
    ParameterType,
    ParameterDefault,
    Body,
    RequestMedia,
    Status,
    ReturnType,
    Authorization,
    Model,
    Property,
    PropertyName,
    PropertyRequired,
    PropertyType,
    Values,
    Limit,
}

impl Fact {
    /// Most pages print neither values nor limits, so that these are counted apart.
    fn is_of_pages(self) -> bool {
        !matches!(self, Self::Values | Self::Limit)
    }
}

/// Right and all facts of one kind, and what went wrong with the others.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) fact: Fact,
    pub(crate) right: usize,
    pub(crate) all: usize,
    pub(crate) misses: Vec<String>,
}

/// All counts.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Tally {
    pub(crate) lines: Vec<Line>,
}

impl Tally {
    /// Counts a fact; the sentence is only made for a miss.
    pub(crate) fn count(&mut self, fact: Fact, right: bool, miss: impl FnOnce() -> String) {
        let at = self.lines.binary_search_by_key(&fact, |line| line.fact).unwrap_or_else(|at| {
            self.lines.insert(at, Line { fact, right: 0, all: 0, misses: Vec::new() });
            at
        });
        let Some(line) = self.lines.get_mut(at) else { return };
        line.all += 1;
        if right {
            line.right += 1;
        } else {
            line.misses.push(miss());
        }
    }

    /// Counts a fact that two sides state, alike or not.
    pub(crate) fn equal<T: PartialEq + fmt::Debug>(&mut self, fact: Fact, at: &str, truth: &T, found: &T) {
        self.count(fact, truth == found, || format!("{at}: {truth:?}, found {found:?}"));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            for miss in &line.misses {
                writeln!(f, "{}: {miss}", name(line.fact))?;
            }
        }
        let (mut right, mut all) = (0, 0);
        for line in &self.lines {
            writeln!(
                f,
                "{:20} {:6} of {:6}  {:5.1} %",
                name(line.fact),
                line.right,
                line.all,
                share(line.right, line.all)
            )?;
            if line.fact.is_of_pages() {
                right += line.right;
                all += line.all;
            }
        }
        writeln!(f, "{:20} {right:6} of {all:6}  {:5.2} %", "all", share(right, all))
    }
}

fn name(fact: Fact) -> String {
    let name = serde_json::to_value(fact).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned()
}

fn share(right: usize, all: usize) -> f64 {
    let all = if all == 0 { 1 } else { all };
    right as f64 * 100.0 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_limits_are_not_among_all() {
        let mut tally = Tally::default();
        tally.count(Fact::Operation, true, String::new);
        tally.count(Fact::Limit, false, || "a limit".to_owned());
        tally.count(Fact::Values, false, || "values".to_owned());
        let text = tally.to_string();
        assert!(text.ends_with("all                       1 of      1  100.00 %\n"), "{text}");
        assert!(text.contains("limit: a limit\n"), "{text}");
    }
}
