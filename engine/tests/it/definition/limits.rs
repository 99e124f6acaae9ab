//! Size limits, and texts nobody writes by hand.

use super::{invalid, valid};

fn codes(source: &str) -> Vec<String> {
    invalid(source).into_iter().map(|d| d.code).collect()
}

#[test]
fn a_file_has_at_most_a_mebibyte() {
    let head = "process: big\nsteps:\n  done: { end: {} }\n#";
    let source = format!("{head}{}", "x".repeat(1024 * 1024 - head.len()));
    valid(&source);
    assert_eq!(codes(&format!("{source}x")), ["too_large"]);
}

#[test]
fn nesting_is_limited_and_never_recursed_without_end() {
    let nested = |depth: usize| {
        format!(
            "process: deep\nsteps:\n  done: {{ end: {{ result: {}{} }} }}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    valid(&nested(60));
    for depth in [61, 100, 250, 300, 100_000, 400_000] {
        assert_eq!(codes(&nested(depth)), ["too_deep"], "{depth}");
    }
    let maps = (0..5_000)
        .map(|i| format!("{}a:\n", " ".repeat(i % 90)))
        .collect::<String>();
    assert!(!codes(&maps).is_empty());
    let blocks = (0..1_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>();
    assert_eq!(codes(&blocks), ["too_deep"]);
    assert_eq!(codes(&"- ".repeat(100_000)), ["too_deep"]);
}

#[test]
fn a_definition_has_at_most_ten_thousand_steps() {
    let steps = |count: usize| {
        let steps: String = (0..count).map(|i| format!("  s{i}: {{ wait: 1s }}\n")).collect();
        format!("process: long\nsteps:\n{steps}")
    };
    assert_eq!(valid(&steps(10_000)).steps.len(), 10_000);
    assert_eq!(codes(&steps(10_001)), ["too_large"]);
}

#[test]
fn flows_and_variables_are_numbered_in_sixteen_bits() {
    let targets = vec!["a"; 66_000].join(",");
    assert_eq!(
        codes(&format!(
            "process: wide\nsteps:\n  split: {{ fork: [{targets}] }}\n  a: {{ end: {{}} }}\n"
        )),
        ["too_large"]
    );
    let variables: String = (0..1_001).map(|i| format!("v{i}: 1, ")).collect();
    assert_eq!(
        codes(&format!(
            "process: wide\nvariables: {{ {variables} }}\nsteps:\n  a: {{ end: {{}} }}\n"
        )),
        ["too_large"]
    );
}

/// Every cut of a good file is refused or compiles, and nothing panics or hangs.
#[test]
fn any_part_of_a_file_is_answered() {
    for folder in ["good", "bad"] {
        for (_, source) in super::files::files(folder) {
            for cut in (0..source.len()).step_by(7).filter(|cut| source.is_char_boundary(*cut)) {
                for part in [&source[..cut], &source[cut..]] {
                    if let Err(diagnostics) = super::compile_with_stubs(part) {
                        assert!(!diagnostics.is_empty());
                        for diagnostic in diagnostics {
                            let end = diagnostic.position.offset + diagnostic.position.length;
                            assert!(end as usize <= part.len() + 1, "{diagnostic:?}");
                            assert!(!diagnostic.render("part", part).is_empty());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_file_has_at_most_two_hundred_diagnostics() {
    let steps: String = (0..5_000)
        .map(|i| format!("  step_{i}: {{ wait: 1s, to: stpe_{i} }}\n"))
        .collect();
    assert_eq!(invalid(&format!("process: wrong\nsteps:\n{steps}")).len(), 200);
}
