//! The tables of the READMEs are made from the capabilities.

use std::fs;

use user_directory::capabilities::{fields_matrix, lists_matrix, verbs_matrix};
use user_directory::scim::losses_matrix;

/// Replaces what stands between the markers of a name.
fn filled(readme: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let (head, rest) = readme.split_once(&begin).expect("the README has the markers");
    let (_, tail) = rest.split_once(&end).expect("the README has the markers");
    format!("{head}{begin}\n{}\n\n{end}{tail}", table.trim())
}

#[test]
fn readmes_have_the_tables() {
    for (readme, tables) in [
        ("README.md", vec![("verbs", verbs_matrix()), ("fields", fields_matrix()), ("lists", lists_matrix())]),
        ("../user-directory-scim/README.md", vec![("scim", losses_matrix())]),
    ] {
        let path = format!("{}/{readme}", env!("CARGO_MANIFEST_DIR"));
        let told = fs::read_to_string(&path).unwrap();
        let wanted = tables.iter().fold(told.clone(), |text, (name, table)| filled(&text, name, table));
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(path, wanted).unwrap();
            continue;
        }
        assert!(
            told == wanted,
            "{readme} differs from the capabilities; run `UPDATE_README=1 cargo test -p user-directory readme`"
        );
    }
}
