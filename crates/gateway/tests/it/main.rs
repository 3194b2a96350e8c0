//! The data plane as clients and providers see it, over real sockets.

mod across;
mod edges;
mod faults;
mod leaving;
mod passing;
mod refusing;
mod soak;
mod understood;
mod world;
