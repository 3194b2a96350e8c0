//! The price book in memory: the gateway orders candidates by it, the worker prices with it.

use arc_swap::ArcSwap;
use metering::PriceBook;
use std::sync::Arc;

/// The current price book; replaced whole when a price or a provider changes.
#[derive(Default)]
pub struct PriceShelf(ArcSwap<PriceBook>);

impl PriceShelf {
    /// A shelf with this book.
    #[must_use]
    pub fn new(book: PriceBook) -> Self {
        Self(ArcSwap::from_pointee(book))
    }

    /// The book now.
    #[must_use]
    pub fn book(&self) -> Arc<PriceBook> {
        self.0.load_full()
    }

    /// Puts a new book there. An older state of the prices never takes the place of a newer one, whoever read it last.
    pub fn replace(&self, book: PriceBook) {
        let book = Arc::new(book);
        self.0.rcu(|old| if old.version() > book.version() { old.clone() } else { book.clone() });
    }
}
