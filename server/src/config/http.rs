//! How requests come in.

use std::{net::SocketAddr, time::Duration};

use super::{
    parse::{milliseconds, number},
    variable::{Reader, Variable},
};

pub(super) const ADDR: Variable = Variable {
    name: "VITRINE_ADDR",
    default: "127.0.0.1:3000",
    meaning: "Address and port to listen on; port 0 takes a free one.",
};
const MAX_CONNECTIONS: Variable = Variable {
    name: "VITRINE_MAX_CONNECTIONS",
    default: "10000",
    meaning: "Connections open at a time; further ones wait to be accepted.",
};
const HEADER_TIMEOUT: Variable = Variable {
    name: "VITRINE_HEADER_TIMEOUT_MS",
    default: "10000",
    meaning: "Milliseconds a client has to send a request's head, also after the one before.",
};
const REQUEST_TIMEOUT: Variable = Variable {
    name: "VITRINE_REQUEST_TIMEOUT_MS",
    default: "15000",
    meaning: "Milliseconds an answer may take to begin; after that the client gets a 503.",
};
const SHUTDOWN_TIMEOUT: Variable = Variable {
    name: "VITRINE_SHUTDOWN_TIMEOUT_MS",
    default: "10000",
    meaning: "Milliseconds running requests have to finish after SIGTERM or Ctrl-C.",
};

pub(super) const VARIABLES: &[Variable] = &[
    ADDR,
    MAX_CONNECTIONS,
    HEADER_TIMEOUT,
    REQUEST_TIMEOUT,
    SHUTDOWN_TIMEOUT,
];

/// How requests come in.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// `VITRINE_ADDR`: address and port to listen on; port 0 takes a free one. Default
    /// 127.0.0.1:3000.
    pub addr: SocketAddr,
    /// `VITRINE_MAX_CONNECTIONS`: connections open at a time; further ones wait in the kernel's
    /// queue. Default 10 000.
    pub max_connections: usize,
    /// `VITRINE_HEADER_TIMEOUT_MS`: time a client has to send a request's head, counted from the
    /// connection's start or the end of the request before. Default 10 s.
    pub header_timeout: Duration,
    /// `VITRINE_REQUEST_TIMEOUT_MS`: time until the answer's head must be ready. Default 15 s.
    pub request_timeout: Duration,
    /// `VITRINE_SHUTDOWN_TIMEOUT_MS`: time running requests have to finish once the server is
    /// told to stop. Default 10 s.
    pub shutdown_timeout: Duration,
}

impl HttpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let addr = reader.read(ADDR, |text| {
            text.trim()
                .parse()
                .map_err(|_| "an IP address and a port, such as 127.0.0.1:3000".into())
        });
        let max_connections = reader.read(MAX_CONNECTIONS, number(1..=1_000_000));
        let header_timeout = reader.read(HEADER_TIMEOUT, milliseconds(1..=600_000));
        let request_timeout = reader.read(REQUEST_TIMEOUT, milliseconds(1..=600_000));
        let shutdown_timeout = reader.read(SHUTDOWN_TIMEOUT, milliseconds(0..=600_000));
        Some(Self {
            addr: addr?,
            max_connections: max_connections?,
            header_timeout: header_timeout?,
            request_timeout: request_timeout?,
            shutdown_timeout: shutdown_timeout?,
        })
    }
}
