//! The pages for people cannot rot: every command of `docs/webitel.md` is run against a fresh demo, and what the page
//! shows is what comes.
//!
//! In a page, a block `sh setup` is put before each later command. A block `sh run` must end with code 0, one with
//! `sh fails` with another. A block `text` right behind shows the standard output; ids and times may
//! differ, and the lines `Started` and `Facts`.
//! `THROUGHLINE_UPDATE_DOCS=1` writes what came into the page instead of comparing.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use regex::Regex;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};

use crate::cli_commands::BINARY;
use crate::product_support::PATIENCE;

/// A demo of the real binary in a folder of its own.
struct Demo {
    child: Child,
    folder: tempfile::TempDir,
}

impl Demo {
    async fn start(users: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(BINARY)
            .args(["demo", "--output", "json", "--listen", "127.0.0.1:0", "--users", users])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        // One document comes when the import has ended; then it goes on.
        let mut out = child.stdout.take().unwrap();
        let mut text = Vec::new();
        let story: Value = loop {
            let mut bytes = [0; 4096];
            let count = tokio::time::timeout(PATIENCE, out.read(&mut bytes))
                .await
                .unwrap()
                .unwrap();
            assert_ne!(count, 0, "the demo ended before its import did");
            text.extend_from_slice(&bytes[..count]);
            if let Ok(story) = serde_json::from_slice(&text) {
                break story;
            }
        };
        assert_eq!(story["run"]["status"], "completed", "{story}");
        Self { child, folder }
    }

    /// Runs a script as a person in this folder would; answers its code, output and errors.
    async fn shell(&self, script: &str) -> (i32, String, String) {
        let bin = Path::new(BINARY).parent().unwrap();
        let path = std::env::join_paths(
            std::iter::once(bin.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        )
        .unwrap();
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", script])
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .output();
        let output = tokio::time::timeout(PATIENCE, output).await.unwrap().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Ctrl+C, after which the private database is gone, too.
    async fn stop(mut self) {
        let pid = Pid::from_raw(i32::try_from(self.child.id().unwrap()).unwrap()).unwrap();
        kill_process(pid, Signal::INT).unwrap();
        let status = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .unwrap()
            .unwrap();
        assert!(status.success(), "{status}");
    }
}

/// A fenced block of a page: its info string, and the lines (from 0) of its text.
struct Block {
    info: String,
    lines: std::ops::Range<usize>,
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (number, line) in lines.iter().enumerate() {
        let Some(info) = line.strip_prefix("```") else { continue };
        open = match open {
            None => Some((info.to_owned(), number + 1)),
            Some((info, begin)) => {
                blocks.push(Block {
                    info,
                    lines: begin..number,
                });
                None
            }
        };
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The same without what differs from one run to the next, and without the lines that say nothing about the process:
/// how many facts a run took, who started it and when.
fn comparable(text: &str) -> String {
    let differs = Regex::new(concat!(
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    ))
    .unwrap();
    let tells = |line: &&str| !line.starts_with("Facts ") && !line.starts_with("Started ");
    let text = text.trim_end().lines().filter(tells).collect::<Vec<_>>().join("\n");
    differs.replace_all(&text, "…").into_owned()
}

fn page(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_administrators_page_does_what_the_page_says() {
    let path = page("webitel.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let update = std::env::var_os("THROUGHLINE_UPDATE_DOCS").is_some();
    let demo = Demo::start("20").await;

    let (mut setup, mut ran, mut wrong) = (String::new(), 0, Vec::new());
    let mut written: Vec<String> = Vec::new();
    let mut copied = 0;
    let blocks = blocks(&lines);
    for (number, block) in blocks.iter().enumerate() {
        let script = lines[block.lines.clone()].join("\n");
        let fails = match block.info.as_str() {
            "sh setup" => {
                setup.push_str(&script);
                setup.push('\n');
                continue;
            }
            "sh run" => false,
            "sh fails" => true,
            _ => continue,
        };
        let (code, out, err) = demo.shell(&format!("{setup}{script}")).await;
        ran += 1;
        if (code != 0) != fails {
            wrong.push(format!("line {}: code {code}\n{script}\n{out}{err}", block.lines.start));
            continue;
        }
        // Only blank lines may stand between a command and what it shows.
        let Some(shown) = blocks.get(number + 1).filter(|next| {
            let between = &lines[block.lines.end + 1..next.lines.start - 1];
            next.info == "text" && between.iter().all(|line| line.is_empty())
        }) else {
            continue;
        };
        let expected = lines[shown.lines.clone()].join("\n");
        if comparable(&expected) == comparable(&out) {
            continue;
        }
        if update {
            written.extend(lines[copied..shown.lines.start].iter().map(|line| (*line).to_owned()));
            written.extend(out.trim_end().lines().map(str::to_owned));
            copied = shown.lines.end;
        } else {
            wrong.push(format!(
                "line {}: the page shows\n{expected}\nand what came is\n{out}{err}",
                shown.lines.start
            ));
        }
    }
    demo.stop().await;
    if update {
        written.extend(lines[copied..].iter().map(|line| (*line).to_owned()));
        std::fs::write(&path, written.join("\n") + "\n").unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(ran > 0, "the page has commands to run");
}

#[test]
fn a_page_is_compared_without_ids_and_times() {
    let shown = "Run 0190b7a0-1111-7aaa-8bbb-0123456789ab\nFacts      3\nEnded 2026-11-24 05:48:45: 3 places\n";
    assert_eq!(comparable(shown), "Run …\nEnded …: 3 places");
    assert_ne!(comparable("3 places"), comparable("4 places"));
}
