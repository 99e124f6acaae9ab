//! Reports as people read them.

use super::FileReport;

/// The reports of all files as text, with a line of totals.
#[must_use]
pub fn render_text(reports: &[FileReport]) -> String {
    let mut out = String::new();
    let (mut all, mut failed) = (0_usize, 0_usize);
    for report in reports {
        out.push_str(&format!("{} ({})\n", report.file, report.process));
        for scenario in &report.scenarios {
            all += 1;
            if scenario.passed {
                out.push_str(&format!(
                    "  ok      {} ({} calls, {} ms virtual)\n",
                    scenario.name, scenario.calls, scenario.elapsed_ms
                ));
                continue;
            }
            failed += 1;
            out.push_str(&format!(
                "  FAILED  {} (line {}, seed {})\n",
                scenario.name, scenario.line, scenario.seed
            ));
            for line in scenario.problems.iter().flat_map(|problem| problem.lines()) {
                out.push_str(&format!("          {line}\n"));
            }
        }
    }
    out.push_str(&format!("{all} scenario(s), {failed} failed\n"));
    out
}
