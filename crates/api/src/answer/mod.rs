//! What answers are made of: exact money, moments, the frame that stands around every figure, and ledger rows.

pub mod figures;
pub mod frame;
pub mod row;
pub mod scalars;

pub use figures::{Driver, DriverName, Money, Percentiles, Provenances, Tokens, Traffic};
pub use frame::{Coverage, NoEstimateCounts, Period, Window};
pub use row::EventRow;
pub use scalars::{Moment, Usd};
