//! What a pair costs and why: hard rules first, then whole-number parts that can be told in words.

/// A person for whom somebody is sought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// The subject or direction of the need.
    pub code: u32,
    pub municipality: u32,
    pub school: u32,
    /// Hours from UTC.
    pub zone: i32,
    /// Languages the teacher works in, as bits; zero: any.
    pub languages: u32,
    /// The own superior, by the methodist's index.
    pub superior: Option<u32>,
    /// Accompanied the teacher before.
    pub before: Vec<u32>,
    /// Asked for, with consent.
    pub wishes: Vec<u32>,
    /// Must not be paired: the teacher's word, or a pair that ended with a reason.
    pub never: Vec<u32>,
}

/// One who accompanies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    pub codes: Vec<u32>,
    pub municipality: u32,
    pub school: u32,
    pub zone: i32,
    /// As bits; zero: any.
    pub languages: u32,
}

/// Weights of the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    pub other_municipality: i32,
    pub zone_step: i32,
    pub other_language: i32,
    pub continuity: i32,
    pub wish: i32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { other_municipality: 10, zone_step: 4, other_language: 25, continuity: -5, wish: -8 }
    }
}

/// The parts of a pair's cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    pub municipality: i32,
    pub zone: i32,
    pub language: i32,
    pub continuity: i32,
    pub wish: i32,
}

impl Parts {
    #[must_use]
    pub fn total(self) -> i32 {
        self.municipality + self.zone + self.language + self.continuity + self.wish
    }
}

/// Why a pair may not be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ban {
    CodeNotCovered,
    OwnSchool,
    OwnSuperior,
    Never,
}

/// The parts of a pair's cost, or the rule that forbids it. `methodist` is the index of `offers`.
///
/// # Errors
/// The first rule that forbids the pair.
pub fn parts(asks: &Asks, methodist: u32, offers: &Offers, weights: &Weights) -> Result<Parts, Ban> {
    if !offers.codes.contains(&asks.code) {
        return Err(Ban::CodeNotCovered);
    }
    if asks.school == offers.school {
        return Err(Ban::OwnSchool);
    }
    if asks.superior == Some(methodist) {
        return Err(Ban::OwnSuperior);
    }
    if asks.never.contains(&methodist) {
        return Err(Ban::Never);
    }
    let when = |is: bool, weight: i32| if is { weight } else { 0 };
    let other_language = asks.languages != 0 && offers.languages != 0 && asks.languages & offers.languages == 0;
    Ok(Parts {
        municipality: when(asks.municipality != offers.municipality, weights.other_municipality),
        zone: weights.zone_step * (asks.zone - offers.zone).abs(),
        language: when(other_language, weights.other_language),
        continuity: when(asks.before.contains(&methodist), weights.continuity),
        wish: when(asks.wishes.contains(&methodist), weights.wish),
    })
}

/// What it costs to leave a teacher: more for a deeper need and for whom the region helps first.
#[must_use]
pub fn unserved(severity: i64, priority: i64) -> i64 {
    crate::UNSERVED + severity.clamp(0, 100) * priority.clamp(0, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks() -> Asks {
        Asks { code: 3, municipality: 1, school: 10, zone: 10, ..Asks::default() }
    }

    fn offers() -> Offers {
        Offers { codes: vec![3, 4], municipality: 1, school: 11, zone: 10, ..Offers::default() }
    }

    #[test]
    fn what_is_forbidden_has_no_cost_but_a_reason() {
        let weights = Weights::default();
        assert_eq!(parts(&Asks { code: 5, ..asks() }, 0, &offers(), &weights), Err(Ban::CodeNotCovered));
        assert_eq!(parts(&Asks { school: 11, ..asks() }, 0, &offers(), &weights), Err(Ban::OwnSchool));
        assert_eq!(parts(&Asks { superior: Some(0), ..asks() }, 0, &offers(), &weights), Err(Ban::OwnSuperior));
        assert_eq!(parts(&Asks { never: vec![0], ..asks() }, 0, &offers(), &weights), Err(Ban::Never));
    }

    #[test]
    fn the_parts_add_up_to_the_cost() {
        let weights = Weights::default();
        assert_eq!(parts(&asks(), 0, &offers(), &weights), Ok(Parts::default()));
        let far = Offers { municipality: 2, zone: 8, languages: 2, ..offers() };
        let asks = Asks { languages: 1, before: vec![0], wishes: vec![0], ..asks() };
        let found = parts(&asks, 0, &far, &weights).unwrap();
        assert_eq!(found, Parts { municipality: 10, zone: 8, language: 25, continuity: -5, wish: -8 });
        assert_eq!(found.total(), 30);
    }
}
