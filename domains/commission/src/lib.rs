//! commission.
