//! What all providers share: faults, clock, journal, snapshots, hostile requests.

mod control;
mod faults;
mod hostile;
mod lifetime;
