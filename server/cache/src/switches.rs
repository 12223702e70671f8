//! Namespaces that are turned off.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// Which namespaces are off. While all are on, asking costs one read of a flag.
#[derive(Debug, Default)]
pub(crate) struct Switches {
    some_are_off: AtomicBool,
    off: RwLock<BTreeSet<String>>,
}

impl Switches {
    /// These are off from now on, and no others.
    pub(crate) fn turn_off(&self, namespaces: impl IntoIterator<Item = String>) {
        let namespaces: BTreeSet<_> = namespaces.into_iter().collect();
        let mut off = self.off.write().unwrap_or_else(PoisonError::into_inner);
        self.some_are_off
            .store(!namespaces.is_empty(), Ordering::Release);
        *off = namespaces;
    }

    pub(crate) fn is_off(&self, namespace: &str) -> bool {
        self.some_are_off.load(Ordering::Acquire)
            && self
                .off
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .contains(namespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_off_and_nothing_else() {
        let switches = Switches::default();
        assert!(!switches.is_off("card"));
        switches.turn_off(["card".to_owned(), "page".to_owned()]);
        assert!(switches.is_off("card") && switches.is_off("page"));
        assert!(!switches.is_off("product"));
        switches.turn_off(["page".to_owned()]);
        assert!(!switches.is_off("card") && switches.is_off("page"));
        switches.turn_off([]);
        assert!(!switches.is_off("page"));
    }
}
