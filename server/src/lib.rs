//! The program around the domains: command line, settings, HTTP, first set-up, jobs, backup, doctor.
//!
//! * [`assemble`] is the one place that knows all domains: their routers and who hears whose news.
//! * [`serve`] starts and stops; [`schedule`] is what happens by itself.
//! * [`measure`] is the engine of measurement for tables of answers, without a database.
//! * [`regions`] serves several regions in one process, each with everything of its own, and the page of the country.
//! * [`http`] is hard towards strangers: slow, large and odd requests end there.
//! * [`backup`] and [`doctor`] work on the folder of data that [`data`] locks for one program at a time.

pub mod assemble;
pub mod audit_check;
pub mod backup;
pub mod cli;
pub mod config;
pub mod data;
pub mod demo_clock;
mod demo_doors;
pub mod doctor;
pub mod http;
pub mod key;
pub mod measure;
pub mod outbox;
pub mod regions;
pub mod say;
pub mod schedule;
pub mod serve;
pub mod setup;
pub mod token;
