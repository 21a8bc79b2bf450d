//! Console examples: commands with their output. `…` matches any text within a line, and on a line of its own any
//! number of lines.

/// The commands of a console example, each with the lines of its output.
pub(crate) fn commands(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, said))) => said.push(line),
            (None, None) => panic!("a console begins with a command: {line}"),
        }
    }
    commands
}

/// Whether the output matches the shown lines.
pub(crate) fn agree(shown: &[&str], said: &[&str]) -> bool {
    match (shown.split_first(), said.split_first()) {
        (None, None) => true,
        (Some((&"…", rest)), _) => (0..=said.len()).any(|skipped| agree(rest, &said[skipped..])),
        (Some((shown, rest)), Some((said, others))) => alike(shown, said) && agree(rest, others),
        _ => false,
    }
}

/// Whether a line of the output matches the shown line.
fn alike(shown: &str, said: &str) -> bool {
    let Some((first, rest)) = shown.split_once('…') else { return shown == said };
    let Some(left) = said.strip_prefix(first) else { return false };
    left.char_indices().map(|(at, _)| at).chain([left.len()]).any(|at| alike(rest, &left[at..]))
}

#[test]
fn an_ellipsis_stands_for_anything_and_all_else_for_itself() {
    assert!(agree(&["a … c", "…", "z"], &["a b c", "x", "y", "z"]));
    assert!(agree(&["…"], &[]));
    for said in [&["a b d", "z"][..], &["a b c"], &["a b c", "z", "!"]] {
        assert!(!agree(&["a … c", "…", "z"], said), "{said:?}");
    }
}
