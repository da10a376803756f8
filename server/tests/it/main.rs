//! The program from outside: settings, HTTP, first set-up, backup.

mod backup;
mod config;
mod http;
mod setup;
mod slow;
mod wire;
