//! What is measured of teachers, by the years of study they teach: sums by competency and place, nobody's own.

use crate::{asked::Schooling, told::Told, tree::Tree};
use coupling::suppress::{Cell, Rule, Shown, Suppressed, Table, suppress_beside};
use deficits::groups;
use kernel::{Result, Tx, id::PlaceId, params};
use std::collections::{BTreeMap, HashMap};
use structure::places::REGION;

/// Columns of the table: each schooling, then whoever's classes nobody has said.
const COLUMNS: usize = Schooling::ALL.len() + 1;

/// People and the sum of their probabilities to be below the target.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sum {
    pub people: i64,
    pub below: f64,
}

impl Sum {
    fn add(&mut self, people: i64, below: f64) {
        self.people += people;
        self.below += below;
    }
}

/// By competency, then by the place right below the region.
pub type Sums = BTreeMap<String, BTreeMap<PlaceId, [Sum; COLUMNS]>>;

/// The table of each competency of a study year. A person counts once, with the latest measurement, where they teach the eldest.
///
/// # Errors
/// The store fails.
pub fn sums(tx: &mut Tx<'_>, tree: &Tree, framework: &str, year: i64) -> Result<Sums> {
    let sql = "SELECT r.competency_id, r.place_id, COALESCE(t.grade, 0), COUNT(*), SUM(r.p_below) FROM result r JOIN competency c ON c.id = r.competency_id
            LEFT JOIN (SELECT person_id, MAX(grade) AS grade FROM class_teacher WHERE school_year = $2 GROUP BY person_id) AS t ON t.person_id = r.person_id
        WHERE c.framework_id = $1 AND r.study_year = $2
            AND NOT EXISTS (SELECT 1 FROM result n WHERE n.person_id = r.person_id AND n.competency_id = r.competency_id AND n.study_year = r.study_year AND (n.taken_on > r.taken_on OR (n.taken_on = r.taken_on AND n.attempt_id > r.attempt_id)))
        GROUP BY r.competency_id, r.place_id, COALESCE(t.grade, 0)";
    let mut found = Sums::new();
    tx.each(sql, params![framework, year], |row| {
        let (competency, place, grade, people, below): (String, PlaceId, i64, i64, f64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        let column = Schooling::of(grade).map_or(COLUMNS - 1, Schooling::at);
        if let Some(sum) = found.entry(competency).or_default().entry(below_region(tree, &place)).or_default().get_mut(column) {
            sum.add(people, below);
        }
        Ok(())
    })?;
    Ok(found)
}

/// The municipality of a place, or whatever stands right below the region; of the region itself the region.
fn below_region(tree: &Tree, place: &PlaceId) -> PlaceId {
    let mut here = tree.find(place);
    while let Some(spot) = here {
        match tree.above(spot) {
            Some(above) if above.id.as_str() != REGION => here = Some(above),
            _ => return spot.id.clone(),
        }
    }
    PlaceId::from(REGION)
}

/// One competency by places and schooling, with what may not be told hidden: its totals stand in the map of all together already, so
/// they stay there as they are and the cells are hidden around them.
pub struct Cut {
    sums: BTreeMap<PlaceId, [Sum; COLUMNS]>,
    rows: HashMap<PlaceId, usize>,
    told: Option<Suppressed>,
}

impl Cut {
    /// `total` is what the map of all together says of a place.
    #[must_use]
    pub fn of(mut sums: BTreeMap<PlaceId, [Sum; COLUMNS]>, total: impl Fn(&PlaceId) -> groups::Cell) -> Self {
        let (mut table, mut rows, mut ids) = (Table::new(COLUMNS), HashMap::new(), vec![None]);
        let region = PlaceId::from(REGION);
        let top = table.sum(None).ok();
        for (place, cells) in &sums {
            let people = cells.iter().map(|sum| Cell::people(sum.people)).collect();
            if let Ok(row) = table.leaf(top, people) {
                // People of the region's own place are a row that stands nowhere.
                ids.push((*place != region).then(|| place.clone()));
                rows.insert(place.clone(), row);
            }
        }
        if let Some(first) = ids.first_mut() {
            *first = Some(region.clone());
        }
        let stands = |row: usize| match total(ids.get(row)?.as_ref()?) {
            groups::Cell::Shown(_) => Some(true),
            groups::Cell::Hidden => Some(false),
            groups::Cell::Nobody => None,
        };
        let told = suppress_beside(&table, &Rule::PEOPLE, stands);
        let mut whole = [Sum::default(); COLUMNS];
        for cells in sums.values() {
            whole.iter_mut().zip(cells).for_each(|(sum, cell)| sum.add(cell.people, cell.below));
        }
        rows.insert(region.clone(), 0);
        sums.insert(region, whole);
        Self { sums, rows, told }
    }

    /// What is told of those at a place who teach so.
    #[must_use]
    pub fn at(&self, place: &PlaceId, schooling: Schooling) -> Told {
        let sum = self.sums.get(place).and_then(|cells| cells.get(schooling.at())).copied().unwrap_or_default();
        if sum.people == 0 {
            return Told::Nothing;
        }
        match self.rows.get(place).zip(self.told.as_ref()).map(|(row, told)| told.shown(*row, Some(schooling.at()))) {
            Some(Shown::Value(_)) => Told::share(groups::Share::of(sum.below, sum.people), sum.people),
            Some(Shown::Hidden | Shown::Empty) | None => Told::Hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groups::{Cell as Seen, Figure, Share};

    fn row(people: [i64; COLUMNS]) -> [Sum; COLUMNS] {
        people.map(|people| Sum { people, below: crate::tree::real(people) * 0.5 })
    }

    /// Every total stands on the map of all together.
    fn cut(rows: &[(&str, [i64; COLUMNS])]) -> Cut {
        let figure = |people| Seen::Shown(Figure { people, share: Share::About(50), undetermined: Share::UpTo(10) });
        Cut::of(rows.iter().map(|(id, people)| (PlaceId::from(*id), row(*people))).collect(), |_| figure(9))
    }

    #[test]
    fn a_few_are_hidden_with_what_would_betray_them_and_totals_stay() {
        let cut = cut(&[("mo-a", [20, 30, 3, 4]), ("mo-b", [15, 40, 12, 0]), ("mo-c", [8, 25, 9, 6])]);
        let at = |id: &str, schooling| cut.at(&PlaceId::from(id), schooling);
        assert_eq!(at("mo-a", Schooling::Secondary), Told::Hidden, "three people");
        let others = [Schooling::Primary, Schooling::Basic].map(|schooling| at("mo-a", schooling));
        assert!(others.contains(&Told::Hidden), "the total less the others would be the three and whose classes aren't known: {others:?}");
        assert_eq!(at(REGION, Schooling::Basic), Told::Percent(50.0), "95 people");
        assert_eq!(at("mo-x", Schooling::Basic), Told::Nothing);
    }

    #[test]
    fn where_it_cannot_be_hidden_nothing_is_told() {
        let cut = cut(&[("mo-a", [3, 3, 0, 0]), ("mo-b", [9, 0, 0, 0])]);
        assert_eq!(["mo-a", "mo-b", REGION].map(|id| cut.at(&id.into(), Schooling::Primary)), [Told::Hidden, Told::Hidden, Told::Hidden]);
    }
}
