//! What keeps it from starting is named, with its fix, and leaves nothing behind.

use crate::program::{Program, run, tollkeeper, words};
use std::net::TcpListener;

#[test]
fn a_taken_port_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = folder.path().join("data");
    let output = run(&["serve", "--listen", &address, "--data-dir", data.to_str().unwrap()]);
    let words = words(&output);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains(&address) && words.contains("taken") && words.contains("--listen"), "{words}");
    assert!(!data.join("listen-addr").exists());
}

#[test]
fn a_newer_data_folder_is_refused_by_every_command_that_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("version"), "7 3.1.4\n").unwrap();
    let data = folder.path().to_str().unwrap();
    for command in ["serve", "migrate", "demo", "check"] {
        let output = run(&[command, "--listen", "127.0.0.1:0", "--data-dir", data]);
        let words = words(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {words}");
        assert!(words.contains("3.1.4") && words.contains("--data-dir"), "{command}: {words}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("version")).unwrap(), "7 3.1.4\n");
}

#[test]
fn a_data_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), None);
    let output = run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", program.data.to_str().unwrap()]);
    let words = words(&output);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("in use") && words.contains("--data-dir"), "{words}");
    assert_eq!(program.get("/healthz").0, 200, "the first one goes on");
}

#[test]
fn a_bad_configuration_names_every_problem() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, "lisen = \"x\"\n[store]\nurl = \"mysql://db\"\n").unwrap();
    for command in ["serve", "check"] {
        let output = run(&[command, "--config", path.to_str().unwrap()]);
        let words = words(&output);
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains("bad.toml:1:1") && words.contains("did you mean `listen`"), "{words}");
        assert!(words.contains("bad.toml:3:1") && words.contains("postgres://"), "{words}");
    }
    let output = run(&["serve", "--config", folder.path().join("nowhere.toml").to_str().unwrap()]);
    assert!(!output.status.success() && words(&output).contains("nowhere.toml"));
}

#[test]
fn commands_that_need_a_server_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let output = run(&["key", "list", "--data-dir", data]);
    assert!(!output.status.success() && words(&output).contains("tollkeeper serve"), "{}", words(&output));
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let output = tollkeeper(&["tenant", "list", "--data-dir", data, "--listen", &free])
        .env("TOLLKEEPER_ADMIN_KEY", "tka_x")
        .output()
        .unwrap();
    let words = words(&output);
    assert!(!output.status.success() && words.contains(&free) && words.contains("tollkeeper serve"), "{words}");
}

#[test]
fn migrate_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let migrate = || run(&["migrate", "--data-dir", data.to_str().unwrap()]);
    let (first, second) = (migrate(), migrate());
    assert!(first.status.success() && words(&first).contains("was made"), "{}", words(&first));
    assert!(second.status.success() && words(&second).contains("is up to date"), "{}", words(&second));
}

#[test]
fn check_reaches_providers_and_names_who_does_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let path = folder.path().join("tollkeeper.toml");
    let text = format!(
        "[[provider]]\nname = \"play\"\nkind = \"sandbox\"\n\n[[provider]]\nname = \"gone\"\nkind = \"openai-compatible\"\n\
         base_url = \"http://{closed}/v1\"\n"
    );
    std::fs::write(&path, text).unwrap();
    let data = folder.path().join("data");
    let output = run(&["check", "--config", path.to_str().unwrap(), "--data-dir", data.to_str().unwrap()]);
    let words = words(&output);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("PROBLEM  provider gone") && words.contains("base_url"), "{words}");
    assert!(words.contains("ok       provider play"), "{words}");
    assert!(!data.exists(), "check makes nothing");
}
