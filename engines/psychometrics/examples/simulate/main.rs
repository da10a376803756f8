//! The full simulations of docs/measurement-simulations.md: `cargo run --release -p psychometrics --example simulate`.
//! Prints that page's tables; the same seeds give the same tables on every machine. The small ones run as tests (tests/simulations.rs).

mod change;
mod deficits;
#[path = "../../tests/people/mod.rs"]
mod people;
mod sequential;

fn main() -> Result<(), psychometrics::Error> {
    println!("## Deficits: is the stated probability true?\n");
    println!("{}", deficits::HEAD);
    let runs = [8, 12, 20, 30].map(|items| deficits::run(100 + items as u64, 40_000, items));
    for run in runs.iter().flatten() {
        println!("{}", run.line());
    }
    println!("\n| stated P(deficit), decile | 8 items | 12 | 20 | 30 |\n|---|---|---|---|---|");
    for decile in 0..10 {
        let cells: Vec<String> = runs.iter().flatten().map(|run| run.deciles[decile].cell()).collect();
        println!("| {}–{} % | {} |", decile * 10, decile * 10 + 10, cells.join(" | "));
    }
    println!("\nLargest distance in a decile of at least 2,000 cells: {:.3}.", runs.iter().flatten().map(deficits::Deficits::worst).fold(0.0, f64::max));
    println!("\n## Sequential testing\n\n{}", sequential::HEAD);
    for mode in sequential::MODES {
        println!("{}", sequential::run(200, 6_000, mode)?.line(mode.name));
    }
    println!("\n## Change\n\n{}", change::HEAD);
    for truth in change::TRUTHS {
        for items in [12, 20, 30] {
            println!("{}", change::run(300 + items as u64, 4_000, items, truth)?.line(truth, items));
        }
    }
    runs.into_iter().try_for_each(|run| run.map(|_| ()))
}
