//! The input checked, and which resources can be proposed at all.

use crate::model::{Day, Deficit, Error, Limits, Resource};

/// Whether a resource can be proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Fits,
    /// Starts before the window, ends after it, closes to applications before it, or starts before what it needs can end.
    Dates,
    NoSeats,
    /// Something to be walked before it doesn't fit.
    Prerequisite,
    /// With what it needs, more than the hours or the lines allowed.
    TooMuch,
}

/// The input, checked once.
pub struct Problem<'a> {
    pub deficits: &'a [Deficit],
    pub resources: &'a [Resource],
    pub limits: &'a Limits,
    pub fits: Vec<Fit>,
    /// Of each resource: all that must be walked before it, each once, those that come first first.
    pub before: Vec<Vec<usize>>,
}

impl<'a> Problem<'a> {
    pub fn of(deficits: &'a [Deficit], resources: &'a [Resource], limits: &'a Limits) -> Result<Self, Error> {
        check(deficits, resources)?;
        let order = sorted(resources)?;
        let mut problem = Self { deficits, resources, limits, fits: vec![Fit::Fits; resources.len()], before: vec![Vec::new(); resources.len()] };
        let mut finish: Vec<Day> = vec![limits.from; resources.len()];
        for at in order {
            problem.before[at] = problem.closure(at);
            let earliest = resources[at].needs.iter().map(|needed| finish[*needed]).max().unwrap_or(limits.from);
            problem.fits[at] = problem.fit(at, earliest);
            finish[at] = resources[at].ends.or(resources[at].starts).unwrap_or(earliest).max(earliest);
        }
        Ok(problem)
    }

    /// All that must be walked before; those of what it needs are known already.
    fn closure(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for needed in &self.resources[at].needs {
            for one in self.before[*needed].iter().chain([needed]) {
                if !found.contains(one) {
                    found.push(*one);
                }
            }
        }
        found
    }

    fn fit(&self, at: usize, earliest: Day) -> Fit {
        let (resource, limits) = (&self.resources[at], self.limits);
        let is_late = resource.ends.or(resource.starts).is_some_and(|day| day > limits.to) || earliest > limits.to;
        let is_early = resource.starts.or(resource.ends).is_some_and(|day| day < limits.from.max(earliest));
        let is_closed = resource.apply_by.is_some_and(|day| day < limits.from);
        let hours: u64 = self.before[at].iter().chain([&at]).map(|one| u64::from(self.resources[*one].hours)).sum();
        if is_late || is_early || is_closed || limits.to < limits.from {
            Fit::Dates
        } else if resource.seats == Some(0) {
            Fit::NoSeats
        } else if resource.needs.iter().any(|needed| self.fits[*needed] != Fit::Fits) {
            Fit::Prerequisite
        } else if hours > u64::from(limits.hours) || self.before[at].len() + 1 > limits.lines {
            Fit::TooMuch
        } else {
            Fit::Fits
        }
    }

    pub fn can(&self, at: usize) -> bool {
        self.fits[at] == Fit::Fits
    }

    /// How much a resource gives a deficit.
    pub fn strength(&self, at: usize, deficit: usize) -> u32 {
        self.resources[at].strengths.iter().find(|(of, _)| *of == deficit).map_or(0, |(_, strength)| u32::from(*strength))
    }
}

fn check(deficits: &[Deficit], resources: &[Resource]) -> Result<(), Error> {
    if let Some(at) = deficits.iter().position(|deficit| !(deficit.weight.is_finite() && deficit.weight >= 0.0 && deficit.need > 0)) {
        return Err(Error::BadDeficit(at));
    }
    for (at, resource) in resources.iter().enumerate() {
        let is_bad = |(place, (of, strength)): (usize, &(usize, u8))| *of >= deficits.len() || !(1..=3).contains(strength) || resource.strengths[..place].iter().any(|(known, _)| known == of);
        if resource.strengths.iter().enumerate().any(is_bad) {
            return Err(Error::BadStrength(at));
        }
        if resource.starts.zip(resource.ends).is_some_and(|(starts, ends)| ends < starts) {
            return Err(Error::BadDates(at));
        }
        if resource.needs.iter().any(|needed| *needed >= resources.len()) {
            return Err(Error::UnknownPrerequisite(at));
        }
    }
    Ok(())
}

