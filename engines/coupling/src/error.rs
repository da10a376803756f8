//! What can't be said, and why.

/// Why there is no number. Positions count from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("{below} below the minimum of {of} pupils")]
    BadCount { below: i64, of: i64 },
    #[error("a number is not finite or out of its range: {what}")]
    OutOfRange { what: &'static str },
    #[error("{what}: {found} instead of {wanted}")]
    Shape { what: &'static str, found: usize, wanted: usize },
    #[error("{what}: {found} given, at least {needed} needed")]
    TooFew { what: &'static str, found: usize, needed: usize },
    #[error("{what} does not vary")]
    NoVariation { what: &'static str },
}
