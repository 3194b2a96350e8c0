//! Which candidates, in what order, and why. Pure.
