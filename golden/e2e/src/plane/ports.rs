//! Ports of the loopback interface that nobody uses.

use std::net::{Ipv4Addr, TcpListener};

use crate::failure::{Context as _, Outcome};

/// As many different ports as asked for, free at this moment.
pub(super) fn free<const N: usize>() -> Outcome<[u16; N]> {
    let mut ports = [0; N];
    // All are held until the last is known, so that they differ.
    let mut held = Vec::new();
    for port in &mut ports {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context(|| "no port of 127.0.0.1 is free".to_owned())?;
        *port = listener.local_addr().context(|| "a port has no number".to_owned())?.port();
        held.push(listener);
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_ports_differ() {
        let [a, b, c] = free::<3>().unwrap();
        assert!(a != 0 && a != b && b != c && a != c);
    }
}
