//! Load generator and upstream for the speed figures.
fn main() {}
