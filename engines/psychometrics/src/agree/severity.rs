//! How strict each rater is, and whether that moves.

use crate::error::Error;

/// One rating. Raters, objects and windows of time are numbered by the caller from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    pub rater: usize,
    /// What was rated: a lesson's criterion, an answer.
    pub object: usize,
    pub score: f64,
    /// A month, a quarter: later ones have larger numbers.
    pub window: usize,
}

/// A rater in one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub window: usize,
    pub ratings: usize,
    /// Generosity there, on the scale of the scores.
    pub generosity: f64,
    pub se: f64,
}

/// The last window against the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Above 0: has become more generous.
    pub change: f64,
    pub se: f64,
    /// `change / se`; beyond 2 or 3 worth a talk. `None` when raters agree without any residue.
    pub z: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Severity {
    pub rater: usize,
    /// Ratings of objects that somebody else rated too.
    pub ratings: usize,
    /// Mean of what the rater gives beyond what raters on average give to the same object; below 0 strict.
    pub generosity: f64,
    pub se: f64,
    /// Raters are comparable within one circle: those tied to each other by objects in common.
    pub circle: usize,
    pub windows: Vec<Window>,
    /// `None` with fewer than two windows.
    pub drift: Option<Drift>,
}

/// All raters who share an object with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Severities {
    pub raters: Vec<Severity>,
    /// What is left between ratings of one object when generosity is taken off: sd.
    pub residual_sd: f64,
}

const MOST: usize = 10_000;

/// Generosity by least squares of `score = object + rater`, raters summing to 0 in each circle; windows from the residuals.
///
/// # Errors
/// A score that isn't finite, fewer ratings in common than it takes (each rater, each object and something left to judge by).
pub fn severities(ratings: &[Rating]) -> Result<Severities, Error> {
    if ratings.iter().any(|rating| !rating.score.is_finite()) {
        return Err(Error::NotFinite { what: "a rating" });
    }
    let size = |f: fn(&Rating) -> usize| ratings.iter().map(f).max().map_or(0, |largest| largest + 1);
    let (raters, objects) = (size(|rating| rating.rater), size(|rating| rating.object));
    let mut rated = vec![0_usize; objects];
    ratings.iter().for_each(|rating| rated[rating.object] += 1);
    let shared: Vec<Rating> = ratings.iter().filter(|rating| rated[rating.object] > 1).copied().collect();
    let circles = circles(&shared, raters, objects);
    let present: Vec<usize> = (0..raters).filter(|rater| shared.iter().any(|rating| rating.rater == *rater)).collect();
    let mut distinct: Vec<usize> = present.iter().map(|rater| circles[*rater]).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let parameters = present.len() + rated.iter().filter(|n| **n > 1).count() - distinct.len().min(present.len());
    if shared.len() <= parameters {
        return Err(Error::TooFew { what: "ratings of objects in common", found: shared.len(), needed: parameters + 1 });
    }
    let (generosity, object) = fit(&shared, raters, objects, &circles, &rated)?;
    let residual = |rating: &Rating| rating.score - object[rating.object] - generosity[rating.rater];
    let variance = shared.iter().map(|rating| residual(rating).powi(2)).sum::<f64>() / (shared.len() - parameters) as f64;
    // A rating is part of its object's mean, so only this much of it tells of the rater.
    let tells = |rating: &Rating| 1.0 - 1.0 / rated[rating.object] as f64;
    let place = |rater: usize| distinct.iter().position(|circle| *circle == circles[rater]).unwrap_or(0);
    let one = |rater: usize| {
        let own: Vec<&Rating> = shared.iter().filter(|rating| rating.rater == rater).collect();
        let told: f64 = own.iter().map(|rating| tells(rating)).sum();
        let mut numbers: Vec<usize> = own.iter().map(|rating| rating.window).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let window = |window: usize| {
            let there: Vec<&&Rating> = own.iter().filter(|rating| rating.window == window).collect();
            let told: f64 = there.iter().map(|rating| tells(rating)).sum();
            let moved = there.iter().map(|rating| residual(rating)).sum::<f64>() / told;
            Window { window, ratings: there.len(), generosity: generosity[rater] + moved, se: (variance / told).sqrt() }
        };
        let windows: Vec<Window> = numbers.into_iter().map(window).collect();
        Severity { rater, ratings: own.len(), generosity: generosity[rater], se: (variance / told).sqrt(), circle: place(rater), drift: drift(&windows), windows }
    };
    Ok(Severities { raters: present.iter().map(|rater| one(*rater)).collect(), residual_sd: variance.sqrt() })
}

fn drift(windows: &[Window]) -> Option<Drift> {
    let (first, last) = (windows.first()?, windows.last()?);
    if windows.len() < 2 {
        return None;
    }
    let (change, se) = (last.generosity - first.generosity, last.se.hypot(first.se));
    Some(Drift { change, se, z: (se > 1e-12).then(|| change / se) })
}

