//! Check: the findings about one template, and the blocks that the engine's parser lets pass unbalanced. Changes no tree but for the end mark.

use floe_base::{Diagnostic, Place, Span};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;
use gotmpl::parse::{ListNode, Node, Pos};

/// Stands behind a template's text during parsing; the mark's place in the tree then tells whether all blocks were closed.
pub(crate) const END: &str = "\0end";

/// A finding at a line and column of a template, with the remedy for most.
pub(crate) fn fault(message: &str, path: &str, line: usize, column: usize) -> Diagnostic {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let place = Place::new(path, Span::new(number(line), number(column), 0));
    diagnostic(messages::chart_template_invalid(message)).at(place).help("correct the template's syntax")
}

/// Takes the end mark off a parsed file, or names the block that holds the mark.
pub(crate) fn take_end(path: &str, body: &mut ListNode, defines: &[(Pos, &ListNode)]) -> Result<(), Diagnostic> {
    if let Some(Node::Text(text)) = body.nodes.last_mut()
        && let Some(kept) = text.text.strip_suffix(END)
    {
        text.text = kept.into();
        return Ok(());
    }
    let open = defines.iter().find_map(|&(pos, body)| open_block(pos, body)).or_else(|| open_block(body.pos, body));
    Err(match open {
        Some(pos) => fault("the block that begins here is never closed", path, pos.line, 1),
        None => fault("an `end` or `else` after this line belongs to no block", path, last_pos(body).line, 1),
    })
}

/// The innermost block whose body ran up to the end mark.
fn open_block(pos: Pos, body: &ListNode) -> Option<Pos> {
    match body.nodes.last()? {
        Node::Text(text) => text.text.ends_with(END).then_some(pos),
        Node::If(branch) | Node::Range(branch) | Node::With(branch) => {
            open_block(branch.pos, branch.else_body.as_ref().unwrap_or(&branch.body))
        }
        Node::List(list) => open_block(pos, list),
        _ => None,
    }
}

fn last_pos(body: &ListNode) -> Pos {
    match body.nodes.last() {
        Some(Node::Text(text)) => text.pos, // the parser's line of a text is the text's last line
        Some(Node::Action(action)) => action.pos,
        Some(Node::If(branch) | Node::Range(branch) | Node::With(branch)) => branch.pos,
        _ => body.pos,
    }
}
