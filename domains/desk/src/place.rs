//! A page per place, for everybody who works here: what it is called and was, who heads it, what stands under it, its people as links,
//! its plan and its figures. Reads across domains only to count; figures are of places that the viewer oversees.

mod ahead;
mod figures;
mod picture;
mod read;
mod sections;
mod tables;
mod web;

pub use web::{region, show};
