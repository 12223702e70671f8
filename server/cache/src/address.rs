//! Addresses: where an entry lies, in the process and in Redis.

use std::any::{TypeId, type_name};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::key::Key;
use crate::namespace::Namespace;

/// Where the entry of a key lies: equal for the same question, of the same type, in the same world.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Address {
    epoch: u64,
    namespace: &'static str,
    version: u32,
    value_type: TypeId,
    /// Of the type's name: unlike the id, it is the same in every process.
    fingerprint: u32,
    key: Key,
}

/// The epoch of a clock, hashed once for all addresses made under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

impl Epoch {
    pub(crate) fn of(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Address {
    pub(crate) fn new<T: 'static>(namespace: &Namespace, epoch: Epoch, key: Key) -> Self {
        Self {
            epoch: epoch.0,
            namespace: namespace.name,
            version: namespace.version,
            value_type: TypeId::of::<T>(),
            fingerprint: crc32fast::hash(type_name::<T>().as_bytes()),
            key,
        }
    }

    /// A number that is spread evenly over addresses.
    pub(crate) fn spread(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// The name of its key in Redis.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            epoch,
            namespace,
            version,
            fingerprint,
            key,
            ..
        } = self;
        write!(
            f,
            "vitrine:{epoch:016x}:{namespace}:{version}:{fingerprint:08x}:{key}"
        )
    }
}
