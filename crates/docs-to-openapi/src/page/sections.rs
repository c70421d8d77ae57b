//! The sections of one operation's block, found from its end.

use super::lines::Line;

/// A section's heading line and the lines below it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'b, 'a> {
    pub(crate) line: usize,
    pub(crate) body: &'b [Line<'a>],
}

/// The sections that follow an operation's example, in their fixed order.
pub(crate) const FLAT: [&str; 5] =
    ["Parameters", "Return type", "Authorization", "HTTP request headers", "HTTP response details"];

/// The sections of one block.
#[derive(Debug)]
pub(crate) struct Sections<'b, 'a> {
    /// The lines before the sections: call line, summary, notes and example.
    pub(crate) head: &'b [Line<'a>],
    found: Vec<(&'static str, Section<'b, 'a>)>,
}

impl<'b, 'a> Sections<'b, 'a> {
    pub(crate) fn get(&self, name: &str) -> Option<Section<'b, 'a>> {
        self.found.iter().find(|(title, _)| *title == name).map(|(_, section)| *section)
    }
}

/// Splits a block into its sections.
///
/// An operation's description is printed raw and may hold headings of the same names, so each
/// section starts at the last heading of its name, and none starts before its predecessor.
pub(crate) fn sections<'b, 'a>(block: &'b [Line<'a>], order: &[&'static str]) -> Sections<'b, 'a> {
    let mut starts: Vec<(&'static str, usize)> = Vec::new();
    let mut floor = 0;
    for name in order.iter().copied() {
        let at = block.iter().rposition(|line| heading(line.text) == Some(name));
        if let Some(at) = at.filter(|at| *at >= floor) {
            starts.push((name, at));
            floor = at;
        }
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([block.len()]);
    let found = starts
        .iter()
        .zip(ends)
        .filter_map(|((name, start), end)| {
            let line = block.get(*start)?.number;
            let body = block.get(start + 1..end)?;
            Some((*name, Section { line, body }))
        })
        .collect();
    let head_end = starts.first().map_or(block.len(), |(_, at)| *at);
    Sections { head: block.get(..head_end).unwrap_or_default(), found }
}

/// Reads a heading of the third level.
pub(crate) fn heading(line: &str) -> Option<&str> {
    line.strip_prefix("### ").map(|rest| rest.trim().trim_end_matches(':'))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn the_last_heading_of_a_name_counts() {
        let block =
            lines("words\n### Parameters\nprose\n### Return type\nprose\n### Parameters\nreal\n### Return type\nvoid");
        let read = sections(&block, &FLAT);
        assert_eq!(read.get("Parameters").unwrap().line, 6);
        assert_eq!(read.get("Return type").unwrap().body[0].text, "void");
        assert!(read.get("Authorization").is_none());
        assert_eq!(read.head.len(), 5);
    }
}
