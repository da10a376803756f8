//! The region, the institute that runs the active, and the municipalities.

use jiff::civil::Date;
use kernel::search::fold;

use super::{
    dated::{self, Dated, history},
    reader::Table,
    taken::Taken,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub genitive: String,
    pub time_zone: String,
    /// How the zone is called beside a time, e.g. «по Хабаровску».
    pub time_zone_label: String,
}

/// The institute as operator of personal data: fills the texts of consents and the heads of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// True while the requisites below are samples; screens and documents warn until it is false.
    pub is_sample: bool,
    pub full_name: String,
    pub short_name: String,
    pub centre_name: String,
    pub founder: String,
    pub city: String,
    pub address: String,
    pub inn: String,
    pub ogrn: String,
    pub phone: String,
    pub email: String,
    /// The institute's site, and the page on which members are published: consents must name it.
    pub site: String,
    pub members_page: String,
    pub head_position: String,
    pub head_name: String,
    /// Who answers for personal data (152-ФЗ, ст. 22.1).
    pub privacy_officer: String,
}

/// The operator as documents print it.
impl From<&Operator> for documents::OperatorCard {
    fn from(operator: &Operator) -> Self {
        Self {
            full_name: operator.full_name.clone(),
            short_name: operator.short_name.clone(),
            address: operator.address.clone(),
            inn: operator.inn.clone(),
            ogrn: operator.ogrn.clone(),
            phone: operator.phone.clone(),
            email: operator.email.clone(),
            site: operator.site.clone(),
            director_post: operator.head_position.clone(),
            director_name: operator.head_name.clone(),
        }
    }
}

/// The ministry that the institute answers to: a place of the tree, whose people see figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ministry {
    pub name: String,
    pub short: String,
}

kernel::text_enum! {
    MunicipalityType {
        CityOkrug = "city_okrug",
        MunicipalOkrug = "municipal_okrug",
        MunicipalDistrict = "municipal_district",
    }
}

