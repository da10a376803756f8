//! Everything a row's words are looked up in, read once: places with their names and spellings, positions, subjects.

use super::school_name::SchoolKey;
use access::Scope;
use kernel::{Date, Result, Tx, id::PlaceId, search::fold};
use std::collections::HashMap;
use structure::{
    NameIndex,
    places::{self, INSTITUTE, Place},
    profile::TermKind,
    terms,
};

pub(super) struct Directory {
    index: NameIndex,
    municipalities: Vec<Place>,
    schools: Vec<(Place, SchoolKey)>,
    institute: Option<Place>,
    positions: HashMap<String, String>,
    subjects: HashMap<String, String>,
    labels: HashMap<String, String>,
    paths: HashMap<PlaceId, String>,
    /// The municipality of each school and of itself.
    around: HashMap<PlaceId, PlaceId>,
}

/// The directory with what was asked of it before: a list names each school dozens of times. Each reader of rows has its own.
pub(super) struct Asked<'a> {
    pub directory: &'a Directory,
    schools: HashMap<String, Vec<(Option<PlaceId>, SchoolAnswer)>>,
    municipalities: HashMap<String, Option<PlaceId>>,
}

impl<'a> Asked<'a> {
    pub fn of(directory: &'a Directory) -> Self {
        Self { directory, schools: HashMap::new(), municipalities: HashMap::new() }
    }

    /// The municipality so called, however its type is shortened. Part of a name is never enough.
    pub fn municipality(&mut self, typed: &str) -> Option<PlaceId> {
        if let Some(answer) = self.municipalities.get(typed) {
            return answer.clone();
        }
        let index = &self.directory.index;
        let answer = index.municipality(typed).or_else(|| index.municipality(&spelled_out(typed))).cloned();
        self.municipalities.insert(typed.to_owned(), answer.clone());
        answer
    }

    /// The school so called in a municipality, or (with `None`) anywhere.
    pub fn school(&mut self, typed: &str, municipality: Option<&PlaceId>) -> SchoolAnswer {
        let before = self.schools.get(typed).into_iter().flatten().find(|(around, _)| around.as_ref() == municipality);
        if let Some((_, answer)) = before {
            return answer.clone();
        }
        let answer = self.directory.look_up_school(typed, municipality);
        self.schools.entry(typed.to_owned()).or_default().push((municipality.cloned(), answer.clone()));
        answer
    }
}

/// What a school's name led to.
#[derive(Debug, Clone)]
pub(super) enum SchoolAnswer {
    Found(PlaceId),
    /// Not by its whole name, but nothing else fits: say how it was understood.
    Understood(PlaceId),
    /// Several fit, or none; names worth a look.
    Ask(Vec<String>),
}

