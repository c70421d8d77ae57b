//! A table for the terminal.

/// Renders rows under a head, columns as wide as their widest cell.
pub(crate) fn render(head: &[&str], rows: &[impl AsRef<[String]>]) -> String {
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let rows = || rows.iter().map(AsRef::as_ref);
    let width = |column: usize| std::iter::once(&head[..]).chain(rows()).map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..head.len()).filter_map(width).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = String::new();
    for row in [&head[..], &rule].into_iter().chain(rows()) {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
