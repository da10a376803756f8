//! Where a function crosses 0.

const ROUNDS: usize = 200;

/// Between `left`, where `f` is above 0, and `right`, where it isn't: points with their values.
/// Regula falsi that halves the value of an end kept twice (Illinois, Dowell & Jarratt 1971), with a bisection in every fourth round.
pub(crate) fn crossing(f: impl Fn(f64) -> f64, left: (f64, f64), right: (f64, f64)) -> f64 {
    let ((mut a, mut fa), (mut b, mut fb)) = (left, right);
    let mut moved_left = None;
    for round in 0..ROUNDS {
        if fb == 0.0 {
            return b;
        }
        if b - a <= 1e-11 * (1.0 + a.abs().max(b.abs())) {
            break;
        }
        let straight = a + (b - a) * fa / (fa - fb);
        let middle = if round % 4 == 3 || !(straight > a && straight < b) { 0.5 * (a + b) } else { straight };
        let value = f(middle);
        if value > 0.0 {
            (a, fa) = (middle, value);
            if moved_left == Some(true) {
                fb *= 0.5;
            }
            moved_left = Some(true);
        } else {
            (b, fb) = (middle, value);
            if moved_left == Some(false) {
                fa *= 0.5;
            }
            moved_left = Some(false);
        }
    }
    0.5 * (a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_crossing_of_curves_of_any_shape() {
        for root in [-3.9, -0.2, 0.0, 1.7, 4.99] {
            for f in [|d: f64| -d, |d: f64| -d.powi(3), |d: f64| -d.exp_m1(), |d: f64| if d < 0.0 { 1.0 } else { -1e-9 }] {
                let found = crossing(|x| f(x - root), (-5.0, f(-5.0 - root)), (5.0, f(5.0 - root)));
                assert!((found - root).abs() < 1e-4, "{found} for {root}");
            }
        }
    }
}
