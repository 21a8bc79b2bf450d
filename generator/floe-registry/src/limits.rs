//! Limits: how long plugins may take, and who keeps the time. Reads no clock.

use std::time::Duration;

use floe_types::plugin::Future;

/// How long a plugin may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To take its config and start.
    pub startup: Duration,
    /// To shut down.
    pub shutdown: Duration,
    /// To say how it is.
    pub health: Duration,
}

impl Default for Limits {
    /// Half a minute to start or to shut down, five seconds to say how it is.
    fn default() -> Self {
        let half_a_minute = Duration::from_secs(30);
        Self { startup: half_a_minute, shutdown: half_a_minute, health: Duration::from_secs(5) }
    }
}

/// Makes a future that ends when so much time has passed: `&|limit| Box::pin(tokio::time::sleep(limit))`
///
/// It is asked when a plugin waits, and again when it has ended. One that reads the clock whenever it is asked, not only when its executor
/// tells it of the time, also sees that a plugin has kept the executor waiting.
pub type Timer<'a> = &'a (dyn Fn(Duration) -> Future<'static, ()> + Sync);
