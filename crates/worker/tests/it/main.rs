//! The worker on a real store: counting, crashing, replaying, repricing, jobs.

mod consumer;
mod dead_letters;
mod exports;
mod faulty;
mod jobs;
mod journal;
mod kafka;
mod prices;
mod world;
