//! The Job that makes the catalog and the client of the runs. No package has a Polaris; a program that judges requests by Polaris' own
//! Python client stands for the server.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Output, Stdio};

use serde_json::{Value, json};

use crate::job::{Job, said};
use crate::python::script;
use crate::retail::objects;

/// The id and the secret of the administrator.
const ADMIN: [&str; 2] = ["the admin", "r\"oot\\ & secret"];

/// A running stand-in for Polaris.
struct Polaris {
    process: Child,
    output: BufReader<ChildStdout>,
    port: String,
}

impl Polaris {
    fn start() -> Self {
        let mut command = script("polaris_stand_in.py");
        let mut process =
            command.args(ADMIN).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the interpreter starts");
        let mut output = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut port = String::new();
        output.read_line(&mut port).expect("the stand-in prints the port");
        Self { process, output, port: port.trim().to_owned() }
    }

    /// The Job beside this server, with a client secret of the runs.
    fn job(&self, client_secret: &str) -> Job {
        let secret = |name: &str, key: &str| match (name, key) {
            ("retail-polaris-admin", "client-id") => ADMIN[0].to_owned(),
            ("retail-polaris-admin", _) => ADMIN[1].to_owned(),
            _ => client_secret.to_owned(),
        };
        let mut job = Job::of(&objects(), "polaris-catalog", &secret);
        job.set("POLARIS_URL", format!("http://127.0.0.1:{}", self.port));
        job.set("TOKEN_URL", format!("http://127.0.0.1:{}/api/catalog/v1/oauth/tokens", self.port));
        job
    }

    /// Ends the server, and gives the state of the realm.
    fn end(mut self) -> Value {
        drop(self.process.stdin.take());
        let mut state = String::new();
        self.output.read_to_string(&mut state).expect("the stand-in prints the state");
        self.process.wait().expect("the stand-in ends");
        serde_json::from_str(&state).expect("the state is JSON")
    }
}

fn run(job: &Job) -> Output {
    let output = job.run(&[]);
    assert!(output.status.success(), "{}", said(&output));
    output
}

/// The realm after the Job, with the client secret of the runs.
fn realm(state: &Value, secret: &str) {
    assert_eq!(state["refused"], json!([]));
    assert_eq!(state["clients"]["retail-pipelines"], json!({"principal": "runs", "secret": secret}));
    assert_eq!(state["principals"], json!({"root": [], "runs": ["floe"]}));
    assert_eq!(state["roles"], json!({"floe": ["retail/floe"]}));
    assert_eq!(state["catalogs"], json!({"retail": {"floe": ["CATALOG_MANAGE_CONTENT"]}}));
}

#[test]
fn the_client_of_the_runs_may_manage_the_content_of_the_catalog_and_nothing_else() {
    let polaris = Polaris::start();
    let first = run(&polaris.job("runs"));
    assert!(said(&first).contains("POST principals/runs/reset: 200"), "{}", said(&first));
    let second = run(&polaris.job("runs"));
    assert!(!said(&second).contains("reset"), "a client that works is kept: {}", said(&second));
    realm(&polaris.end(), "runs");
}

#[test]
fn another_client_secret_is_taken_over_whole_and_shown_nowhere() {
    let polaris = Polaris::start();
    let odd = [
        "a s3cr",
        "'s3cr'",
        "\"s3cr\"",
        "\\s3cr\\\"",
        "$s3cr",
        "`s3cr`",
        "%s3cr",
        "a&b=s3cr",
        "+s3cr",
        "@s3cr",
        "é-s3cr",
    ];
    for secret in odd {
        let output = run(&polaris.job(secret));
        assert!(said(&output).contains("POST principals/runs/reset: 200"), "{secret}: {}", said(&output));
        assert!(!said(&output).contains("s3cr"), "{}", said(&output));
    }
    realm(&polaris.end(), odd.last().expect("there are some"));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason_and_changes_nothing() {
    let polaris = Polaris::start();
    for (variable, value, reason) in [
        ("CLIENT_ID", ADMIN[0], "the administrator has the client id the admin"),
        ("ADMIN_SECRET", "another s3cr", "Polaris does not know the administrator"),
        ("CLIENT_SECRET", "s3cr\n", "holds a control character"),
        ("TOKEN_URL", "http://127.0.0.1:1:1/", "curl: (3)"),
    ] {
        let mut job = polaris.job("runs");
        job.set(variable, value);
        let refused = job.run(&[]);
        let said = said(&refused);
        assert!(!refused.status.success() && said.contains(reason), "{variable}: {said}");
        assert!(!said.contains("s3cr"), "{said}");
    }
    assert_eq!(polaris.end()["principals"], json!({"root": []}));
}
