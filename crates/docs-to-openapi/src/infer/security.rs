//! Security schemes that the pages of operations leave out.

use std::collections::BTreeSet;

use crate::Rule;
use crate::facts::ApiPage;
use crate::report::{Report, Subject};

/// Adds the schemes that the front page lists and no operation names, to the operations that name all others.
///
/// Some generators leave schemes of OpenID Connect off the pages of operations.
pub(crate) fn complete(pages: &mut [ApiPage], listed: &[String], report: &mut Report) {
    let blocks = pages.iter().flat_map(|page| &page.operations).filter_map(|operation| operation.block.as_ref());
    let printed: Vec<&Vec<String>> =
        blocks.filter_map(|block| block.authorization.as_ref()).map(|names| &names.value).collect();
    let named: BTreeSet<&String> = printed.iter().copied().flatten().collect();
    let missing: Vec<&String> = listed.iter().filter(|name| !named.contains(name)).collect();
    let is_whole = named.iter().all(|name| listed.contains(name));
    let all_or_none = |names: &&Vec<String>| names.is_empty() || named.iter().all(|name| names.contains(name));
    if !is_whole || !printed.iter().all(all_or_none) {
        return;
    }
    for page in pages {
        for operation in &mut page.operations {
            let names = operation.block.as_mut().and_then(|block| block.authorization.as_mut());
            let Some(names) = names.filter(|names| !names.value.is_empty()) else { continue };
            names.value.extend(missing.iter().copied().cloned());
            let mut notes = report.about(Subject::Operation(operation.name.clone()), &page.file);
            for name in &missing {
                let fact = format!("security scheme `{name}` is listed on the front page alone");
                notes.add(Rule::SecurityListed, names.line, fact);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Block, Printed};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Completes what operations print; returns it with the number of rows.
    fn completed(printed: &[&[&str]], listed: &[&str]) -> (Vec<Vec<String>>, usize) {
        let block =
            |printed: &&[&str]| Block { authorization: Some(Printed::new(1, names(printed))), ..Block::default() };
        let mut pages = [ApiPage::of(printed.iter().map(|printed| ("/", block(printed))))];
        let mut report = Report::default();
        complete(&mut pages, &names(listed), &mut report);
        let [page] = pages;
        let blocks = page.operations.into_iter().filter_map(|operation| operation.block?.authorization);
        (blocks.map(|names| names.value).collect(), report.rows.len())
    }

    #[test]
    fn a_scheme_of_the_front_page_alone_goes_with_all_others() {
        let found = completed(&[&["key", "basic"], &[]], &["key", "basic", "login"]);
        assert_eq!(found, (vec![names(&["key", "basic", "login"]), vec![]], 1));
    }

    #[test]
    fn what_operations_print_stays_where_it_is_not_clear() {
        for (printed, listed) in [
            (&[&["key"][..], &["basic"]][..], &["key", "basic", "login"][..]),
            (&[&["key", "other"]], &["key", "login"]),
            (&[&["key"]], &["key"]),
            (&[&[]], &["key"]),
        ] {
            let unchanged = printed.iter().map(|printed| names(printed)).collect();
            assert_eq!(completed(printed, listed), (unchanged, 0), "{printed:?}");
        }
    }
}
