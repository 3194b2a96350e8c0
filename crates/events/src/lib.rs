//! What happened: the usage event's wire form, the event log trait, the journal.
