//! `metodaktiv`: see `metodaktiv --help`.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
