//! Tree: rewrites a parsed template so that the template runs as in Go. Reading through a missing value is an error, numbers print as Go
//! prints them, templates call each other in one counted way, and each action notes its place. Executes nothing.

use std::sync::Arc;

use gotmpl::parse::{
    ActionNode, BranchNode, CommandNode, Expr, ListNode, Node, Number, PipeNode, Pos, SmolStr, TemplateNode,
};

use crate::functions::INCLUDE;

/// The hidden function that notes which action of which file runs: `(file, line)`.
pub(crate) const AT: &str = "\0at";
/// The hidden function that reads a path of fields: `(receiver, name…)`.
pub(crate) const FIELDS: &str = "\0fields";
/// The hidden function that turns an action's value to text.
pub(crate) const PRINTED: &str = "\0printed";

/// Rewrites the trees of one file.
pub(crate) struct Rewriter {
    file: i64,
}

impl Rewriter {
    /// For the file with this index.
    pub(crate) fn new(file: usize) -> Self {
        Self { file: i64::try_from(file).unwrap_or(i64::MAX) }
    }

    /// A body with all nested bodies.
    pub(crate) fn body(&self, list: ListNode) -> ListNode {
        let mut nodes = Vec::with_capacity(list.nodes.len() * 2);
        for node in list.nodes {
            if let Some(pos) = runs_at(&node) {
                nodes.push(self.mark(pos));
            }
            nodes.push(self.node(node));
        }
        ListNode { pos: list.pos, nodes }
    }

    fn node(&self, node: Node) -> Node {
        match node {
            Node::List(list) => Node::List(self.body(list)),
            Node::Action(action) => {
                let mut pipe = self.pipe(action.pipe);
                if pipe.decl.is_empty() {
                    pipe.commands.push(call(action.pos, PRINTED, Vec::new()));
                }
                Node::Action(ActionNode { pos: action.pos, pipe })
            }
            Node::If(branch) => Node::If(self.branch(branch)),
            Node::Range(branch) => Node::Range(self.branch(branch)),
            Node::With(branch) => Node::With(self.branch(branch)),
            Node::Template(TemplateNode { pos, name, pipe }) => {
                let dot = pipe.map_or(Expr::Nil(pos), |pipe| Expr::Pipe(pos, self.pipe(pipe)));
                let included = call(pos, INCLUDE, vec![Expr::String(pos, Arc::from(name.as_str())), dot]);
                Node::Action(ActionNode { pos, pipe: pipe_of(pos, included) })
            }
            node @ (Node::Text(_) | Node::Define(_) | Node::Break(_) | Node::Continue(_)) => node,
        }
    }

    fn branch(&self, branch: BranchNode) -> BranchNode {
        BranchNode {
            pos: branch.pos,
            pipe: self.pipe(branch.pipe),
            body: self.body(branch.body),
            else_body: branch.else_body.map(|body| self.body(body)),
        }
    }

    fn pipe(&self, mut pipe: PipeNode) -> PipeNode {
        for command in &mut pipe.commands {
            let args = std::mem::take(&mut command.args);
            command.args = args.into_iter().map(|arg| self.expr(arg)).collect();
        }
        pipe
    }

    fn expr(&self, expr: Expr) -> Expr {
        match expr {
            Expr::Pipe(pos, pipe) => Expr::Pipe(pos, self.pipe(pipe)),
            Expr::Field(pos, fields) if fields.len() > 1 => path(pos, Expr::Dot(pos), fields),
            Expr::Variable(pos, name, fields) if fields.len() > 1 => {
                path(pos, Expr::Variable(pos, name, Vec::new()), fields)
            }
            Expr::Chain(pos, inner, fields) => {
                let inner = self.expr(*inner);
                let is_call = matches!(inner, Expr::Identifier(..));
                if is_call || fields.len() < 2 {
                    Expr::Chain(pos, Box::new(inner), fields)
                } else {
                    path(pos, inner, fields)
                }
            }
            other => other,
        }
    }

    fn mark(&self, pos: Pos) -> Node {
        let line = i64::try_from(pos.line).unwrap_or(i64::MAX);
        let args = vec![Expr::Number(pos, Number::Int(self.file)), Expr::Number(pos, Number::Int(line))];
        Node::Action(ActionNode { pos, pipe: pipe_of(pos, call(pos, AT, args)) })
    }
}

/// The place where a node evaluates something, if the node does.
fn runs_at(node: &Node) -> Option<Pos> {
    match node {
        Node::Action(action) => Some(action.pos),
        Node::If(branch) | Node::Range(branch) | Node::With(branch) => Some(branch.pos),
        Node::Template(template) => Some(template.pos),
        Node::List(_) | Node::Text(_) | Node::Define(_) | Node::Break(_) | Node::Continue(_) => None,
    }
}

fn path(pos: Pos, receiver: Expr, fields: Vec<SmolStr>) -> Expr {
    let names = fields.into_iter().map(|field| Expr::String(pos, Arc::from(field.as_str())));
    let args = std::iter::once(receiver).chain(names).collect();
    Expr::Pipe(pos, pipe_of(pos, call(pos, FIELDS, args)))
}

fn call(pos: Pos, name: &str, args: Vec<Expr>) -> CommandNode {
    let name = Expr::Identifier(pos, SmolStr::new(name));
    CommandNode { pos, args: std::iter::once(name).chain(args).collect() }
}

fn pipe_of(pos: Pos, command: CommandNode) -> PipeNode {
    PipeNode { pos, decl: Vec::new(), commands: vec![command], is_assign: false }
}
