//! Stopping drops no request: one that runs is answered, counted, and only then the process ends.

use crate::program::{Program, ask, wait_for};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;

/// An upstream that answers its one request when it is told to.
fn upstream() -> (String, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the upstream works");
    let url = format!("http://{}/v1", listener.local_addr().expect("the upstream works"));
    let (asked, was_asked) = mpsc::channel();
    let (answer, may_answer) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the upstream works");
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the upstream works");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("the upstream works");
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length]).expect("the upstream works");
        asked.send(()).expect("the upstream works");
        may_answer.recv().expect("the upstream works");
        let body = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\
                    \"message\":{\"role\":\"assistant\",\"content\":\"late but whole\"},\"finish_reason\":\"stop\"}],\
                    \"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";
        let mut stream = reader.into_inner();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("the upstream works");
    });
    (url, was_asked, answer)
}

#[test]
fn a_request_that_runs_is_answered_before_the_process_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (url, was_asked, answer) = upstream();
    let config = format!("[[provider]]\nname = \"slow\"\nkind = \"sandbox\"\nbase_url = \"{url}\"\n");
    let command = ["demo", "--rate", "0", "--history-days", "0"];
    let mut program = Program::start_as(&command, folder.path(), Some(&config));
    let key = std::fs::read_to_string(program.data.join("demo-key")).unwrap();
    let address = program.address.clone();
    let asking = std::thread::spawn(move || {
        let bearer = format!("Bearer {}", key.trim());
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = "{\"model\":\"slow/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        ask(&address, "POST", "/v1/chat/completions", &headers, body)
    });
    was_asked.recv_timeout(crate::program::PATIENCE).expect("the upstream is asked");
    program.signal("TERM");
    wait_for("the listener to close", || TcpStream::connect(&program.address).is_err().then_some(()));
    answer.send(()).unwrap();
    let (status, body) = asking.join().unwrap();
    assert_eq!(status, 200);
    assert!(body.contains("late but whole"), "{body}");
    assert!(program.ended().success());
}
