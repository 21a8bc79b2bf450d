//! Message and DiagnosticInfo: the text and the severity of a code. Exit: how a program ends. The codes stand in [`crate::diagnostics`].

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The command stops.
    Error,
    /// The command does not stop.
    Warning,
    /// The finding is information.
    Info,
}

/// A finding in words, without a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// The remedy, as an imperative phrase.
    pub help: String,
}

/// A code, for people who ask for the meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct DiagnosticInfo {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The exit code of a command that reports this code.
    pub exit: u8,
    /// The title, in one line.
    pub title: &'static str,
    /// The reason for the code and the cause of the finding; Markdown.
    pub explain: &'static str,
    /// The message, with arguments in braces: one text for each variant.
    pub messages: &'static [&'static str],
    /// The remedy, with arguments in braces.
    pub help: &'static str,
    /// Other names of the code.
    pub aliases: &'static [&'static str],
    /// An input that causes the finding, where people can write such an input.
    pub example: Option<DiagnosticExample>,
}

/// A way in which a program ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Exit {
    /// `out_of_date`
    pub name: &'static str,
    /// The exit code.
    pub code: u8,
    /// `out of date`
    pub meaning: &'static str,
    /// The one program that ends so; `None`: all programs.
    pub program: Option<&'static str>,
}

/// An input that causes a diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct DiagnosticExample {
    /// The command that reports the diagnostic.
    pub command: &'static str,
    /// The files of the folder in which the command runs, with their paths.
    pub files: &'static [(&'static str, &'static str)],
}

/// `['a', 'b']`
pub(crate) fn list(items: &[impl AsRef<str>]) -> String {
    let items: Vec<_> = items.iter().map(|item| format!("'{}'", item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}
