//! The contract suite, and what is PostgreSQL's own: isolation, partitions, migrations, several processes at once.

mod checks;
mod contract;
mod databases;
mod isolation;
mod migrations;
mod partitions;
mod planted;
mod together;
