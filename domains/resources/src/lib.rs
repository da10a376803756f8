//! The catalogue: what a pathway can be made of.
