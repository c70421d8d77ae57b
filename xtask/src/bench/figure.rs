//! A figure: a comparison, what was measured, and whether the goal is met.

use std::fmt;

/// One line of the report.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) what: String,
    pub(super) against: String,
    pub(super) command: String,
    pub(super) outcome: Outcome,
}

#[derive(Debug)]
pub(super) enum Outcome {
    /// The ratios (or differences) of the repetitions, and what the two sides took in words.
    Measured { values: Values, goal: Option<Goal>, sides: String },
    /// Why there is no figure.
    NotRun(String),
}

/// What came of each repetition: never empty.
#[derive(Debug, Clone)]
pub(super) struct Values {
    sorted: Vec<f64>,
    unit: &'static str,
}

/// A bound for the median.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Values {
    /// Takes ratios of one side to the other, or returns `None` if there is none or one makes no sense.
    pub(super) fn ratios(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        Self::of(values, "×")
    }

    /// Takes plain numbers.
    pub(super) fn of(values: impl IntoIterator<Item = f64>, unit: &'static str) -> Option<Self> {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        (!sorted.is_empty() && sorted.iter().all(|v| v.is_finite())).then_some(Self { sorted, unit })
    }

    pub(super) fn median(&self) -> f64 {
        self.at(self.sorted.len() / 2)
    }

    fn at(&self, index: usize) -> f64 {
        self.sorted.get(index).copied().unwrap_or(f64::NAN)
    }

    fn number(&self, value: f64) -> String {
        match self.unit {
            "×" if value < 0.1 => format!("{value:.4}×"),
            "×" => format!("{value:.3}×"),
            unit => format!("{value:.0}{unit}"),
        }
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number(self.median()))?;
        if self.sorted.len() > 1 {
            let (min, max) = (self.at(0), self.at(self.sorted.len() - 1));
            write!(f, " ({} to {})", self.number(min), self.number(max))?;
        }
        Ok(())
    }
}

impl Goal {
    pub(super) fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {limit}"),
            Self::AtLeast(limit) => write!(f, "≥ {limit}"),
        }
    }
}

impl Figure {
    /// Makes a figure of what was measured; without values it says that there are none.
    pub(super) fn measured(
        (what, against): (impl Into<String>, impl Into<String>),
        command: impl Into<String>,
        values: Option<Values>,
        goal: impl Into<Option<Goal>>,
        sides: String,
    ) -> Self {
        let outcome = match values {
            Some(values) => Outcome::Measured { values, goal: goal.into(), sides },
            None => Outcome::NotRun(format!("no usable values: {sides}")),
        };
        Self { what: what.into(), against: against.into(), command: command.into(), outcome }
    }

    /// Makes a figure that says why there is none.
    pub(super) fn not_run((what, against): (impl Into<String>, impl Into<String>), reason: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            against: against.into(),
            command: String::new(),
            outcome: Outcome::NotRun(reason.into()),
        }
    }
}

impl Outcome {
    /// Returns "yes", "no", "not run", or nothing if there is no goal.
    pub(super) fn verdict(&self) -> &'static str {
        match self {
            Self::NotRun(_) => "not run",
            Self::Measured { goal: None, .. } => "",
            Self::Measured { values, goal: Some(goal), .. } if goal.is_met(values.median()) => "yes",
            Self::Measured { .. } => "**no**",
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, against, .. } = self;
        match &self.outcome {
            Outcome::Measured { values, goal, sides } => {
                write!(f, "{what} / {against}: {values}")?;
                if let Some(goal) = goal {
                    write!(f, ", goal {goal}: {}", self.outcome.verdict())?;
                }
                write!(f, " [{sides}]")
            }
            Outcome::NotRun(reason) => write!(f, "{what} / {against}: not run: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_decides() {
        let figure = |values: &[f64], goal| {
            let values = Values::ratios(values.iter().copied());
            Figure::measured(("a", "b"), "", values, goal, String::new())
        };
        for (values, goal, verdict) in [
            (&[1.2, 1.0, 1.04][..], Goal::AtMost(1.05), "yes"),
            (&[1.06, 1.2, 1.0], Goal::AtMost(1.05), "**no**"),
            (&[1.05], Goal::AtMost(1.05), "yes"),
            (&[0.96], Goal::AtLeast(0.97), "**no**"),
            (&[0.98], Goal::AtLeast(0.97), "yes"),
            (&[], Goal::AtMost(1.0), "not run"),
            (&[1.0, f64::NAN], Goal::AtMost(1.0), "not run"),
            (&[f64::INFINITY], Goal::AtLeast(1.0), "not run"),
        ] {
            assert_eq!(figure(values, goal).outcome.verdict(), verdict, "{values:?}");
        }
    }

    #[test]
    fn values_show_their_range() {
        let values = |v: &[f64]| Values::ratios(v.iter().copied()).unwrap().to_string();
        assert_eq!(values(&[1.5]), "1.500×");
        assert_eq!(values(&[0.25, 0.0212, 0.2]), "0.200× (0.0212× to 0.250×)");
        assert_eq!(Values::of([71.0], "").unwrap().to_string(), "71");
    }
}
