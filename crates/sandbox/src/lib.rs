//! A simulated AI provider for demos and tests. Everything it answers is made up, and says so.
