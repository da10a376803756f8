//! Cases: one teacher's whole loop on two strands, with its team, evidence and picture.
