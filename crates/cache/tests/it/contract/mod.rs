//! What every cache must do, whatever it is made of.
pub mod answers;
