//! Building the contents of an index from nothing, with two threads that take texts apart.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::core::{Batch, Core, analyse};
use crate::product::Product;

/// How many products are taken apart at once: enough for words to come again, few enough to be light.
const BATCH: usize = 4096;
/// How many threads take them apart while another puts them together.
const THREADS: usize = 2;
/// How many batches may wait before products are no longer taken.
const WAITING: usize = 4;

/// Takes the products of an index one at a time.
#[derive(Debug, Default)]
pub struct Builder {
    core: Core,
    products: Vec<Product>,
    workers: Option<Workers>,
    given: usize,
    taken: usize,
    /// Batches that were ready before an earlier one.
    early: BTreeMap<usize, Batch>,
}

#[derive(Debug)]
struct Workers {
    to: Sender<(usize, Vec<Product>)>,
    from: Receiver<(usize, Batch)>,
    threads: Vec<JoinHandle<()>>,
}

impl Builder {
    /// Begins with no products.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a product in. If it was there already, the last one stays.
    pub fn push(&mut self, product: Product) {
        self.products.push(product);
        if self.products.len() == BATCH {
            self.hand_over();
            while self.given - self.taken > WAITING && self.take_back() {}
        }
    }

    /// How many products were pushed.
    pub fn len(&self) -> usize {
        self.given * BATCH + self.products.len()
    }

    /// Whether none were pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything put together.
    pub(crate) fn finish(mut self) -> Core {
        while self.given > self.taken && self.take_back() {}
        if let Some(Workers { to, from, threads }) = self.workers.take() {
            drop((to, from));
            for thread in threads {
                if let Err(cause) = thread.join() {
                    std::panic::resume_unwind(cause);
                }
            }
        }
        self.core.insert_untold(&analyse(&self.products));
        self.core.fill_dictionary();
        self.core.shrink();
        self.core
    }

    fn hand_over(&mut self) {
        let products = std::mem::take(&mut self.products);
        let workers = self.workers.get_or_insert_with(Workers::start);
        if workers.to.send((self.given, products)).is_ok() {
            self.given += 1;
        }
    }

    /// Waits for a batch and puts in what is next; false if no more will come.
    fn take_back(&mut self) -> bool {
        let Some((number, batch)) = self
            .workers
            .as_ref()
            .and_then(|workers| workers.from.recv().ok())
        else {
            return false;
        };
        self.early.insert(number, batch);
        while let Some(batch) = self.early.remove(&self.taken) {
            self.core.insert_untold(&batch);
            self.taken += 1;
        }
        true
    }
}

impl Workers {
    fn start() -> Self {
        let (to, products) = channel::<(usize, Vec<Product>)>();
        let (batches, from) = channel();
        let products = Arc::new(Mutex::new(products));
        let threads = (0..THREADS)
            .map(|_| {
                let (products, batches) = (Arc::clone(&products), batches.clone());
                thread::spawn(move || {
                    loop {
                        let next = products
                            .lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .recv();
                        let Ok((number, products)) = next else {
                            return;
                        };
                        if batches.send((number, analyse(&products))).is_err() {
                            return;
                        }
                    }
                })
            })
            .collect();
        Self { to, from, threads }
    }
}
