//! The tables of the README are made from the capabilities.

use std::fs;

use user_directory::capabilities::{fields_matrix, verbs_matrix};
use user_directory::scim::losses_matrix;

/// Replaces what stands between the markers of a name.
fn filled(readme: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let (head, rest) = readme.split_once(&begin).expect("the README has the markers");
    let (_, tail) = rest.split_once(&end).expect("the README has the markers");
    format!("{head}{begin}\n{}\n\n{end}{tail}", table.trim())
}

#[test]
fn readme_has_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let wanted = filled(&readme, "verbs", &verbs_matrix());
    let wanted = filled(&wanted, "fields", &fields_matrix());
    let wanted = filled(&wanted, "scim", &losses_matrix());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, wanted).unwrap();
        return;
    }
    assert!(
        readme == wanted,
        "README.md differs from the capabilities; run `UPDATE_README=1 cargo test -p user-directory readme`"
    );
}
