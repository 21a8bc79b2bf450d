//! Secrets of every form in every place, in valid documents and in documents that do not parse.

use crate::judge::{KINDS, Kind, Outcome, judge};
use crate::place::{Change, changed, places};

/// A secret that only its key reveals.
pub(crate) const PASSWORD: &str = "correct-horse-battery-staple";

/// Secrets that their form reveals: the written text, and the part that must never be shown. The texts are joined at
/// run time, so that secret scanners do not report this file.
fn forms() -> Vec<(String, String)> {
    let same = |parts: [&str; 2]| (parts.concat(), parts.concat());
    let key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw";
    vec![
        same(["AKIA", "IOSFODNN7EXAMPLE"]),
        same(["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"]),
        same(["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", ".dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk"]),
        (format!("\"-----BEGIN RSA {} KEY-----\\n{key}\\n-----END\"", "PRIVATE"), key.to_owned()),
        (format!("\"postgresql://floe:{PASSWORD}@db:5432/x\""), PASSWORD.to_owned()),
    ]
}

#[test]
fn a_secret_by_its_form_is_found_in_every_place_and_told_once() {
    for kind in KINDS {
        let node = kind.node();
        for way in places(&node) {
            for (text, secret) in forms() {
                let text = changed(&node, &way, Change::Value(&text));
                let Outcome::Refused(codes) = judge(kind, text.as_bytes(), &[&secret]) else {
                    panic!("this compiles: {text}")
                };
                let told = codes.iter().filter(|code| *code == "LOAD_SECRET_LITERAL").count();
                assert_eq!(told, 1, "{codes:?} of {text}");
            }
        }
    }
}

#[test]
fn a_secret_in_place_of_a_key_is_shown_nowhere() {
    for kind in KINDS {
        let node = kind.node();
        for (at, way) in places(&node).into_iter().enumerate() {
            // The forms take turns, because keys are handled alike for every form.
            if let Some((text, secret)) = forms().get(at % forms().len()) {
                for change in [Change::Key(text), Change::Beside(&format!("{text}: 1, {text}: 2"))] {
                    judge(kind, changed(&node, &way, change).as_bytes(), &[secret]);
                }
            }
        }
    }
}

#[test]
fn a_secret_by_its_key_is_found_in_every_place_and_told_once() {
    let entries = [
        format!("client_secret: {PASSWORD}"),
        format!("apiKey: [{PASSWORD}]"),
        format!("x: {{y: {{db_password: \"{PASSWORD}\"}}}}"),
        format!("client_secret_ref: {{value: {PASSWORD}}}"),
    ];
    for kind in KINDS {
        let node = kind.node();
        for (at, way) in places(&node).into_iter().enumerate() {
            for entry in entries.iter().skip(at % 2).step_by(2) {
                let text = changed(&node, &way, Change::Value(&format!("{{{entry}}}")));
                let Outcome::Refused(codes) = judge(kind, text.as_bytes(), &[PASSWORD]) else {
                    panic!("this compiles: {text}")
                };
                let told = codes.iter().filter(|code| *code == "LOAD_SECRET_LITERAL").count();
                assert_eq!(told, 1, "{codes:?} of {text}");
            }
        }
    }
}

/// Notations of a secret below a map that is indented by two spaces.
fn written() -> Vec<String> {
    let key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw";
    let armoured = format!("-----BEGIN RSA {} KEY-----", "PRIVATE");
    [
        "  password: SECRET\n",
        "  password: \"SECRET\"\n",
        "  client_secret: 'SECRET'\n",
        "  client_secret: |\n    SECRET\n\n    SECRET\n",
        "  client_secret: >-\n    SECRET\n    SECRET\n",
        "  extra: {user: a, password: SECRET, b: c}\n",
        "  extra: {\n    user: a,\n    password:\n      SECRET,\n    b: c}\n",
        "  \"extra\": {\"user\": \"a\", \"password\": \"SECRET\", \"b\": \"c\"}\n",
        "  password: a SECRET\n    SECRET more\n",
        "  password: \"a SECRET\n    SECRET more\n\n    SECRET\"\n",
        "  passwords:\n    - SECRET\n    - \"SECRET\"\n",
        "  passwords: [SECRET, \"SECRET\",\n    SECRET]\n",
        "  client_secret_ref: SECRET\n",
        "  client_secret_ref:\n    SECRET\n",
        "  client_secret_ref: {value: SECRET}\n",
        "  client_secret_ref:\n    value: SECRET\n",
        "  ? password\n  : SECRET\n",
        "  password: &p SECRET\n  other: *p\n",
        "  password: !!str SECRET\n",
        "  name: x # password: SECRET\n",
        "  password: SECRET # SECRET\n",
        "  #password: SECRET\n",
        "  password: SECRET\r  name: x\r\n",
        "  name: postgresql://floe:SECRET@db/x\n",
    ]
    .iter()
    .map(|text| text.replace("SECRET", PASSWORD))
    .chain([format!("  note: |\n    {armoured}\n    {key}\n    {key}\n    -----END\n").replace(key, PASSWORD)])
    .collect()
}

/// Texts that break a document's syntax before or after a secret.
const BREAKS: &[&str] =
    &["]", "\t x: 1\n", "x\n", "\"\n", "'", "}\n", "{", ": ", "- x\n", "@", "*x\n", "%\n", "  a\n b: c: d\n", "\\"];

#[test]
fn a_secret_is_not_shown_where_the_document_does_not_parse() {
    let good = Kind::Spec.good();
    let map = good.find("\nmetadata:\n").expect("the document has metadata") + "\nmetadata:\n".len();
    let (before, behind) = (&good[..map], &good[map..]);
    for written in written() {
        judge(Kind::Spec, format!("{before}{written}{behind}").as_bytes(), &[PASSWORD]);
        for (at, broken) in BREAKS.iter().enumerate() {
            let texts = [
                format!("{before}{written}{broken}{behind}"),
                format!("{before}{broken}{written}{behind}"),
                format!("{before}{}{broken}\n{behind}", written.trim_end()),
                format!("{before}{written}{behind}{broken}"),
            ];
            for text in texts.iter().skip(at % 2).step_by(2) {
                judge(Kind::Spec, text.as_bytes(), &[PASSWORD]);
            }
        }
    }
}

#[test]
fn a_secret_among_hundreds_is_not_shown() {
    let many: Vec<String> = (0..300).map(|at| format!("  a{at}: {{password: {PASSWORD}{at}}}\n")).collect();
    let text = Kind::Spec.good().replace("\nmetadata:\n", &format!("\nmetadata:\n{}", many.concat()));
    judge(Kind::Spec, text.as_bytes(), &[PASSWORD]);
}
