//! Where stories play: the bundled region, a municipality that is home and one that is far, schools in both.

use audit::By;
use jiff::civil::date;
use kernel::{Tx, id::PlaceId, params};
use std::sync::LazyLock;
use structure::{
    NewSchool, add_school, load_profile,
    profile::{BUNDLED, Profile, TermKind},
};

pub use structure::places::REGION;

/// The municipality at home.
pub const HOME: &str = "mo-bikin";
/// The school at home.
pub const SCHOOL: &str = "sch-six";
/// Its neighbour, at home too.
pub const SECOND: &str = "sch-seven";
/// A school of the far municipality.
pub const FAR_SCHOOL: &str = "sch-far";

/// The bundled region's profile, read once.
#[must_use]
pub fn profile() -> &'static Profile {
    static PROFILE: LazyLock<Profile> = LazyLock::new(|| Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap());
    &PROFILE
}

/// The first of the region's directions of work.
#[must_use]
pub fn direction() -> String {
    profile().dictionaries.of(TermKind::WorkDirection).next().unwrap().code.clone()
}

/// Loads the region without any school; gives the far municipality.
pub fn region(tx: &mut Tx<'_>) -> String {
    load_profile(tx, &By::system(), profile()).unwrap();
    tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0)).unwrap()
}

/// Opens schools: their code, municipality and name.
pub fn schools(tx: &mut Tx<'_>, all: &[(&str, &str, &str)]) {
    for (code, municipality, name) in all {
        school(tx, code, municipality, name);
    }
}

/// Opens one.
pub fn school(tx: &mut Tx<'_>, code: &str, municipality: &str, name: &str) {
    let new = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
    add_school(tx, &By::system(), &PlaceId::from(municipality), &new).unwrap();
}

/// The texts of consents in their first version.
pub fn texts(tx: &mut Tx<'_>) {
    consent::texts::load_initial(tx, &By::system(), &profile().operator).unwrap();
}
