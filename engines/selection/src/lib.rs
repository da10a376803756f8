//! Which resources to propose for a set of deficits: pure, no input or output.
