//! The tree of places with counts of people in it, and which of them may be told: whatever is told at all levels, added and
//! subtracted, leaves no group under five. What is hidden doesn't depend on who looks.

use crate::{people::OfPeople, told::Told};
use deficits::groups::{Node, shown_of};
use kernel::{Result, Tx, id::PlaceId};
use std::collections::HashMap;
use structure::places::PlaceKind;

/// Fewer people than this are not told.
pub const FEW: i64 = 5;
/// The middle of fewer places than this would tell of single ones.
const FEW_PEERS: usize = 5;

/// A place; parents stand before children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub id: PlaceId,
    pub kind: PlaceKind,
    pub path: String,
    parent: Option<usize>,
}

/// All places of the region, closed ones too: records lie under them.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub spots: Vec<Spot>,
    at: HashMap<PlaceId, usize>,
    has_parts: Vec<bool>,
}

impl Tree {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let mut rows: Vec<(PlaceId, PlaceKind, Option<PlaceId>, String)> = tx.query("SELECT id, kind, parent_id, path FROM place", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        rows.sort_by(|one, other| one.3.cmp(&other.3));
        Ok(Self::of(rows))
    }

    /// Rows of id, kind, parent and path, in the order of paths.
    #[must_use]
    pub fn of(rows: Vec<(PlaceId, PlaceKind, Option<PlaceId>, String)>) -> Self {
        let mut tree = Self::default();
        for (id, kind, parent, path) in rows {
            let parent = parent.and_then(|parent| tree.at.get(&parent).copied());
            if let Some(flag) = parent.and_then(|parent| tree.has_parts.get_mut(parent)) {
                *flag = true;
            }
            tree.at.insert(id.clone(), tree.spots.len());
            tree.spots.push(Spot { id, kind, path, parent });
            tree.has_parts.push(false);
        }
        tree
    }

    #[must_use]
    pub fn find(&self, id: &PlaceId) -> Option<&Spot> {
        self.at.get(id).and_then(|at| self.spots.get(*at))
    }

    /// The place right above.
    #[must_use]
    pub fn above(&self, spot: &Spot) -> Option<&Spot> {
        spot.parent.and_then(|at| self.spots.get(at))
    }

    /// Sums of counts by place, each with all below it.
    fn whole(&self, own: &HashMap<PlaceId, i64>) -> Vec<i64> {
        let mut whole = vec![0; self.spots.len()];
        for (id, count) in own {
            let mut here = self.at.get(id).copied();
            while let Some(at) = here {
                if let Some(sum) = whole.get_mut(at) {
                    *sum += count;
                }
                here = self.spots.get(at).and_then(|spot| spot.parent);
            }
        }
        whole
    }

    /// Counts that are no secret: schools, teachers of the register, meetings.
    #[must_use]
    pub fn open(&self, own: &HashMap<PlaceId, i64>) -> Layer {
        let whole = self.whole(own);
        Layer { shown: vec![true; whole.len()], whole }
    }

    /// Counts of people, each counted once: small ones are hidden together with what would betray them.
    #[must_use]
    pub fn guarded(&self, own: &HashMap<PlaceId, i64>) -> Layer {
        self.guard(own, own)
    }

    /// Counts of what people have: what is of fewer than five people is hidden, however many it is, together with what would betray it.
    #[must_use]
    pub fn guarded_of(&self, own: &OfPeople) -> Layer {
        self.guard(&own.counts(), &own.people())
    }

