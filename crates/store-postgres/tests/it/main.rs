//! The contract suite, and what is PostgreSQL's own: isolation, partitions, migrations, several processes at once.

mod contract;
mod databases;
mod isolation;
mod planted;
