//! Keys from making to revoking, as an operator does it on the command line; each effective at once.

use crate::program::{Program, run, words};

const SANDBOX: &str = "[[provider]]\nname = \"play\"\nkind = \"sandbox\"\n";

fn chat(program: &Program, key: &str) -> (u16, String) {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = "{\"model\":\"play/gpt-5.4-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    program.ask("POST", "/v1/chat/completions", &headers, body)
}

#[test]
fn a_key_works_from_its_making_to_its_revoking() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(SANDBOX));
    let data = program.data.to_str().unwrap().to_owned();
    let command = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--data-dir", &data]);
        let output = run(&all);
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    };

    command(&["tenant", "create", "--name", "acme", "--timezone", "Asia/Kolkata"]);
    assert!(command(&["tenant", "list"]).contains("Asia/Kolkata"));
    let key = command(&["key", "create", "--name", "laptop", "--tenant", "acme"]);
    let key = key.trim();
    assert!(key.starts_with("tk_") && !key.contains(char::is_whitespace), "the key stands alone");
    let (status, body) = chat(&program, key);
    assert_eq!(status, 200, "{body}");

    let listed = command(&["key", "list", "--tenant", "acme"]);
    assert!(listed.contains("laptop") && !listed.contains(key), "{listed}");
    let id = listed.lines().nth(1).and_then(|line| line.split(' ').next()).unwrap().to_owned();
    assert!(command(&["key", "revoke", &id, "--tenant", "acme"]).contains("revoked"));
    assert_eq!(chat(&program, key).0, 401, "revoked at once");

    let refused = run(&["key", "create", "--name", "x", "--tenant", "nobody", "--data-dir", &data]);
    assert!(!refused.status.success());
    let words = words(&refused);
    assert!(words.contains("nobody") && words.contains("acme"), "{words}");
}

#[test]
fn a_price_set_by_hand_is_listed_and_a_bad_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(SANDBOX));
    let data = program.data.to_str().unwrap();
    let set = |input: &str| {
        run(&["price", "set", "--catalogue", "openai", "--model", "house-model", "--input", input, "--data-dir", data])
    };
    assert!(set("1.25").status.success());
    let listed = words(&run(&["price", "list", "--model", "house-model", "--data-dir", data]));
    assert!(listed.contains("house-model") && listed.contains("1.25"), "{listed}");
    let refused = set("cheap");
    let words = words(&refused);
    assert!(!refused.status.success() && words.contains("cheap"), "{words}");
    let unpriced = crate::program::words(&run(&["price", "unpriced", "--data-dir", data]));
    assert!(unpriced.contains("has a price"), "{unpriced}");
}
