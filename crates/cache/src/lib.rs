//! What may be forgotten: counters, dashboard answers, snapshots, live fan-out.
