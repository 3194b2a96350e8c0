//! The contracts over memory and Redis, and what is Redis's own: flushes, outages, fan-out, shapes, bad URLs.

mod answers;
mod boards;
mod check;
mod contract;
mod counters;
mod live;
mod place;
mod proxy;
mod shapes;
mod world;
