//! The sandbox from outside: over the project's clients, and with requests that no client would send.

mod core;
mod raw;
mod sendauth;