impl MunicipalityType {
    pub const fn label(self) -> &'static str {
        match self {
            Self::CityOkrug => "городской округ",
            Self::MunicipalOkrug => "муниципальный округ",
            Self::MunicipalDistrict => "муниципальный район",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    pub code: String,
    pub names: Vec<Dated<MunicipalityName>>,
    pub synonyms: Vec<String>,
    pub centre: String,
    pub time_zone: String,
    /// Not every municipality has a methodical service of its own.
    pub has_methodical_service: bool,
    /// How many schools and teachers the demo generator makes here.
    pub schools: u32,
    pub teachers: u32,
    /// Row and column on the tile map.
    pub tile: (u32, u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityName {
    pub name: String,
    pub short: String,
    pub genitive: String,
    pub kind: MunicipalityType,
}

impl Municipality {
    pub fn name_on(&self, day: Date) -> Option<&MunicipalityName> {
        dated::at(&self.names, day).map(|state| &state.value)
    }

    /// Whether what someone typed means this municipality: names of all times and synonyms.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed);
        self.all_names().any(|name| fold(name) == typed)
    }

    fn all_names(&self) -> impl Iterator<Item = &String> {
        self.names.iter().flat_map(|state| [&state.value.name, &state.value.short]).chain(&self.synonyms)
    }
}

pub(super) fn read_region(section: &Table<'_>) -> Region {
    Region { code: section.code("code"), name: section.text("name"), genitive: section.text("genitive"), time_zone: time_zone(section).unwrap_or_default(), time_zone_label: section.text("time_zone_label") }
}

pub(super) fn read_ministry(section: &Table<'_>) -> Ministry {
    Ministry { name: section.text("name"), short: section.text("short") }
}

/// Where the profile has no ministry of its own: the institute's founder is one.
pub(super) fn ministry_of(operator: &Operator) -> Ministry {
    Ministry { name: operator.founder.clone(), short: "Министерство".to_owned() }
}

fn time_zone(section: &Table<'_>) -> Option<String> {
    let name = section.text_if_any("time_zone")?;
    let unknown = jiff::tz::TimeZone::get(&name).is_err() && !jiff::tz::db().is_definitively_empty();
    if unknown {
        section.report_at("time_zone", format!("Часового пояса «{name}» нет."), "Возьмите имя из базы tz, например Asia/Vladivostok.");
    }
    Some(name)
}

pub(super) fn read_operator(section: &Table<'_>) -> Operator {
    let operator = Operator {
        is_sample: section.flag("sample"),
        full_name: section.text("full_name"),
        short_name: section.text("short_name"),
        centre_name: section.text("centre_name"),
        founder: section.text("founder"),
        city: section.text("city"),
        address: section.text("address"),
        inn: section.text("inn"),
        ogrn: section.text("ogrn"),
        phone: section.text("phone"),
        email: section.text("email"),
        site: section.text("site"),
        members_page: section.text("members_page"),
        head_position: section.text("head_position"),
        head_name: section.text("head_name"),
        privacy_officer: section.text("privacy_officer"),
    };
    report_requisites(&operator, section);
    operator
}

/// Real requisites carry check digits; samples are let through and marked on every screen.
fn report_requisites(operator: &Operator, section: &Table<'_>) {
    if operator.is_sample {
        return;
    }
    if !inn_is_right(&operator.inn) {
        section.report_at("inn", "ИНН организации не сходится с контрольной цифрой.", "Перепишите 10 цифр из свидетельства о постановке на учёт.");
    }
    if !ogrn_is_right(&operator.ogrn) {
        section.report_at("ogrn", "ОГРН не сходится с контрольной цифрой.", "Перепишите 13 цифр из выписки ЕГРЮЛ.");
    }
}

fn inn_is_right(inn: &str) -> bool {
    const WEIGHTS: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let digits: Vec<u32> = inn.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = WEIGHTS.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    inn.chars().count() == 10 && digits.len() == 10 && digits.last() == Some(&(sum % 11 % 10)) && inn != "0000000000"
}

fn ogrn_is_right(ogrn: &str) -> bool {
    let digits = ogrn.len() == 13 && ogrn.chars().all(|c| c.is_ascii_digit());
    let number = ogrn.parse::<u64>().ok().filter(|number| digits && *number > 0);
    number.is_some_and(|number| number / 10 % 11 % 10 == number % 10)
}

pub(super) fn read_municipalities(root: &Table<'_>, region: &Region) -> Vec<Municipality> {
    let mut municipalities: Vec<Municipality> = Vec::new();
    let mut taken = Taken::default();
    for entry in root.tables("municipality") {
        let new = read_municipality(&entry, region);
        report_clash(&municipalities, &new, &entry);
        // Neighbours with like names («Хабаровск» and «Хабаровский район») must stay apart in an import.
        taken.claim(&new.code, new.all_names(), &entry);
        municipalities.push(new);
        entry.done();
    }
    municipalities
}

fn read_municipality(entry: &Table<'_>, region: &Region) -> Municipality {
    let tile = entry.wholes("tile", 2, 0..=30);
    Municipality {
        code: entry.code("code"),
        names: history(entry, read_name),
        synonyms: entry.texts("synonyms"),
        centre: entry.text("centre"),
        time_zone: time_zone(entry).unwrap_or_else(|| region.time_zone.clone()),
        has_methodical_service: entry.flag("has_methodical_service"),
        schools: entry.whole("schools", 0..=5_000),
        teachers: entry.whole("teachers", 0..=200_000),
        tile: (tile.first().copied().unwrap_or(0), tile.last().copied().unwrap_or(0)),
    }
}

fn read_name(entry: &Table<'_>) -> MunicipalityName {
    MunicipalityName { name: entry.text("name"), short: entry.text("short"), genitive: entry.text("genitive"), kind: entry.word("type", MunicipalityType::ALL).unwrap_or(MunicipalityType::MunicipalDistrict) }
}

fn report_clash(others: &[Municipality], new: &Municipality, entry: &Table<'_>) {
    if others.iter().any(|other| other.code == new.code) {
        entry.report_at("code", format!("Код «{}» уже есть у другого муниципалитета.", new.code), "Дайте записи другой код.");
    }
    if others.iter().any(|other| other.tile == new.tile) {
        entry.report_at("tile", "Это место на плиточной карте занято.", "Выберите свободные строку и столбец.");
    }
}