    /// Those who work at a place itself are a leaf under it.
    fn guard(&self, own: &HashMap<PlaceId, i64>, of: &HashMap<PlaceId, i64>) -> Layer {
        let people = |count: i64| u64::try_from(count).unwrap_or(0);
        let (whole, heads) = (self.whole(own), self.whole(of));
        // Places with nothing say nothing of anybody and are left out: the rest is a tree of its own, parents first as before.
        let peopled: Vec<usize> = whole.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, _)| at).collect();
        let mut node_of = vec![None; whole.len()];
        let mut nodes: Vec<Node> = Vec::with_capacity(peopled.len() * 2);
        for at in peopled.iter().copied() {
            let parent = self.spots.get(at).and_then(|spot| spot.parent).and_then(|parent| node_of.get(parent).copied().flatten());
            if let Some(node) = node_of.get_mut(at) {
                *node = Some(nodes.len());
            }
            nodes.push(Node { parent, people: people(heads.get(at).copied().unwrap_or(0)) });
        }
        for at in peopled.iter().copied().filter(|at| self.has_parts.get(*at).copied().unwrap_or_default()) {
            let Some(spot) = self.spots.get(at).filter(|spot| own.get(&spot.id).is_some_and(|count| *count > 0)) else { continue };
            nodes.push(Node { parent: node_of.get(at).copied().flatten(), people: people(of.get(&spot.id).copied().unwrap_or(0)) });
        }
        let mut flags = vec![true; whole.len()];
        for (at, is_shown) in peopled.iter().zip(shown_of(&nodes, |_| true)) {
            if let Some(flag) = flags.get_mut(*at) {
                *flag = is_shown;
            }
        }
        Layer { whole, shown: flags }
    }

    /// Values by place, each also at every place above.
    #[must_use]
    pub fn spread<'v>(&self, values: impl Iterator<Item = (&'v PlaceId, f64)>) -> Spread {
        let mut rows = vec![Vec::new(); self.spots.len()];
        for (place, value) in values {
            let mut here = self.at.get(place).copied();
            while let Some(at) = here {
                if let Some(row) = rows.get_mut(at) {
                    row.push(value);
                }
                here = self.spots.get(at).and_then(|spot| spot.parent);
            }
        }
        Spread(rows)
    }

    /// The values within a place.
    #[must_use]
    pub fn within(&self, spread: &Spread, place: &PlaceId) -> Vec<f64> {
        self.at.get(place).and_then(|at| spread.0.get(*at)).cloned().unwrap_or_default()
    }

    /// How far a count is told at a place.
    #[must_use]
    pub fn at(&self, layer: &Layer, place: &PlaceId) -> Seen {
        match self.at.get(place) {
            Some(at) if layer.shown.get(*at).copied().unwrap_or_default() => Seen::Count(layer.whole.get(*at).copied().unwrap_or(0)),
            Some(_) => Seen::Hidden,
            None => Seen::Count(0),
        }
    }

    /// The places that one is compared with: of the same kind; the region with its municipalities.
    pub fn peers(&self, kind: PlaceKind) -> impl Iterator<Item = &Spot> {
        let wanted = if kind == PlaceKind::School { PlaceKind::School } else { PlaceKind::Municipality };
        self.spots.iter().filter(move |spot| spot.kind == wanted)
    }
}

/// Counts of a tree, and whether each is told.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    whole: Vec<i64>,
    shown: Vec<bool>,
}

/// Single values of a tree: for medians and quartiles, never shown themselves.
#[derive(Debug, Clone, Default)]
pub struct Spread(Vec<Vec<f64>>);

/// A count as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    Count(i64),
    Hidden,
}

impl Seen {
    /// As it stands.
    #[must_use]
    pub fn exact(self) -> Told {
        match self {
            Self::Count(count) => Told::Count(count),
            Self::Hidden => Told::Hidden,
        }
    }

    /// To five: counts that stand beside others they could be subtracted from.
    #[must_use]
    pub fn about(self) -> Told {
        match self {
            Self::Count(0) => Told::Count(0),
            Self::Count(count) => Told::About((count + 2) / 5 * 5),
            Self::Hidden => Told::Hidden,
        }
    }

    /// As a share, in steps that are coarse where there are few.
    #[must_use]
    pub fn share_of(self, whole: i64) -> Told {
        match self {
            _ if whole == 0 => Told::Nothing,
            _ if whole < FEW => Told::Hidden,
            Self::Hidden => Told::Hidden,
            Self::Count(part) => {
                let step = match whole {
                    500.. => 1.0,
                    30.. => 5.0,
                    _ => 10.0,
                };
                let percent = (real(part) * 100.0 / real(whole)).clamp(0.0, 100.0);
                let told = (percent / step).round() * step;
                if step > 1.0 && part > 0 { Told::AboutPercent(told) } else { Told::Percent(told) }
            }
        }
    }
}

/// The middle of what is told of places of the same kind; none where fewer than five tell anything.
#[must_use]
pub fn middle(values: impl Iterator<Item = Told>) -> Option<f64> {
    let mut numbers: Vec<f64> = values.filter_map(|told| told.number()).collect();
    if numbers.len() < FEW_PEERS { None } else { median(&mut numbers) }
}

/// The middle of a row; of an even number the mean of the two in the middle.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    quartile(values, 0.5)
}

