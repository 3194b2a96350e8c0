//! Role: the data plane.
