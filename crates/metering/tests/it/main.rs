//! What must always hold of money, sums and time, over events of every kind.

mod catalogue;
mod folding;
mod period;
mod rating;
mod reprice;
