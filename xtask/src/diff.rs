//! Differences as text, bounded so that a wholly changed file stays readable.

use std::fmt::Write as _;

use similar::TextDiff;

const MOST_LINES: usize = 200;

/// Returns a unified diff from the committed text to the rebuilt one.
pub(crate) fn unified(committed: &str, rebuilt: &str) -> String {
    let diff = TextDiff::from_lines(committed, rebuilt);
    let whole = diff.unified_diff().context_radius(3).header("committed", "rebuilt").to_string();
    let lines = whole.lines().count();
    let mut text = String::new();
    for line in whole.lines().take(MOST_LINES) {
        text.push_str(line);
        text.push('\n');
    }
    if lines > MOST_LINES {
        let _ = writeln!(text, "… and {} more lines", lines - MOST_LINES);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_difference_is_cut() {
        let old: String = (0..500).map(|n| format!("{n}\n")).collect();
        let new: String = (0..500).map(|n| format!("x{n}\n")).collect();
        let text = unified(&old, &new);
        assert_eq!(text.lines().count(), MOST_LINES + 1);
        assert!(text.ends_with("more lines\n"));
        assert!(unified("same\n", "same\n").is_empty());
    }
}
