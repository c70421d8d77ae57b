//! Larger sets of pages: copies of a set in which every class, method and path has its own name.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Failure;

/// Writes `files` pages to a directory; the last copy is cut short, models first. Returns how many were written.
pub(crate) fn grow(from: &Path, to: &Path, files: usize) -> Result<usize, Failure> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let (Some(stem), Some("md")) = (
            path.file_stem().and_then(|stem| stem.to_str()),
            path.extension().and_then(|extension| extension.to_str()),
        ) else {
            continue;
        };
        pages.push((stem.to_owned(), std::fs::read_to_string(&path)?));
    }
    // An API page without its models would be a page of another kind: models come first.
    pages.sort_by_key(|(stem, _)| (stem.ends_with("Api"), stem.clone()));
    let names = names(&pages);
    std::fs::create_dir_all(to)?;
    let copies = pages.iter().cycle().zip(0..files);
    let mut made = 0;
    for ((stem, text), number) in copies {
        let copy = number / pages.len();
        let renamed = rename(text, &names, copy);
        let stem = rename(stem, &names, copy);
        std::fs::write(to.join(format!("{stem}.md")), renamed)?;
        made += 1;
    }
    Ok(made)
}

/// Returns the names of the classes (the pages' own) and of the methods (the headings in bold).
fn names(pages: &[(String, String)]) -> BTreeSet<&str> {
    let methods = pages.iter().flat_map(|(_, text)| {
        let headings = text.lines().filter_map(|line| line.strip_prefix("# **"));
        headings.filter_map(|heading| heading.strip_suffix("**"))
    });
    pages.iter().map(|(stem, _)| stem.as_str()).chain(methods).collect()
}

/// Puts the number of the copy behind every name, and before every path.
fn rename(text: &str, names: &BTreeSet<&str>, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let mut renamed = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while !rest.is_empty() {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (token, next) = rest.split_at(rest.find(|c| !word(c)).unwrap_or(rest.len()));
        renamed.push_str(token);
        if names.contains(token) {
            renamed.push_str(&format!("{copy}"));
        }
        let (between, next) = next.split_at(next.find(word).unwrap_or(next.len()));
        renamed.push_str(&between.replace("** /", &format!("** /copy{copy}/")));
        rest = next;
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_names_of_their_own() {
        let names = BTreeSet::from(["User", "get_user"]);
        let text = "[**get_user**](UserApi.md#get_user) | **GET** /users/{USER} | Get User\n";
        assert_eq!(rename(text, &names, 0), text);
        assert_eq!(
            rename(text, &names, 2),
            "[**get_user2**](UserApi.md#get_user2) | **GET** /copy2/users/{USER} | Get User2\n"
        );
    }
}
