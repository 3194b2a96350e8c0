//! What every file of ours keeps to: a first line that says what it is for, a bounded length, no unfinished work, no
//! name that says nothing.

use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::Command;

/// Longest file, in lines. Tests, generated files and lock files may be longer.
const LONGEST: usize = 450;

/// Names of modules and folders that say nothing about what is inside.
const NAMELESS: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];

/// Marks of work that is not finished, split so that this file does not trip over itself.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
];

/// How a comment begins in a kind of file.
fn comment_marks(path: &str) -> Option<&'static [&'static str]> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match (name, ending) {
        ("Makefile", _) | (_, "py" | "toml" | "yml" | "yaml") => Some(&["# ", "\"\"\""]),
        ("web" | "test" | "e2e" | "run", "") | (_, "sh") => Some(&["#!", "# "]),
        (_, "rs") => Some(&["//! "]),
        (_, "ts" | "tsx" | "js" | "mjs") => Some(&["// ", "/** ", "/* "]),
        (_, "sql") => Some(&["-- "]),
        (_, "css") => Some(&["/* "]),
        _ => None,
    }
}

/// Files that a program wrote (it says so in its first line, or the folder does), or whose first line must be something else.
fn is_generated(path: &str) -> bool {
    path.contains("/generated/")
        || path.contains("/snapshots/")
        || path.contains("/fixtures/")
        || path.ends_with(".lock")
}

/// Files whose length is that of what they test.
fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.contains(".test.")
        || path.contains("/e2e/")
}

/// Every broken rule about files.
pub fn broken(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("running git ls-files")?;
    if !output.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut broken = Vec::new();
    for path in String::from_utf8_lossy(&output.stdout).lines() {
        // A file that cannot be read as text was deleted or is a picture: there is nothing to say about it.
        let Some(marks) = comment_marks(path) else { continue };
        if let Ok(text) = std::fs::read_to_string(root.join(path)) {
            broken.extend(judge(path, &text, marks));
        }
    }
    Ok(broken)
}

/// Judges one file.
fn judge(path: &str, text: &str, marks: &[&str]) -> Vec<String> {
    let mut broken = Vec::new();
    if is_generated(path) || text.starts_with("// Generated from ") {
        return broken;
    }
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default();
    if first.starts_with("#!") {
        first = lines.next().unwrap_or_default();
    }
    if !marks.iter().any(|mark| first.starts_with(mark) && first.len() > mark.len()) {
        broken.push(format!("{path}:1: the first line must be a comment that says what the file is for"));
    }
    let length = text.lines().count();
    if length > LONGEST && !is_test(path) {
        broken.push(format!("{path}: {length} lines; split it, {LONGEST} is the most"));
    }
    for (number, line) in text.lines().enumerate() {
        if let Some(mark) = UNFINISHED.iter().find(|mark| holds_word(line, mark)) {
            broken.push(format!("{path}:{}: `{mark}`: finish it or leave it out", number + 1));
        }
    }
    let mut parts = path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    if let Some(name) = parts.find(|part| NAMELESS.contains(part)) {
        broken.push(format!("{path}: `{name}` says nothing; name it for what it holds"));
    }
    broken
}

/// Whether the mark stands as a word of its own, so that a longer name that holds it is no finding.
fn holds_word(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back().is_some_and(joins);
        let after = line[at + mark.len()..].chars().next().is_some_and(joins);
        let word = mark.chars().all(char::is_alphabetic);
        !(before || word && after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        judge(path, text, comment_marks(path).expect("a kind we check")).len()
    }

    #[test]
    fn a_file_must_say_what_it_is_for() {
        assert_eq!(found("crates/a/src/b.rs", "//! Says it.\n"), 0);
        assert_eq!(found("crates/a/src/b.rs", "use x;\n"), 1);
        assert_eq!(found("scripts/a.sh", "#!/bin/sh\n# Says it.\n"), 0);
        assert_eq!(found("scripts/a.sh", "#!/bin/sh\nset -e\n"), 1);
        assert_eq!(found("web/src/a.tsx", "// Says it.\n"), 0);
    }

    #[test]
    fn unfinished_work_and_long_files_are_named() {
        let mark = UNFINISHED[0];
        assert_eq!(found("a.rs", &format!("//! Says it.\n// {mark} later\n")), 1);
        assert_eq!(found("a.rs", &format!("//! Says it.\n// {mark}S_TABLE\n")), 0);
        let long = "//! Says it.\n".repeat(LONGEST + 1);
        assert_eq!(found("a/src/b.rs", &long), 1);
        assert_eq!(found("a/tests/it/b.rs", &long), 0);
    }

    #[test]
    fn names_that_say_nothing_are_named() {
        assert_eq!(found("crates/a/src/utils.rs", "//! Says it.\n"), 1);
        assert_eq!(found("crates/common/src/lib.rs", "//! Says it.\n"), 1);
        assert_eq!(found("crates/a/src/command.rs", "//! Says it.\n"), 0);
    }
}
