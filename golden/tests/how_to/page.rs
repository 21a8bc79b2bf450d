//! Files and selections that a how-to page shows. Knows no page by name.

/// The fenced blocks whose paragraph before begins with a path: the path, and the text of the file.
pub(crate) fn files(page: &str) -> Vec<(&str, &str)> {
    let named = |(before, text)| Some((path(before)?, text));
    blocks(page).into_iter().filter_map(named).collect()
}

/// The lines below `plugins:` of each block of YAML that begins with that key.
pub(crate) fn selections(page: &str) -> impl Iterator<Item = &str> {
    blocks(page).into_iter().filter_map(|(_, text)| text.strip_prefix("plugins:\n"))
}

/// Each fenced block: the text before, and the text inside.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = page.split("\n```").collect();
    // A fence opens and closes, so texts and blocks alternate.
    assert_eq!(parts.len() % 2, 1, "a fence is not closed");
    let block = |pair: &[&'_ str]| pair[1].find('\n').map(|end| end + 1);
    parts.chunks_exact(2).filter_map(|pair| Some((pair[0], &pair[1][block(pair)?..]))).collect()
}

/// The path at the head of the last paragraph; a command has blanks.
fn path(before: &str) -> Option<&str> {
    let paragraph = before.trim_end().rsplit("\n\n").next()?;
    let (path, _) = paragraph.strip_prefix('`')?.split_once('`')?;
    (path.contains('/') && !path.contains(' ')).then_some(path)
}

#[test]
fn a_file_is_a_block_below_its_path() {
    let page = "# Title\n\n`plugins/a/x.yaml`. Two\nlines.\n\n```yaml\na: 1\nb: 2\n```\n\nText with `a/path`.\n\n```yaml\nplugins:\n  x: {}\n```\n";
    assert_eq!(files(page), [("plugins/a/x.yaml", "a: 1\nb: 2")]);
    assert_eq!(selections(page).collect::<Vec<_>>(), ["  x: {}"]);
}
