//! How findings are gathered, ordered, shown to people and given to machines.

use floe_base::{Diagnostic, Findings, Place, Severity, Span, mask, render, render_line};

const SOURCE: &str = "name: a\nplugins:\n  compute: 1\n  storage: ü\n  compute: 2\n";

fn at(line: u32, column: u32, len: u32) -> Place {
    Place::new("dir/f.yaml", Span::new(line, column, len))
}

fn graded(severity: Severity, code: &'static str, message: &str) -> Diagnostic {
    Diagnostic { severity, ..Diagnostic::error(code, message) }
}

fn duplicate() -> Diagnostic {
    let error = Diagnostic::error("LOAD_X", "the key `compute` stands twice").at(at(5, 3, 7));
    error.related(at(3, 3, 7), "first here").help("remove one of the two")
}

#[test]
fn a_finding_is_shown_with_its_line_its_related_line_and_its_remedy() {
    let expected = "\
error[LOAD_X]: the key `compute` stands twice
 --> dir/f.yaml:5:3
  |
3 |   compute: 1
  |   ------- first here
4 |   storage: ü
5 |   compute: 2
  |   ^^^^^^^
  |
  = help: remove one of the two";
    assert_eq!(render(&duplicate(), Some(SOURCE), false), expected);
}

#[test]
fn without_the_source_places_are_named() {
    let expected = "\
error[LOAD_X]: the key `compute` stands twice
--> dir/f.yaml:5:3
 = note: dir/f.yaml:3:3: first here
 = help: remove one of the two";
    assert_eq!(render(&duplicate(), None, false), expected);
}

#[test]
fn a_related_place_in_another_file_is_a_note() {
    let there = Place::new("other.yaml", Span::new(9, 1, 1));
    let text = render(&duplicate().related(there, "and here"), Some(SOURCE), false);
    assert!(text.contains("= note: other.yaml:9:1: and here"), "{text}");
}

#[test]
fn columns_count_characters_not_bytes() {
    let error = Diagnostic::error("LOAD_X", "m").at(at(1, 6, 1));
    let text = render(&error, Some("ü: é b"), false);
    assert!(text.ends_with("1 | ü: é b\n  |      ^"), "{text}");
}

