//! Pages of this domain.

pub mod assignments;
pub mod attempts;
pub mod cabinet;
pub mod choosing;
pub mod forms;
pub mod hub;
pub mod instruments;
pub mod marking;

/// `0,25`: two digits after the comma.
fn decimal(number: f64) -> String {
    format!("{number:.2}").replace('.', ",").replace('-', "−")
}

/// `34 %`
fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", (share * 100.0).clamp(0.0, 100.0))
}
