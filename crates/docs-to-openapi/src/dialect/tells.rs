//! Recognises the dialect of pages by words that only one dialect prints.

use super::Dialect;
use crate::Error;
use crate::page::lines::{Line, lines};

/// A dialect and the line that gave it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) dialect: Dialect,
    pub(crate) file: String,
    pub(crate) line: usize,
}

/// Dialects that are known but not read yet, by their tells.
const UNSUPPORTED: [(&str, &str); 2] =
    [("prior", "# example passing only required values"), ("schema", "### Return Types, Responses")];

/// Recognises the dialect that all pages share; `None` if no page has a tell.
///
/// # Errors
///
/// [`Error::UnsupportedDialect`] for a dialect that is not read yet, [`Error::MixedDialects`] if
/// two pages are of two dialects.
pub(crate) fn detect<'a>(pages: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Option<Seen>, Error> {
    let mut first: Option<Seen> = None;
    for (file, text) in pages {
        let lines = lines(text);
        unsupported(file, &lines)?;
        let Some(seen) = page_dialect(file, &lines) else {
            continue;
        };
        match &first {
            None => first = Some(seen),
            Some(first) if first.dialect != seen.dialect => {
                return Err(Error::MixedDialects {
                    first: first.dialect.as_str(),
                    first_file: first.file.clone(),
                    first_line: first.line,
                    second: seen.dialect.as_str(),
                    second_file: seen.file,
                    second_line: seen.line,
                });
            }
            Some(_) => {}
        }
    }
    Ok(first)
}

fn unsupported(file: &str, lines: &[Line<'_>]) -> Result<(), Error> {
    for line in lines {
        for (dialect, tell) in UNSUPPORTED {
            if line.trimmed().starts_with(tell) {
                return Err(Error::UnsupportedDialect {
                    dialect,
                    file: file.to_owned(),
                    line: line.number,
                    tell: tell.to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// The first tell decides: a later one of another dialect can only be part of a sentence.
fn page_dialect(file: &str, lines: &[Line<'_>]) -> Option<Seen> {
    lines.iter().find_map(|line| {
        let dialect = [Dialect::Legacy, Dialect::Nextgen].into_iter().find(|dialect| tells(*dialect, line.text))?;
        Some(Seen { dialect, file: file.to_owned(), line: line.number })
    })
}

fn tells(dialect: Dialect, line: &str) -> bool {
    dialect.spelling().tells.iter().any(|tell| match *tell {
        // `from x.models.y import Y`
        ".models." => line.starts_with("from ") && line.contains(tell) && line.contains(" import "),
        "from __future__ import" => line.starts_with(tell),
        _ => line.contains(tell),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialect(pages: &[(&str, &str)]) -> Result<Option<Dialect>, String> {
        detect(pages.iter().copied()).map(|seen| seen.map(|seen| seen.dialect)).map_err(|error| error.to_string())
    }

    #[test]
    fn each_dialect_has_a_tell() {
        let table = [
            ("from __future__ import print_function", Some(Dialect::Legacy)),
            ("**crew** | **list[str]** | |", Some(Dialect::Legacy)),
            ("from harbour.models.boat import Boat", Some(Dialect::Nextgen)),
            ("    print(\"The response of BoatsApi->get_boat:\\n\")", Some(Dialect::Nextgen)),
            ("[**Dict[str, Boat]**](Boat.md)", Some(Dialect::Nextgen)),
            ("**name** | **str** | |", None),
        ];
        for (page, expected) in table {
            assert_eq!(dialect(&[("A.md", page)]), Ok(expected), "{page}");
        }
    }

    #[test]
    fn dialects_not_read_yet_are_named() {
        for (name, tell) in UNSUPPORTED {
            let error = dialect(&[("A.md", &format!("one\n{tell}\n"))]).unwrap_err();
            assert!(error.starts_with(&format!("A.md:2: dialect `{name}`")), "{error}");
        }
    }

    #[test]
    fn two_dialects_name_both_pages() {
        let error = dialect(&[("A.md", "**list[str]**"), ("B.md", "\n**List[str]**")]).unwrap_err();
        assert!(error.contains("A.md:1") && error.contains("B.md:2"), "{error}");
    }
}
