//! Tables as text (RFC 4180) for spreadsheets.

/// One line, with its end.
pub(super) fn line(text: &mut String, cells: &[String]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(&self::cell(cell));
    }
    text.push_str("\r\n");
}

/// A cell, in quotes where it needs them. What a spreadsheet would take for a formula gets an apostrophe before it:
/// strangers choose some of these texts.
fn cell(cell: &str) -> String {
    let formula = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{formula}{}\"", cell.replace('"', "\"\""))
    } else {
        format!("{formula}{cell}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@a,b"), "\"'@a,b\"");
        let mut text = String::new();
        line(&mut text, &["a".to_owned(), "b\nc".to_owned()]);
        assert_eq!(text, "a,\"b\nc\"\r\n");
    }
}