/// The value below which a part of the row lies, between neighbours by their distance.
#[must_use]
pub fn quartile(values: &mut [f64], part: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let spot = part * real(i64::try_from(last).unwrap_or(0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of the row")]
    let at = spot.floor() as usize;
    let (low, high) = (*values.get(at)?, *values.get((at + 1).min(last))?);
    Some(low + (high - low) * (spot - spot.floor()))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
#[must_use]
pub fn real(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(id: &str, kind: PlaceKind, parent: Option<&str>, path: String) -> (PlaceId, PlaceKind, Option<PlaceId>, String) {
        (id.into(), kind, parent.map(PlaceId::from), path)
    }

    /// A region of three municipalities with as many schools as there are counts.
    fn region(schools: &[Vec<i64>]) -> (Tree, HashMap<PlaceId, i64>) {
        let (mut rows, mut own) = (vec![place("region", PlaceKind::Region, None, "region/".into())], HashMap::new());
        for (at, counts) in schools.iter().enumerate() {
            let parent = format!("mo-{at}");
            rows.push(place(&parent, PlaceKind::Municipality, Some("region"), format!("region/{parent}/")));
            for (number, count) in counts.iter().enumerate() {
                let id = format!("sch-{at}-{number}");
                rows.push(place(&id, PlaceKind::School, Some(&parent), format!("region/{parent}/{id}/")));
                own.insert(PlaceId::from(id.as_str()), *count);
            }
        }
        (Tree::of(rows), own)
    }

    /// Whether the asked row is a sum of multiples of the known ones.
    fn follows(mut known: Vec<Vec<f64>>, mut asked: Vec<f64>) -> bool {
        let mut used = 0;
        for column in 0..asked.len() {
            let Some(pivot) = (used..known.len()).find(|row| known[*row][column].abs() > 1e-9) else { continue };
            known.swap(used, pivot);
            let head = known[used].clone();
            let strike = |row: &mut Vec<f64>| {
                let times = row[column] / head[column];
                row.iter_mut().zip(&head).for_each(|(x, y)| *x -= times * y);
            };
            known.iter_mut().skip(used + 1).for_each(strike);
            strike(&mut asked);
            used += 1;
        }
        asked.iter().all(|x| x.abs() < 1e-9)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whoever opens every page and adds and subtracts what stands there learns no group of one to four.
        #[test]
        fn no_difference_of_two_tables_tells_a_small_group(schools in proptest::collection::vec(proptest::collection::vec(prop_oneof![2 => 0i64..6, 1 => 4i64..30], 0..6), 1..5)) {
            let (tree, own) = region(&schools);
            let layer = tree.guarded(&own);
            let leaves: Vec<&Spot> = tree.spots.iter().filter(|spot| own.get(&spot.id).is_some_and(|count| *count > 0)).collect();
            let row = |spot: &Spot| leaves.iter().map(|leaf| f64::from(u8::from(leaf.path.starts_with(&spot.path)))).collect::<Vec<f64>>();
            let known: Vec<Vec<f64>> = tree.spots.iter().filter(|spot| tree.at(&layer, &spot.id) != Seen::Hidden).map(row).collect();
            for spot in &tree.spots {
                let true_count: i64 = tree.whole(&own)[tree.at[&spot.id]];
                if (1..FEW).contains(&true_count) {
                    prop_assert_eq!(tree.at(&layer, &spot.id), Seen::Hidden);
                    prop_assert!(!follows(known.clone(), row(spot)), "{} follows in {:?}", spot.id, schools);
                }
            }
        }
    }

    /// The people of leaves under a place.
    fn under<'a>(of: &'a [(String, Vec<usize>)], tree: &Tree, spot: &Spot) -> Vec<(&'a str, &'a [usize])> {
        of.iter().filter(|(id, _)| tree.find(&id.as_str().into()).is_some_and(|leaf| leaf.path.starts_with(&spot.path))).map(|(id, people)| (id.as_str(), people.as_slice())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// People have several cases, some of them at two schools: no figure, no difference of figures is of one to four of them.
        #[test]
        fn what_is_told_or_left_over_is_of_five_people_however_many_cases_they_have(schools in proptest::collection::vec(proptest::collection::vec(proptest::collection::vec(0usize..40, 0..16), 0..6), 1..5)) {
            let counts: Vec<Vec<i64>> = schools.iter().map(|school| school.iter().map(|people| i64::try_from(people.len()).unwrap()).collect()).collect();
            let (tree, own) = region(&counts);
            let mut held = OfPeople::default();
            let mut of: Vec<(String, Vec<usize>)> = Vec::new();
            for (mo, row) in schools.iter().enumerate() {
                for (number, people) in row.iter().enumerate().filter(|(_, people)| !people.is_empty()) {
                    // Mostly of this school alone; the last few of all numbers are of everybody's.
                    let people: Vec<usize> = people.iter().map(|person| if *person < 36 { person / 3 + 100 * (mo * 10 + number) } else { *person }).collect();
                    people.iter().for_each(|person| held.add(format!("sch-{mo}-{number}").as_str().into(), person.to_string(), 1));
                    of.push((format!("sch-{mo}-{number}"), people));
                }
            }
            let layer = tree.guarded_of(&held);
            let is_told = |id: &PlaceId| tree.at(&layer, id) != Seen::Hidden;
            let few = |leaves: &[(&str, &[usize])]| (1..5).contains(&leaves.iter().flat_map(|(_, people)| people.iter()).collect::<std::collections::BTreeSet<_>>().len());
            let row = |spot: &Spot| of.iter().map(|(id, _)| f64::from(u8::from(tree.find(&id.as_str().into()).unwrap().path.starts_with(&spot.path)))).collect::<Vec<f64>>();
            let known: Vec<Vec<f64>> = tree.spots.iter().filter(|spot| is_told(&spot.id)).map(row).collect();
            for spot in &tree.spots {
                let here = under(&of, &tree, spot);
                if is_told(&spot.id) {
                    prop_assert_eq!(tree.at(&layer, &spot.id), Seen::Count(tree.whole(&own)[tree.at[&spot.id]]));
                    let below: Vec<&Spot> = tree.spots.iter().filter(|other| other.path != spot.path && other.path.starts_with(&spot.path) && is_told(&other.id)).collect();
                    let rest: Vec<_> = here.iter().copied().filter(|(id, _)| !below.iter().any(|other| tree.find(&(*id).into()).unwrap().path.starts_with(&other.path))).collect();
                    prop_assert!(!few(&here) && (spot.kind == PlaceKind::School || !few(&rest)), "{} in {:?}", spot.id, of);
                } else if few(&here) {
                    prop_assert!(!follows(known.clone(), row(spot)), "{} follows in {:?}", spot.id, of);
                }
            }
        }
    }

    #[test]
    fn six_cases_of_two_people_are_of_two_people() {
        let (tree, _) = region(&[vec![6, 9, 30], vec![40]]);
        let mut held = OfPeople::default();
        for (school, people, each) in [("sch-0-0", 2, 3), ("sch-0-1", 9, 1), ("sch-0-2", 15, 2), ("sch-1-0", 40, 1)] {
            (0..people).for_each(|at| held.add(school.into(), format!("{school} {at}"), each));
        }
        let layer = tree.guarded_of(&held);
        let told = ["region", "mo-0", "mo-1", "sch-0-0", "sch-0-1", "sch-0-2"].map(|id| tree.at(&layer, &id.into()));
        assert_eq!(told, [Seen::Count(85), Seen::Count(45), Seen::Count(40), Seen::Hidden, Seen::Hidden, Seen::Count(30)], "the fewest people go along: nine, not the fifteen");
    }

    #[test]
    fn shares_are_coarse_where_there_are_few() {
        let of = |part, whole| Seen::Count(part).share_of(whole).words();
        assert_eq!([of(38, 40), of(0, 40), of(612, 1000), of(6, 12), of(1, 3)], ["около 95\u{a0}%", "0\u{a0}%", "61\u{a0}%", "около 50\u{a0}%", "скрыто"]);
        assert_eq!(Seen::Hidden.share_of(100), Told::Hidden);
        assert_eq!([Seen::Count(7).about(), Seen::Count(8).about(), Seen::Count(5).about()], [Told::About(5), Told::About(10), Told::About(5)]);
    }

    #[test]
    fn the_middle_needs_five_places() {
        let told = |numbers: &[i64]| middle(numbers.iter().map(|number| Told::Count(*number)));
        assert_eq!([told(&[1, 2, 3, 4]), told(&[9, 1, 3, 5, 7])], [None, Some(5.0)]);
        assert_eq!(quartile(&mut [1.0, 2.0, 3.0, 4.0, 5.0], 0.25), Some(2.0));
        assert_eq!(median(&mut []), None);
    }
}
