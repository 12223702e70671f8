//! Where a request comes from.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr as _,
};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::{HeaderMap, HeaderName, StatusCode, request::Parts};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address a request comes from, as far as it can be known: never anything that a visitor could make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The address itself; an IPv4 address in IPv6 clothes is IPv4.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// The address of whoever sent the request with these `parts` through so many proxies of ours.
    ///
    /// Each proxy appends the address it was asked from to `X-Forwarded-For`, and the peer is the last of that row. So the
    /// visitor stands as many places before the peer as there are proxies; what stands further left is hearsay. A row that
    /// is shorter was begun by one of our proxies. An entry that is no address gives way to the proxy that wrote it.
    ///
    /// A request that came by no connection is from nowhere: all such are one visitor.
    pub fn of(parts: &Parts, trusted_proxies: usize) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        if trusted_proxies == 0 {
            return Self::from(peer);
        }
        let written = forwarded(&parts.headers);
        let ours = &written[written.len().saturating_sub(trusted_proxies)..];
        let known = ours.iter().find_map(|entry| *entry);
        Self::from(known.unwrap_or(peer))
    }
}

impl From<IpAddr> for ClientAddress {
    fn from(ip: IpAddr) -> Self {
        Self(ip.to_canonical())
    }
}

/// As a middleware left it: see [`middleware::layers`](crate::middleware::layers).
impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let client = parts.extensions.get().copied();
        client.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The entries of all `X-Forwarded-For` lines, in order; `None` for what is no address.
fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = headers.get_all(X_FORWARDED_FOR).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(|entry| address(str::from_utf8(entry).ok()?.trim()))
        .collect()
}

/// `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`, with or without a port, as proxies write it.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    IpAddr::from_str(bare.unwrap_or(text))
        .or_else(|_| SocketAddr::from_str(text).map(|socket| socket.ip()))
        .ok()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    /// Who it is that comes from 10.0.0.1 with these lines.
    fn client(lines: &[&str], trusted_proxies: usize) -> String {
        let mut request = Request::get("/");
        for line in lines {
            request = request.header(X_FORWARDED_FOR, *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer: SocketAddr = "10.0.0.1:4711".parse().unwrap();
        parts.extensions.insert(ConnectInfo(peer));
        ClientAddress::of(&parts, trusted_proxies).ip().to_string()
    }

    #[test]
    fn without_proxies_the_peer_is_the_visitor_whatever_it_says() {
        for lines in [&[][..], &["192.0.2.1"], &["192.0.2.1, 192.0.2.2"]] {
            assert_eq!(client(lines, 0), "10.0.0.1");
        }
    }

    #[test]
    fn entries_are_counted_from_the_right() {
        let spoofed = "1.1.1.1, 192.0.2.1";
        assert_eq!(client(&[spoofed], 1), "192.0.2.1");
        assert_eq!(client(&["1.1.1.1, 192.0.2.1, 10.0.0.2"], 2), "192.0.2.1");
        assert_eq!(client(&[spoofed, "10.0.0.2"], 2), "192.0.2.1");
        assert_eq!(client(&["1.1.1.1", "192.0.2.1,10.0.0.2"], 2), "192.0.2.1");
    }

    #[test]
    fn a_short_row_was_begun_by_a_proxy_of_ours() {
        assert_eq!(client(&["192.0.2.1"], 3), "192.0.2.1");
        assert_eq!(client(&[], 2), "10.0.0.1");
    }

    #[test]
    fn what_is_no_address_gives_way_to_who_wrote_it() {
        assert_eq!(client(&["1.1.1.1, unknown"], 1), "10.0.0.1");
        assert_eq!(client(&["1.1.1.1, _hidden, 10.0.0.2"], 2), "10.0.0.2");
        assert_eq!(client(&[""], 1), "10.0.0.1");
        assert_eq!(client(&["192.0.2.1,"], 1), "10.0.0.1");
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        for (written, ip) in [
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(client(&[written], 1), ip, "{written}");
        }
    }

    #[test]
    fn who_came_by_no_connection_is_from_nowhere() {
        let (parts, ()) = Request::get("/").body(()).unwrap().into_parts();
        assert_eq!(ClientAddress::of(&parts, 0).ip().to_string(), "0.0.0.0");
    }
}
