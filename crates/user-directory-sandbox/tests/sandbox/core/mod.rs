//! What all providers share: faults, clock, journal, snapshots, hostile requests.

mod agreement;
mod control;
mod faults;
mod faults_http;
mod hostile;
mod lifetime;
mod server;
mod session;
