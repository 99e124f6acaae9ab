//! Diagnostics point at the very characters that are wrong.

use throughline_engine::definition::{StepKind, Template};

use super::{invalid, valid};

/// What is underlined, and where.
fn underlined(source: &str) -> Vec<(u32, u32, &str)> {
    invalid(source)
        .into_iter()
        .map(|d| {
            let start = d.position.offset as usize;
            (
                d.position.line,
                d.position.column,
                &source[start..start + d.position.length as usize],
            )
        })
        .collect()
}

#[test]
fn columns_count_characters_and_offsets_bytes() {
    let source = "process: p\r\nname: \"ім'я\"\r\nsteps:\r\n  a: { set: {}, name: \"🦀🦀\", to: там }\r\n";
    assert_eq!(underlined(source), [(4, 33, "там")]);
    assert_eq!(invalid(source)[0].position.offset as usize, source.find("там").unwrap());
}

#[test]
fn an_error_inside_an_expression_is_placed_in_every_style() {
    for (value, column) in [
        ("=1 + wrong", 8),
        ("'=\"it''s\" + wrong'", 15),
        (r#""=\"\u00e4\\\"\" + wrong""#, 20),
    ] {
        let source = format!("process: p\nvariables:\n  a: {value}\nsteps:\n  s: {{ end: {{}} }}\n");
        let found = underlined(&source);
        assert_eq!(found.len(), 1, "{source}");
        assert_eq!((found[0].0, found[0].2), (3, "wrong"), "{source}");
        let line = source.lines().nth(2).unwrap();
        assert_eq!(found[0].1 as usize, line.find("wrong").unwrap() + 1, "{column}");
    }
}

#[test]
fn an_error_inside_a_block_is_placed_on_its_own_line() {
    for (header, line) in [("|", 6), ("|-", 6), (">", 6), ("|2", 6)] {
        let source = format!(
            "process: p\nvariables: {{ x: 1 }}\nsteps:\n  s:\n    script: {header}\n        x + wrong\n  t: {{ end: {{}} }}\n"
        );
        assert_eq!(underlined(&source), [(line, 13, "wrong")], "{source}");
    }
    let source = "process: p\nsteps:\n  s:\n    script: |\n\n\n      let é = 1;\n\n      é_ + 2;\n";
    let found = underlined(source);
    assert_eq!(found[0].0, 7, "{found:?}");
}

#[test]
fn the_compiled_expression_knows_where_its_code_begins() {
    let process = valid("process: p\nsteps:\n  s:\n    script: |\n      1 + 1\n  t: { wait: '=2 + 2' }\n");
    let StepKind::Script(code) = &process.steps[0].kind else {
        panic!("a script")
    };
    assert_eq!((code.position.line, code.position.column), (5, 7));
    let StepKind::Wait(Template::Expression(code)) = &process.steps[1].kind else {
        panic!("an expression")
    };
    assert_eq!(
        (code.position.line, code.position.column, code.position.length),
        (6, 16, 5)
    );
}

#[test]
fn diagnostics_come_in_the_order_of_the_file() {
    for (_, source) in super::files::files("bad") {
        let offsets: Vec<u32> = invalid(&source).iter().map(|d| d.position.offset).collect();
        assert!(offsets.is_sorted());
    }
}
