//! Failure: the reason why a run could not be carried out. A fault of a chart is a finding, not a failure.

use std::fmt;

/// The reason why a run could not be carried out, in one sentence, with a known remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// One sentence.
    pub message: String,
    /// The remedy.
    pub help: Option<String>,
}

/// The result of a step of the program that can fail.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure without a known remedy.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "\n  {help}"))
    }
}

impl std::error::Error for Failure {}

impl From<kube::Error> for Failure {
    fn from(error: kube::Error) -> Self {
        Self::new(format!("the API server cannot be asked: {error}"))
    }
}

/// Gives errors of other libraries their context.
pub(crate) trait Context<T> {
    /// Names the action that failed.
    fn context(self, doing: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, doing: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|error| Failure::new(format!("{}: {error}", doing())))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, missing: impl FnOnce() -> String) -> Outcome<T> {
        self.ok_or_else(|| Failure::new(missing()))
    }
}
