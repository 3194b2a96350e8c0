//! Reload: a valid file is taken, a bad one is refused and the old one stays; a request under way is not dropped.

use crate::program::{Program, wait_for};

const SANDBOX: &str = "[[provider]]\nname = \"play\"\nkind = \"sandbox\"\n";

fn reloads(program: &Program, outcome: &str) -> u64 {
    let (_, page) = program.get("/metrics");
    let line = format!("tollkeeper_config_reloads_total{{outcome=\"{outcome}\"}} ");
    page.lines().find_map(|found| found.strip_prefix(&line)).map_or(0, |count| count.parse().expect("a count"))
}

#[test]
fn a_changed_file_is_taken_and_a_bad_one_refused() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(""));
    assert_eq!(program.get("/readyz").0, 503);
    let path = folder.path().join("tollkeeper.toml");
    std::fs::write(&path, SANDBOX).unwrap();
    wait_for("the reload", || (reloads(&program, "applied") == 1).then_some(()));
    assert_eq!(program.get("/readyz").0, 200);
    std::fs::write(&path, "lisen = 1\n").unwrap();
    wait_for("the refusal", || (reloads(&program, "refused") == 1).then_some(()));
    assert_eq!(program.get("/readyz").0, 200, "the old configuration stays");
    program.told(&["did you mean `listen`"]);
    std::fs::write(&path, SANDBOX).unwrap();
    wait_for("the reload", || (reloads(&program, "applied") == 2).then_some(()));
    program.signal("HUP");
    wait_for("the reload asked for", || (reloads(&program, "applied") == 3).then_some(()));
}