/// The smallest rater tied to each rater.
fn circles(shared: &[Rating], raters: usize, objects: usize) -> Vec<usize> {
    let mut rater: Vec<usize> = (0..raters).collect();
    let mut object = vec![usize::MAX; objects];
    loop {
        let mut changed = false;
        for rating in shared {
            let least = rater[rating.rater].min(object[rating.object]);
            changed |= rater[rating.rater] != least || object[rating.object] != least;
            rater[rating.rater] = least;
            object[rating.object] = least;
        }
        if !changed {
            return rater;
        }
    }
}

/// Generosity of raters and level of objects: each in turn the mean of what the other leaves.
fn fit(shared: &[Rating], raters: usize, objects: usize, circles: &[usize], rated: &[usize]) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let (mut generosity, mut object, mut given) = (vec![0.0; raters], vec![0.0; objects], vec![0.0; raters]);
    shared.iter().for_each(|rating| given[rating.rater] += 1.0);
    for _ in 0..MOST {
        object.iter_mut().for_each(|level| *level = 0.0);
        shared.iter().for_each(|rating| object[rating.object] += (rating.score - generosity[rating.rater]) / rated[rating.object] as f64);
        let mut next = vec![0.0; raters];
        shared.iter().for_each(|rating| next[rating.rater] += (rating.score - object[rating.object]) / given[rating.rater]);
        centre(&mut next, circles, &given);
        let moved = next.iter().zip(&generosity).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        generosity = next;
        if moved < 1e-10 {
            return Ok((generosity, object));
        }
    }
    Err(Error::NotSettled { what: "the raters' generosity", iterations: MOST })
}

fn centre(generosity: &mut [f64], circles: &[usize], given: &[f64]) {
    let n = generosity.len();
    let (mut sums, mut counts) = (vec![0.0; n], vec![0.0; n]);
    for at in (0..n).filter(|at| given[*at] > 0.0) {
        sums[circles[at]] += generosity[at];
        counts[circles[at]] += 1.0;
    }
    for at in (0..n).filter(|at| given[*at] > 0.0) {
        generosity[at] -= sums[circles[at]] / counts[circles[at]];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three raters over 60 objects; the third gives half a point more from the second half on.
    fn ratings() -> Vec<Rating> {
        let noise = |at: usize| (((at * 7_919) % 101) as f64 / 101.0 - 0.5) * 0.4;
        let one = |object: usize, rater: usize| {
            let window = usize::from(object >= 30);
            let generosity = [0.3, -0.3, if window == 1 { 0.5 } else { 0.0 }][rater];
            Rating { rater, object, score: (object % 4) as f64 + generosity + noise(3 * object + rater), window }
        };
        (0..60).flat_map(|object| (0..3).map(move |rater| one(object, rater))).collect()
    }

    #[test]
    fn strictness_and_its_drift_are_found() {
        let found = severities(&ratings()).unwrap();
        let [generous, strict, moving] = &found.raters[..] else { panic!("three raters") };
        assert!(generous.generosity > 0.1 && strict.generosity < -0.2);
        assert!((generous.generosity - strict.generosity - 0.6).abs() < 0.1, "{found:?}");
        let change = moving.drift.unwrap();
        assert!((change.change - 0.5).abs() < 0.3 && change.z.unwrap() > 3.0, "{change:?}");
        assert!(found.residual_sd < 0.3);
    }

    #[test]
    fn raters_without_an_object_in_common_are_in_circles_of_their_own() {
        let mut ratings = ratings();
        ratings.extend((60..80).flat_map(|object| (3..5).map(move |rater| Rating { rater, object, score: 1.0 + f64::from(u8::from(rater == 3 && object % 2 == 0)), window: 0 })));
        ratings.push(Rating { rater: 9, object: 99, score: 2.0, window: 0 });
        let found = severities(&ratings).unwrap();
        assert_eq!(found.raters.iter().map(|one| (one.rater, one.circle)).collect::<Vec<_>>(), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1)]);
        assert!((found.raters[3].generosity - 0.25).abs() < 1e-9 && (found.raters[4].generosity + 0.25).abs() < 1e-9);
        assert!(found.raters[3].drift.is_none());
    }

    #[test]
    fn nothing_in_common_is_refused() {
        assert!(severities(&[]).is_err());
        assert!(severities(&[Rating { rater: 0, object: 0, score: 1.0, window: 0 }, Rating { rater: 1, object: 1, score: 1.0, window: 0 }]).is_err());
        assert!(severities(&[Rating { rater: 0, object: 0, score: f64::NAN, window: 0 }]).is_err());
    }
}
