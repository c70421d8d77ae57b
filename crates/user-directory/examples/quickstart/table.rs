//! Prints people as a table.

use crate::people::Person;

/// Renders one row a person, columns as wide as their widest cell.
pub(crate) fn render(people: &[Person]) -> String {
    let header = ["provider", "id", "name", "email", "status"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(header)
        .chain(people.iter().map(Person::cells))
        .collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
        if number == 0 {
            let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            out.push_str(&rule.join("  "));
            out.push('\n');
        }
    }
    out
}
