//! Message and DiagnosticInfo: what a code says, and how grave it is. Exit: how a program ends. The codes themselves stand in [`crate::diagnostics`].

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It stops the command.
    Error,
    /// It does not.
    Warning,
    /// It says something worth knowing.
    Info,
}

/// A finding in words, without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// What to do, as an imperative phrase.
    pub help: String,
}

/// A code, for those who ask what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct DiagnosticInfo {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// With which code a command ends that tells it.
    pub exit: u8,
    /// One line that names it.
    pub title: &'static str,
    /// Why it exists and how it comes about; Markdown.
    pub explain: &'static str,
    /// What it says, with arguments in braces: one text for each variant.
    pub messages: &'static [&'static str],
    /// What to do, with arguments in braces.
    pub help: &'static str,
    /// Other names under which it is known.
    pub aliases: &'static [&'static str],
    /// What brings it about, where something that people write can.
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
    /// The one program that ends so; `None`: all do.
    pub program: Option<&'static str>,
}

/// What brings a diagnostic about.
#[derive(Debug, PartialEq, Eq)]
pub struct DiagnosticExample {
    /// The command that gives it.
    pub command: &'static str,
    /// The files of the folder in which it runs, with their paths.
    pub files: &'static [(&'static str, &'static str)],
}

/// `['a', 'b']`
pub(crate) fn list(items: &[impl AsRef<str>]) -> String {
    let items: Vec<_> = items.iter().map(|item| format!("'{}'", item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}
