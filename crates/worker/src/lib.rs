//! Role: consumers and jobs.
