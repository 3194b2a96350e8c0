//! The golden grid: providers × dialects × scenes, and every stream cut at every byte.

mod answers;
mod broken;
mod exchanges;
mod grid;
mod requests;
