//! Stories of coming in and of the administrator's work, over HTTP on both engines.
#![expect(clippy::unwrap_used, reason = "tests: a broken stage must stop the story")]

mod administrator;
mod coming_in;
mod demo;
mod house;
mod outside;
mod own_account;
#[path = "../../../../platform/access/tests/access/provider.rs"]
mod provider;
mod running_out;
