//! A reference page, parsed into headings and fenced blocks. Does not interpret the blocks.

use std::fs;
use std::path::Path;

/// The part of a page from one heading to the next.
#[derive(Debug)]
pub(crate) struct Section {
    /// The heading without the `#` marks.
    pub(crate) heading: String,
    /// The fenced blocks in order.
    pub(crate) blocks: Vec<Block>,
    /// The command in backticks before the first block, in the sentence that begins with `Told by`.
    pub(crate) command: Option<String>,
}

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block {
    /// The name of the file, if the line before the block is a name in backticks.
    pub(crate) file: Option<String>,
    /// The language after the fence.
    pub(crate) language: String,
    /// The content.
    pub(crate) text: String,
}

/// The pages of one folder of the reference, sorted by name.
pub(crate) fn pages(folder: &Path) -> Vec<(String, Vec<Section>)> {
    let files = ignore::Walk::new(folder).map(|entry| entry.expect("the folder can be read").into_path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    files.sort();
    let page = |path: &Path| {
        let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
        (name, sections(&fs::read_to_string(path).expect("pages are text")))
    };
    files.iter().map(|path| page(path)).collect()
}

/// The sections of a page.
pub(crate) fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = text.lines();
    let mut before = "";
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim().to_owned();
            sections.push(Section { heading, blocks: Vec::new(), command: None });
        } else if let (Some(language), Some(section)) = (line.strip_prefix("```"), sections.last_mut()) {
            let inside = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n"));
            let block = Block { file: whole_code(before), language: language.to_owned(), text: inside.collect() };
            section.blocks.push(block);
        } else if let Some(section) = sections.last_mut().filter(|section| section.blocks.is_empty()) {
            section.command = line.strip_prefix("Reported by ").and_then(code).or(section.command.take());
        }
        if !line.is_empty() {
            before = line;
        }
    }
    sections
}

/// The text of a line that consists of code alone.
fn whole_code(line: &str) -> Option<String> {
    code(line).filter(|code| code.len() + 2 == line.len())
}

/// The code at the start of a line.
fn code(line: &str) -> Option<String> {
    Some(line.strip_prefix('`')?.split_once('`')?.0.to_owned())
}