/// Indices so that what is needed comes before what needs it.
fn sorted(resources: &[Resource]) -> Result<Vec<usize>, Error> {
    let mut waits: Vec<usize> = resources.iter().map(|resource| resource.needs.len()).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); resources.len()];
    for (at, resource) in resources.iter().enumerate() {
        resource.needs.iter().for_each(|needed| needed_by[*needed].push(at));
    }
    let mut order: Vec<usize> = (0..resources.len()).filter(|at| waits[*at] == 0).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next += 1;
        for later in &needed_by[at] {
            waits[*later] -= 1;
            if waits[*later] == 0 {
                order.push(*later);
            }
        }
    }
    if order.len() == resources.len() { Ok(order) } else { Err(Error::Cycle(cycle(resources, &waits))) }
}

/// One cycle among those that still wait: each of them waits for another such.
fn cycle(resources: &[Resource], waits: &[usize]) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut at = waits.iter().position(|left| *left > 0);
    while let Some(here) = at {
        if let Some(from) = path.iter().position(|known| *known == here) {
            return path.split_off(from);
        }
        path.push(here);
        at = resources[here].needs.iter().copied().find(|needed| waits[*needed] > 0);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { hours: 30, from: 10, to: 20, lines: 3 };

    fn fits(resources: &[Resource]) -> Vec<Fit> {
        Problem::of(&[], resources, &LIMITS).unwrap().fits
    }

    fn dated(starts: Day, ends: Day) -> Resource {
        Resource { hours: 4, starts: Some(starts), ends: Some(ends), ..Resource::default() }
    }

    #[test]
    fn what_is_too_early_too_late_closed_full_or_too_long_does_not_fit() {
        let closed = Resource { apply_by: Some(9), ..Resource::default() };
        let full = Resource { seats: Some(0), ..Resource::default() };
        let long = Resource { hours: 31, ..Resource::default() };
        assert_eq!(fits(&[dated(9, 12), dated(10, 20), dated(15, 21), closed, full, long]), [Fit::Dates, Fit::Fits, Fit::Dates, Fit::Dates, Fit::NoSeats, Fit::TooMuch]);
    }

    #[test]
    fn what_is_needed_ends_before_even_through_one_without_dates() {
        let first = dated(10, 14);
        let any_time = Resource { needs: vec![0], ..Resource::default() };
        let too_soon = Resource { needs: vec![1], ..dated(13, 15) };
        let in_time = Resource { needs: vec![1], ..dated(14, 16) };
        assert_eq!(fits(&[first, any_time, too_soon.clone(), in_time]), [Fit::Fits, Fit::Fits, Fit::Dates, Fit::Fits]);
        let after = Resource { needs: vec![2], ..Resource::default() };
        assert_eq!(fits(&[dated(10, 14), Resource { needs: vec![0], ..Resource::default() }, too_soon, after])[3], Fit::Prerequisite);
    }

    #[test]
    fn those_that_need_each_other_are_named() {
        let needs = |needed: usize| Resource { needs: vec![needed], ..Resource::default() };
        let error = Problem::of(&[], &[needs(1), needs(2), needs(1)], &LIMITS).err().unwrap();
        let Error::Cycle(mut who) = error else { panic!("{error}") };
        who.sort_unstable();
        assert_eq!(who, [1, 2]);
    }

    #[test]
    fn contradictions_are_errors_not_panics() {
        let strengths = |pairs: &[(usize, u8)]| [Resource { strengths: pairs.to_vec(), ..Resource::default() }];
        let deficits = [Deficit { weight: 1.0, need: 3 }];
        for pairs in [&[(1, 1)][..], &[(0, 0)], &[(0, 4)], &[(0, 1), (0, 2)]] {
            assert_eq!(Problem::of(&deficits, &strengths(pairs), &LIMITS).err(), Some(Error::BadStrength(0)));
        }
        assert_eq!(Problem::of(&[Deficit { weight: f64::NAN, need: 3 }], &[], &LIMITS).err(), Some(Error::BadDeficit(0)));
        assert_eq!(Problem::of(&[], &[dated(12, 11)], &LIMITS).err(), Some(Error::BadDates(0)));
        assert_eq!(Problem::of(&[], &[Resource { needs: vec![7], ..Resource::default() }], &LIMITS).err(), Some(Error::UnknownPrerequisite(0)));
    }
}
