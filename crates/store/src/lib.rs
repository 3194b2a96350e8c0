//! What must survive: one repository trait a file, and the contract suite every backend passes.
