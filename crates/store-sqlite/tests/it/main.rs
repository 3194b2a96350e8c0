//! The contract suite, and what is SQLite's own: files, damage, threads.

mod contract;
mod files;
mod opened;
