//! Screens of accounts: login, second factor, first login, roles.
