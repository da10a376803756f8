//! Who accompanies whom, as a flow of minimum cost. Pure: no input or output.
