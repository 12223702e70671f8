//! Whose calls are counted together.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use sha2::{Digest as _, Sha256};

use super::ClientAddress;

/// The part of an IPv6 address that names a network: within it, one customer makes addresses at will.
const IPV6_PREFIX: u128 = u128::MAX << 64;

/// Whose calls are counted together: an IPv4 address, a /64 of IPv6, or an account. Known by a digest, so that neither
/// memory nor Redis holds an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subject(u128);

impl Subject {
    /// All who come from this network.
    pub fn address(client: ClientAddress) -> Self {
        Self::digest("address", &prefix(client.ip()).to_string())
    }

    /// All who come for this account, by what names it: upper and lower case are the same, as is what stands around it.
    pub fn account(name: &str) -> Self {
        Self::digest("account", &name.trim().to_lowercase())
    }

    fn digest(kind: &str, name: &str) -> Self {
        let digest = Sha256::digest(format!("{kind}:{name}"));
        let bytes = digest.iter().take(16);
        Self(bytes.fold(0, |number, byte| number << 8 | u128::from(*byte)))
    }
}

/// Hexadecimal digits.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

fn prefix(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & IPV6_PREFIX).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;
    use crate::rate_limit::ClientAddress;

    fn address(text: &str) -> Subject {
        Subject::address(ClientAddress::from(
            text.parse::<std::net::IpAddr>().unwrap(),
        ))
    }

    #[test]
    fn an_ipv4_address_is_one_visitor() {
        assert_eq!(address("192.0.2.1"), address("192.0.2.1"));
        assert_ne!(address("192.0.2.1"), address("192.0.2.2"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
    }

    #[test]
    fn an_ipv6_network_is_one_visitor() {
        let one = address("2001:db8:1:2::1");
        assert_eq!(one, address("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(one, address("2001:db8:1:3::1"));
    }

    #[test]
    fn an_account_is_one_however_it_is_written() {
        assert_eq!(
            Subject::account(" Ada@Example.com "),
            Subject::account("ada@example.com")
        );
        assert_ne!(Subject::account("192.0.2.1"), address("192.0.2.1"));
    }
}
