//! The child alone, for tests and examples of this crate; the product is its own child (see `sheets::child_main`).

fn main() {
    let arguments: Vec<_> = std::env::args_os().skip(2).collect();
    std::process::exit(sheets::child_main(arguments));
}
