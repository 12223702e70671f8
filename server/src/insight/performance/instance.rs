//! What this process is called among its like.

use std::process;

/// The machine's name and the process' number: `shop-1:4711`.
pub(super) fn name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname");
    let host = host.map(|host| host.trim().to_owned()).unwrap_or_default();
    let host = if host.is_empty() { "server" } else { &*host };
    format!("{host}:{}", process::id())
}