#[test]
fn only_colour_brings_escape_codes() {
    let plain = render(&duplicate(), Some(&SOURCE.replace('ü', "u")), false);
    assert!(plain.is_ascii() && !plain.contains('\u{1b}'), "{plain}");
    assert!(render(&duplicate(), Some(SOURCE), true).contains("\u{1b}["));
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_terminal() {
    let error = Diagnostic::error("LOAD_X", "m \u{1b}[31m").at(at(1, 1, 1)).help("h \u{1b}[31m");
    let error = error.related(Place::of_file("f\u{1b}[31m"), "r \u{1b}[31m");
    for text in [render(&error, Some("a\u{1b}[31m: \u{7}"), false), render(&error, None, false), render_line(&error)] {
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
}

#[test]
fn characters_that_nobody_can_see_stand_with_their_code_in_an_excerpt() {
    let finding = graded(Severity::Error, "A", "b").at(at(1, 5, 3));
    let shown = render(&finding, Some("a: \u{a0}b\u{200b}c\n"), false);
    assert!(shown.contains("a: <U+00A0>b<U+200B>c\n  |            ^^^^^^^^^^"), "{shown}");
}

#[test]
fn spans_outside_the_source_are_moved_into_it() {
    let numbers = [0, 1, 2, 5, 6, 7, 100, u32::MAX];
    for source in ["", "\n", "a", "ü\r\n", SOURCE, "\u{feff}a: 1"] {
        for (line, column) in numbers.into_iter().flat_map(|line| numbers.map(|column| (line, column))) {
            for len in numbers {
                let place = at(line, column, len);
                let error = duplicate().at(place.clone()).related(place, "again");
                assert!(render(&error, Some(source), false).contains("LOAD_X"));
            }
        }
    }
}

#[test]
fn an_excerpt_without_end_is_left_out() {
    let text = render(&duplicate(), Some(&"x".repeat(10_000_000)), false);
    assert!(text.len() < 300, "{}", text.len());
    let far = duplicate().related(at(100_000, 1, 1), "far away");
    let text = render(&far, Some(&"x\n".repeat(100_000)), false);
    assert!(text.len() < 300 && text.contains("note: dir/f.yaml:100000:1: far away"), "{text}");
}

#[test]
fn the_short_form_is_one_line() {
    assert_eq!(render_line(&duplicate()), "dir/f.yaml:5:3: error[LOAD_X]: the key `compute` stands twice");
    assert_eq!(render_line(&graded(Severity::Warning, "X", "a\nb")), "warning[X]: a b");
    assert_eq!(render_line(&graded(Severity::Info, "X", "m").at(Place::of_file("f"))), "f: info[X]: m");
}

#[test]
fn machines_read_a_flat_object_with_null_for_what_is_unknown() {
    let json = serde_json::to_string(&duplicate()).unwrap();
    let expected = r#"{"code":"LOAD_X","severity":"error","message":"the key `compute` stands twice","help":"remove one of the two","file":"dir/f.yaml","line":5,"column":3}"#;
    assert_eq!(json, expected);
    let json = serde_json::to_string(&graded(Severity::Info, "X", "m")).unwrap();
    assert_eq!(
        json,
        r#"{"code":"X","severity":"info","message":"m","help":null,"file":null,"line":null,"column":null}"#
    );
}

#[test]
fn findings_are_sorted_by_place_and_said_once() {
    let at = |file: &str, line, column, code: &'static str| {
        Diagnostic::error(code, "m").at(Place::new(file, Span::new(line, column, 1)))
    };
    let mut all: Findings =
        [at("b", 1, 1, "A"), at("a", 10, 1, "A"), at("a", 9, 2, "B"), at("a", 9, 2, "A")].into_iter().collect();
    all.extend([at("b", 1, 1, "A"), graded(Severity::Warning, "W", "no place")]);
    let order: Vec<_> = all.sorted().iter().map(render_line).collect();
    assert_eq!(
        order,
        [
            "warning[W]: no place",
            "a:9:2: error[A]: m",
            "a:9:2: error[B]: m",
            "a:10:1: error[A]: m",
            "b:1:1: error[A]: m"
        ]
    );
}

#[test]
fn findings_that_differ_only_in_their_related_places_are_both_kept_in_a_fixed_order() {
    let one = duplicate().related(at(1, 1, 1), "x");
    let two = duplicate().related(at(2, 1, 1), "x");
    let sorted = |findings: [&Diagnostic; 3]| findings.into_iter().cloned().collect::<Findings>().sorted();
    assert_eq!(sorted([&one, &two, &one]).len(), 2);
    assert_eq!(sorted([&one, &two, &one]), sorted([&two, &one, &two]));
}

#[test]
fn only_errors_stop_at_a_barrier() {
    let mut findings = Findings::new();
    findings.push(graded(Severity::Warning, "W", "m"));
    assert_eq!(findings.barrier(), Ok(()));
    assert_eq!(findings.len(), 1, "a warning stays for the end of the run");
    findings.push(duplicate());
    let stopped = findings.barrier().unwrap_err();
    assert_eq!(
        stopped.iter().map(|finding| finding.severity).collect::<Vec<_>>(),
        [Severity::Warning, Severity::Error]
    );
}

#[test]
fn a_masked_value_cannot_be_read_and_keeps_its_place() {
    let source = "user: ü\npassword: hunter two # c\nkey: |\n  -----BEGIN\n\n  abc\nnext: x\n";
    let masked = mask(source, [Span::new(2, 11, 10), Span::new(4, 3, 10), Span::new(2, 11, 3)]);
    assert_eq!(masked, "user: ü\npassword: ****** *** # c\nkey: |\n  **********\n\n  abc\nnext: x\n");
    assert_eq!(mask(source, []), source);
}

#[test]
fn a_lone_carriage_return_ends_a_line_as_it_does_in_yaml() {
    assert_eq!(mask("a: 1\rpassword: b\r\nc: 2\r", [Span::new(2, 11, 1)]), "a: 1\rpassword: *\r\nc: 2\r");
    let shown = render(&Diagnostic::error("X", "wrong").at(at(2, 1, 1)), Some("a: 1\rb: 2\rc: 3"), false);
    assert!(shown.contains("2 | b: 2\n") && !shown.contains("a: 1"), "{shown}");
}
