//! Pages of accounts. They print; nothing is decided here.

pub mod account_card;
pub mod admin;
pub mod demo;
pub mod forgot;
pub mod kept;
pub mod login;
pub mod own;
pub mod second_factor;
