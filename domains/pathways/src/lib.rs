//! Pathways: built together, signed, walked, presented, closed.
