//! Tree: checks a parsed template as strictly as Go's parser, and rewrites the template to run as in Go. Functions and variables are known,
//! reading through a missing value is an error, numbers print as Go prints them, templates call each other in one counted way, and each
//! action notes its own place. Executes nothing.

use std::mem;
use std::sync::Arc;

use floe_base::Diagnostic;
use gotmpl::parse::{ActionNode, BranchNode, CommandNode, Expr, ListNode, Node, Number, PipeNode, Pos, SmolStr};

use crate::check::fault;
use crate::functions::{self, AT, FIELDS, INCLUDE, PRINTED};

/// How deeply blocks and parentheses may be nested in one template. This limit and the limit of includes bound the stack.
const MOST_NESTED: usize = 20;

/// Checks and rewrites the templates of one file.
pub(crate) struct Rewriter<'a> {
    pub(crate) path: &'a str,
    file: usize,
    pub(crate) faults: Vec<Diagnostic>,
    /// The variables in scope; a block's own are cut off at the block's end.
    variables: Vec<SmolStr>,
    loops: usize,
    nested: usize,
}

impl<'a> Rewriter<'a> {
    /// For the file with this index.
    pub(crate) fn new(path: &'a str, file: usize) -> Self {
        Self { path, file, faults: Vec::new(), variables: Vec::new(), loops: 0, nested: 0 }
    }

    /// Checks and rewrites one template of the file.
    pub(crate) fn template(&mut self, body: &mut ListNode) {
        self.variables = vec![SmolStr::new("$")];
        self.body(body);
    }

    fn body(&mut self, list: &mut ListNode) {
        for mut node in mem::take(&mut list.nodes) {
            let runs_at = self.node(&mut node);
            list.nodes.extend(runs_at.map(|pos| self.mark(pos)));
            list.nodes.push(node);
        }
    }

    /// Checks and rewrites a node, and returns the place where the node evaluates something.
    fn node(&mut self, node: &mut Node) -> Option<Pos> {
        match node {
            Node::List(list) => self.body(list),
            Node::Action(ActionNode { pos, pipe }) => {
                self.pipe(pipe);
                if pipe.decl.is_empty() {
                    pipe.commands.push(call(*pos, PRINTED, Vec::new()));
                }
                return Some(*pos);
            }
            Node::If(branch) | Node::With(branch) => return Some(self.branch(branch, 0)),
            Node::Range(branch) => return Some(self.branch(branch, 1)),
            Node::Template(template) => {
                let (pos, name) = (template.pos, Arc::from(template.name.as_str()));
                let dot = template.pipe.take().map_or(Expr::Nil(pos), |mut pipe| {
                    self.pipe(&mut pipe);
                    Expr::Pipe(pos, pipe)
                });
                *node = action(pos, call(pos, INCLUDE, vec![Expr::String(pos, name), dot]));
                return Some(pos);
            }
            Node::Break(pos) | Node::Continue(pos) if self.loops == 0 => {
                self.fault(*pos, "`break` and `continue` belong into a `range`");
            }
            Node::Text(_) | Node::Define(_) | Node::Break(_) | Node::Continue(_) => {}
        }
        None
    }

    fn branch(&mut self, branch: &mut BranchNode, loops: usize) -> Pos {
        let outer = self.variables.len();
        self.enter(branch.pos);
        self.pipe(&mut branch.pipe);
        self.loops += loops;
        self.body(&mut branch.body);
        self.loops -= loops;
        branch.else_body.iter_mut().for_each(|body| self.body(body));
        self.variables.truncate(outer);
        self.nested -= 1;
        branch.pos
    }

    fn pipe(&mut self, pipe: &mut PipeNode) {
        for name in &pipe.decl {
            if pipe.is_assign {
                self.variable(name, pipe.pos);
            } else {
                self.variables.push(name.clone());
            }
        }
        pipe.commands.iter_mut().flat_map(|command| &mut command.args).for_each(|arg| self.expr(arg));
    }

    fn expr(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Identifier(pos, name) => self.function(name, *pos),
            Expr::Variable(pos, name, fields) => {
                self.variable(name, *pos);
                if fields.len() > 1 {
                    let (pos, fields) = (*pos, mem::take(fields));
                    *expr = path(pos, expr.clone(), fields);
                }
            }
            Expr::Field(pos, fields) if fields.len() > 1 => *expr = path(*pos, Expr::Dot(*pos), mem::take(fields)),
            Expr::Chain(pos, inner, fields) => {
                self.expr(inner);
                if fields.len() > 1 && !matches!(**inner, Expr::Identifier(..)) {
                    let inner = mem::replace(&mut **inner, Expr::Nil(*pos));
                    *expr = path(*pos, inner, mem::take(fields));
                }
            }
            Expr::Pipe(pos, pipe) => {
                self.enter(*pos);
                self.pipe(pipe);
                self.nested -= 1;
            }
            _ => {}
        }
    }

    fn enter(&mut self, pos: Pos) {
        self.nested += 1;
        if self.nested == MOST_NESTED + 1 {
            self.fault(pos, &format!("blocks are nested more than {MOST_NESTED} deep"));
        }
    }

    fn variable(&mut self, name: &SmolStr, pos: Pos) {
        if !self.variables.contains(name) {
            self.fault(pos, &format!("the variable {name} is not declared here"));
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
        let fault = fault(&format!("templates have no function {name:?}"), self.path, pos.line, 1);
        self.faults.push(fault.help(help));
    }

    pub(crate) fn fault(&mut self, pos: Pos, message: &str) {
        self.faults.push(fault(message, self.path, pos.line, 1));
    }

    fn mark(&self, pos: Pos) -> Node {
        let location = i64::try_from((self.file as u64) << 32 | pos.line as u64).unwrap_or(i64::MAX);
        action(pos, call(pos, AT, vec![Expr::Number(pos, Number::Int(location))]))
    }
}

fn path(pos: Pos, receiver: Expr, fields: Vec<SmolStr>) -> Expr {
    let names = fields.into_iter().map(|field| Expr::String(pos, Arc::from(field.as_str())));
    let args = std::iter::once(receiver).chain(names).collect();
    Expr::Pipe(pos, pipe_of(pos, call(pos, FIELDS, args)))
}

fn action(pos: Pos, command: CommandNode) -> Node {
    Node::Action(ActionNode { pos, pipe: pipe_of(pos, command) })
}

fn pipe_of(pos: Pos, command: CommandNode) -> PipeNode {
    PipeNode { pos, decl: Vec::new(), commands: vec![command], is_assign: false }
}

fn call(pos: Pos, name: &str, args: Vec<Expr>) -> CommandNode {
    let name = Expr::Identifier(pos, SmolStr::new(name));
    CommandNode { pos, args: std::iter::once(name).chain(args).collect() }
}
