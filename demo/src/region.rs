//! Places: the profile, then schools by the weights of the municipalities; one school is renamed in the middle of a year.

use crate::Size;
use audit::By;
use consent::texts;
use jiff::civil::{Date, date};
use kernel::{Clock, Result, id::PlaceId};
use rand::{Rng, RngExt};
use structure::{
    NewSchool, Renaming, places,
    profile::{BUNDLED, Bundled, Profile},
};
use web::App;

/// A school of the demo.
#[derive(Debug, Clone)]
pub struct School {
    pub id: PlaceId,
    pub municipality: PlaceId,
    /// Teachers per school of its municipality.
    pub staff: u32,
}

const OPENED: Date = date(1985, 9, 1);
const VILLAGES: &[&str] = &["Дружба", "Лесной", "Заречье", "Берёзовка", "Кедровое", "Тополево", "Краснореченское", "Озёрный", "Сосновка", "Утёс", "Ягодный", "Солонцы", "Маяк", "Рассвет", "Ключевое", "Таёжный"];

/// The krai's profile, as it comes with the program.
pub fn krai() -> Result<(&'static Bundled, Profile)> {
    let bundled = BUNDLED.iter().find(|bundled| bundled.code == "khabarovsk").ok_or_else(|| anyhow::anyhow!("no profile of the krai"))?;
    Ok((bundled, Profile::parse(bundled.file, bundled.text).map_err(anyhow::Error::new)?))
}

/// Loads the profile, quotas and consent texts, and opens the schools.
pub fn build(app: &App, chance: &mut impl Rng, size: Size, profile: &Profile) -> Result<Vec<School>> {
    let by = By::system();
    adopt_texts(app, &by, profile)?;
    app.db.write(|tx| {
        structure::load_profile(tx, &by, profile)?;
        membership::load_from_profile(tx, profile)?;
        let mut schools = Vec::new();
        for municipality in &profile.municipalities {
            let count = size.of(municipality.schools);
            let staff = municipality.teachers.div_ceil(municipality.schools.max(1));
            for number in 1..=count {
                let new = school(chance, &municipality.centre, municipality.schools, number);
                let id = structure::add_school(tx, &by, &municipality.code.as_str().into(), &NewSchool { code: Some(format!("sch-{}-{number}", municipality.code.trim_start_matches("mo-")).into()), ..new })?;
                schools.push(School { id, municipality: municipality.code.as_str().into(), staff });
            }
        }
        rename_one(tx, &schools)?;
        Ok(schools)
    })
}

/// The texts of the consents are older than every story told with them.
fn adopt_texts(app: &App, by: &By, profile: &Profile) -> Result<()> {
    let clock = app.clock();
    let before = clock.now() - jiff::SignedDuration::from_hours(24 * 800);
    app.db.with_clock(Clock::fixed(before, clock.zone().clone())).write(|tx| texts::load_initial(tx, by, &profile.operator))
}

/// The first schools of a municipality stand in its centre, the rest in villages.
fn school(chance: &mut impl Rng, centre: &str, of: u32, number: u32) -> NewSchool {
    let town = of > 30 || number <= 3;
    let (kind, settlement) = match (town, number % 9) {
        (true, 4) => ("гимназия", centre.to_owned()),
        (true, 7) => ("лицей", centre.to_owned()),
        (true, _) => ("средняя школа", centre.to_owned()),
        (false, at) => (if at % 3 == 0 { "основная школа" } else { "средняя школа" }, format!("п. {}", VILLAGES.get(chance.random_range(0..VILLAGES.len())).copied().unwrap_or("Лесной"))),
    };
    let short = match kind {
        "гимназия" => format!("Гимназия № {number}, {settlement}"),
        "лицей" => format!("Лицей № {number}, {settlement}"),
        "основная школа" => format!("ООШ № {number}, {settlement}"),
        _ => format!("СОШ № {number}, {settlement}"),
    };
    let name = format!("Муниципальное бюджетное общеобразовательное учреждение {kind} № {number} ({settlement})");
    NewSchool { code: None, name, short_name: short, type_label: kind.into(), settlement, opened_on: Some(OPENED) }
}

/// A school renamed in mid-year: reports of before keep the old name.
fn rename_one(tx: &mut kernel::Tx<'_>, schools: &[School]) -> Result<()> {
    let Some(school) = schools.get(1) else { return Ok(()) };
    let today = tx.today();
    let place = places::load(tx, &school.id, today)?;
    let renaming = Renaming {
        name: format!("{} имени первостроителей", place.name), short_name: format!("{}, им. первостроителей", place.short_name), type_label: place.type_label.clone(), from: date(2026, 2, 1)
    };
    structure::rename(tx, &By::system(), &place, &renaming)
}
