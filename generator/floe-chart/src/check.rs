//! Check: finds errors that Go's parser refuses and the engine's parser lets pass: unbalanced blocks, unknown functions and variables,
//! `break` outside of a loop. Changes no tree.

use gotmpl::parse::{BranchNode, Expr, ListNode, Node, PipeNode, Pos, SmolStr};

use crate::functions;

/// Stands behind a template's text during parsing; the mark's place in the tree then tells whether all blocks were closed.
pub(crate) const END: &str = "\0end";

/// How deeply blocks and parentheses may be nested in one template; together with the limit of includes it bounds the stack.
const MOST_NESTED: usize = 20;

/// Something wrong at a line of a template.
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(crate) fn new(pos: Pos, message: impl Into<String>) -> Self {
        Self { line: pos.line, message: message.into(), help: None }
    }
}

/// Takes the end mark off a parsed file, or names the block that holds the mark.
pub(crate) fn take_end(body: &mut ListNode, defines: &[(Pos, &ListNode)]) -> Result<(), Fault> {
    if let Some(Node::Text(text)) = body.nodes.last_mut()
        && let Some(kept) = text.text.strip_suffix(END)
    {
        text.text = kept.into();
        return Ok(());
    }
    let open = defines.iter().find_map(|&(pos, body)| open_block(pos, body)).or_else(|| open_block(body.pos, body));
    Err(match open {
        Some(pos) => Fault::new(pos, "the block that begins here is never closed"),
        None => Fault::new(last_pos(body), "an `end` or `else` after this line belongs to no block"),
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
        Some(Node::Text(text)) => text.pos, // the parser's line of a text is the one where it ends
        Some(Node::Action(action)) => action.pos,
        Some(Node::If(branch) | Node::Range(branch) | Node::With(branch)) => branch.pos,
        _ => body.pos,
    }
}

/// Everything wrong with the names of one body.
pub(crate) fn names(body: &ListNode) -> Vec<Fault> {
    let mut checker = Checker { faults: Vec::new(), variables: vec![SmolStr::new("$")], loops: 0, nested: 0 };
    checker.body(body);
    checker.faults
}

struct Checker {
    faults: Vec<Fault>,
    /// The variables in scope; a block's own are cut off at the block's end.
    variables: Vec<SmolStr>,
    loops: usize,
    nested: usize,
}

impl Checker {
    fn body(&mut self, list: &ListNode) {
        for node in &list.nodes {
            match node {
                Node::List(list) => self.body(list),
                Node::Action(action) => self.pipe(&action.pipe),
                Node::If(branch) | Node::With(branch) => self.branch(branch, 0),
                Node::Range(branch) => self.branch(branch, 1),
                Node::Template(template) => template.pipe.iter().for_each(|pipe| self.pipe(pipe)),
                Node::Break(pos) | Node::Continue(pos) if self.loops == 0 => {
                    self.faults.push(Fault::new(*pos, "`break` and `continue` belong into a `range`"));
                }
                Node::Text(_) | Node::Define(_) | Node::Break(_) | Node::Continue(_) => {}
            }
        }
    }

    fn branch(&mut self, branch: &BranchNode, loops: usize) {
        let outer = self.variables.len();
        self.enter(branch.pos);
        self.pipe(&branch.pipe);
        self.loops += loops;
        self.body(&branch.body);
        self.loops -= loops;
        branch.else_body.iter().for_each(|body| self.body(body));
        self.variables.truncate(outer);
        self.nested -= 1;
    }

    fn pipe(&mut self, pipe: &PipeNode) {
        for name in &pipe.decl {
            if pipe.is_assign {
                self.variable(name, pipe.pos);
            } else {
                self.variables.push(name.clone());
            }
        }
        for arg in pipe.commands.iter().flat_map(|command| &command.args) {
            self.expr(arg);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Identifier(pos, name) => self.function(name, *pos),
            Expr::Variable(pos, name, _) => self.variable(name, *pos),
            Expr::Pipe(pos, pipe) => {
                self.enter(*pos);
                self.pipe(pipe);
                self.nested -= 1;
            }
            Expr::Chain(_, inner, _) => self.expr(inner),
            _ => {}
        }
    }

    fn enter(&mut self, pos: Pos) {
        self.nested += 1;
        if self.nested == MOST_NESTED + 1 {
            self.faults.push(Fault::new(pos, format!("blocks are nested more than {MOST_NESTED} deep")));
        }
    }

    fn variable(&mut self, name: &SmolStr, pos: Pos) {
        if !self.variables.contains(name) {
            self.faults.push(Fault::new(pos, format!("the variable {name} is not declared here")));
        }
    }

    fn function(&mut self, name: &str, pos: Pos) {
        if functions::names().any(|known| known == name) {
            return;
        }
        let help = match floe_base::names::nearest(name, functions::names()).first() {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => "use only functions that depend on nothing but their arguments".to_owned(),
        };
        let fault = Fault::new(pos, format!("templates have no function {name:?}"));
        self.faults.push(Fault { help: Some(help), ..fault });
    }
}