impl Directory {
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let municipalities = places::municipalities(tx, today)?;
        let schools = places::schools(tx, today)?;
        let institute = places::find(tx, &PlaceId::from(INSTITUTE), today)?;
        let everything = municipalities.iter().chain(&schools).chain(&institute);
        let labels = everything.clone().map(|place| (place.id.to_string(), place.short_name.clone())).collect();
        let paths = everything.map(|place| (place.id.clone(), place.path.clone())).collect();
        let of_schools = schools.iter().filter_map(|school| Some((school.id.clone(), school.parent.clone()?)));
        let around = of_schools.chain(municipalities.iter().map(|place| (place.id.clone(), place.id.clone()))).collect();
        Ok(Self {
            index: NameIndex::load(tx)?,
            schools: schools.into_iter().map(|place| (SchoolKey::of(&place.name), place)).map(|(key, place)| (place, key)).collect(),
            positions: names(tx, TermKind::Position, today)?,
            subjects: names(tx, TermKind::Subject, today)?,
            municipalities,
            institute,
            labels,
            paths,
            around,
        })
    }

    /// Municipalities whose names share a stem with what was typed: «Хабаровск» and «Хабаровский район» are named side by side.
    pub fn alike(&self, typed: &str) -> Vec<&str> {
        let stem: String = fold(&spelled_out(typed)).split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default().chars().take(6).collect();
        let is_alike = |place: &&Place| stem.chars().count() > 3 && fold(&place.short_name).split(' ').any(|word| word.starts_with(&stem));
        self.municipalities.iter().filter(is_alike).map(|place| place.short_name.as_str()).collect()
    }

    fn look_up_school(&self, typed: &str, municipality: Option<&PlaceId>) -> SchoolAnswer {
        if let Some(house) = self.institute.as_ref().filter(|house| [&house.name, &house.short_name].iter().any(|name| fold(name) == fold(typed))) {
            return SchoolAnswer::Found(house.id.clone());
        }
        if let [only] = self.index.schools(typed, municipality)[..] {
            return SchoolAnswer::Found(only.clone());
        }
        let key = SchoolKey::of(typed);
        let near = || self.schools.iter().filter(|(place, _)| municipality.is_none_or(|municipality| place.parent.as_ref() == Some(municipality)));
        let fits: Vec<&Place> = near().filter(|(_, school)| key.may_mean(school)).map(|(place, _)| place).collect();
        match &fits[..] {
            [only] => SchoolAnswer::Understood(only.id.clone()),
            [] => SchoolAnswer::Ask(near().filter(|(_, school)| key.is_akin(school)).take(3).map(|(place, _)| place.short_name.clone()).collect()),
            several => SchoolAnswer::Ask(several.iter().take(3).map(|place| self.label_with_municipality(place)).collect()),
        }
    }

    fn label_with_municipality(&self, place: &Place) -> String {
        let around = place.parent.as_ref().map(|parent| self.label(parent.as_str())).unwrap_or_default();
        format!("{} ({around})", place.short_name)
    }

    pub fn municipality_of(&self, place: &PlaceId) -> Option<PlaceId> {
        self.around.get(place).cloned()
    }

    /// Code of a position by any of its names.
    pub fn position(&self, typed: &str) -> Option<&str> {
        self.positions.get(&fold(typed)).map(String::as_str)
    }

    /// Code of a subject by any of its names.
    pub fn subject(&self, typed: &str) -> Option<&str> {
        self.subjects.get(&fold(typed)).map(String::as_str)
    }

    /// The short name of a place.
    pub fn label(&self, place: &str) -> String {
        self.labels.get(place).cloned().unwrap_or_else(|| place.to_owned())
    }

    pub fn is_within(&self, scope: &Scope, place: &PlaceId) -> bool {
        self.paths.get(place).is_some_and(|path| scope.covers(path, None))
    }
}

fn names(tx: &mut Tx<'_>, kind: TermKind, on: Date) -> Result<HashMap<String, String>> {
    let mut found = HashMap::new();
    for term in terms::terms(tx, kind, on)? {
        let all = [&term.label, &term.short].into_iter().chain(&term.synonyms).chain(term.former.iter().map(|(name, _)| name));
        for name in all {
            found.entry(fold(name)).or_insert_with(|| term.code.clone());
        }
    }
    Ok(found)
}

/// The usual abbreviations in full; what distinguishes two neighbours («район», «округ») is never dropped.
fn spelled_out(typed: &str) -> String {
    let folded = fold(typed);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut full: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let pair = (*word, words.get(at + 1).copied().unwrap_or_default());
        let (said, used): (&[&str], usize) = match pair {
            ("р", "н") => (&["район"], 2),
            ("м", "р") | ("мр", _) => (&["муниципальный", "район"], if pair.0 == "мр" { 1 } else { 2 }),
            ("м", "о") => (&["муниципальный", "округ"], 2),
            ("г", "о") | ("го", _) => (&["городской", "округ"], if pair.0 == "го" { 1 } else { 2 }),
            ("г" | "гор" | "город", _) => (&[], 1),
            (other, _) => (if other.is_empty() { &[] } else { &words[at..=at] }, 1),
        };
        full.extend(said);
        at += used;
    }
    full.join(" ")
}

#[cfg(test)]
mod tests {
    use super::spelled_out;

    #[test]
    fn abbreviations_are_spelled_out_and_nothing_else_is_lost() {
        assert_eq!(spelled_out("Хабаровский р-н"), "хабаровский район");
        assert_eq!(spelled_out("г. Хабаровск"), "хабаровск");
        assert_eq!(spelled_out("Бикинский м.о."), "бикинский муниципальный округ");
        assert_eq!(spelled_out("Хабаровск район"), "хабаровск район");
    }
}
