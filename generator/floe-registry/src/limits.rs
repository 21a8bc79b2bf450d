//! Limits: how long plugins may take, and the timer that keeps the time. Reads no clock.

use std::time::Duration;

use floe_types::plugin::Future;

/// How long a plugin may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To take the config and start.
    pub startup: Duration,
    /// To shut down.
    pub shutdown: Duration,
    /// To report health.
    pub health: Duration,
}

impl Default for Limits {
    /// Half a minute to start or to shut down, five seconds to report health.
    fn default() -> Self {
        let half_a_minute = Duration::from_secs(30);
        Self { startup: half_a_minute, shutdown: half_a_minute, health: Duration::from_secs(5) }
    }
}

/// Makes a future that ends when the given time has passed: `&|limit| Box::pin(tokio::time::sleep(limit))`.
///
/// The registry polls that future when a plugin waits, and again when the plugin has ended. A future that reads the clock at each poll also
/// notices when a plugin has kept the executor waiting.
pub type Timer<'a> = &'a (dyn Fn(Duration) -> Future<'static, ()> + Sync);
