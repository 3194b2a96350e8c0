//! What every cache and every set of counters must do, whatever it is made of.

pub mod answers;
pub mod counters;
