//! ApiVersion: the interface version of a plugin, and whether this floe can use the plugin. This floe's version: [`crate::registry`].

use std::fmt;

/// The version of the plugin interface: `1.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion {
    /// The number that must be equal.
    pub major: u64,
    /// The number up to which plugins work.
    pub minor: u64,
}

impl ApiVersion {
    /// Reads `1.0`. A patch level may follow (`1.0.3`) and has no effect.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u64> = text.split('.').map(number).collect::<Option<_>>()?;
        match numbers[..] {
            [major, minor] | [major, minor, _] => Some(Self { major, minor }),
            _ => None,
        }
    }

    /// Whether a plugin that is written for `plugin` works here: the major version is equal, and the minor version is not higher.
    pub const fn serves(self, plugin: Self) -> bool {
        self.major == plugin.major && plugin.minor <= self.minor
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

fn number(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}
