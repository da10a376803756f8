//! The program from outside: settings, HTTP, first set-up, backup.

mod backup;
mod bringing;
mod config;
mod crawl;
mod exports;
mod forms;
mod http;
mod measure;
mod region;
mod regions;
mod routes;
mod scope;
mod setup;
mod slow;
mod traces;
mod twice;
mod uploads;
mod wire;
