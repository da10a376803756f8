//! Where values come from.

use super::{Problem, Problems, SETTINGS, Setting};
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    CommandLine,
    Variable(String),
    File { path: PathBuf, line: usize },
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("командная строка"),
            Self::Variable(name) => write!(f, "переменная {name}"),
            Self::File { path, line } => write!(f, "{}, строка {line}", path.display()),
            Self::Default => f.write_str("по умолчанию"),
        }
    }
}

/// A value with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub value: String,
    pub source: Source,
}

/// Every setting's value in force.
#[derive(Debug, Clone, Default)]
pub struct Values {
    own: BTreeMap<&'static str, Given>,
    /// Tables `[[regions]]` of the file, as written.
    pub(super) regions: Vec<Section>,
    /// The table `[country]`.
    pub(super) country: Option<Section>,
}

/// A table of the file with settings of its own.
#[derive(Debug, Clone)]
pub struct Section {
    /// Where it begins.
    pub source: Source,
    pub name: Option<Given>,
    pub own: BTreeMap<&'static str, Given>,
}

impl Values {
    /// The value of a setting of the table.
    #[must_use]
    pub fn get(&self, name: &str) -> &Given {
        static NOTHING: Given = Given { value: String::new(), source: Source::Default };
        self.own.get(name).unwrap_or(&NOTHING)
    }

    /// Changes a default (the demo has its own folder).
    pub fn default_to(&mut self, name: &'static str, value: &str) {
        if self.get(name).source == Source::Default {
            self.own.insert(name, Given { value: value.to_owned(), source: Source::Default });
        }
    }

    /// The same with other values for some settings.
    #[must_use]
    pub(super) fn with(&self, changed: &BTreeMap<&'static str, Given>) -> Self {
        let mut own = self.own.clone();
        own.extend(changed.iter().map(|(name, given)| (*name, given.clone())));
        Self { own, regions: Vec::new(), country: None }
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        let bad = |setting: &Setting| {
            let given = self.get(setting.name);
            (setting.check)(&given.value).err().map(|what| Problem { place: format!("{}, {}", given.source, setting.name), what })
        };
        SETTINGS.iter().filter_map(bad).collect()
    }
}

/// Gathers values from everywhere. `arguments` are those of the command line, `file` the one named there.
///
/// # Errors
/// The file can't be read, or a name in it, in the environment or on the command line is unknown.
pub fn gather(arguments: &[(String, String)], environment: &[(String, String)], file: Option<&Path>) -> Result<Values, Problems> {
    let own = SETTINGS.iter().map(|setting| (setting.name, Given { value: setting.default.to_owned(), source: Source::Default })).collect();
    let mut values = Values { own, ..Values::default() };
    let mut problems = Vec::new();
    let near = find_file(file, Path::new("metodaktiv.toml"));
    read_file_into(near.as_deref(), &mut values, &mut problems);
    overlay(&mut values, arguments, environment, &mut problems);
    if near.is_none() {
        // No file was named: one that lies with the data is read, if it is there.
        let with_data = Path::new(&values.get("data").value).join("metodaktiv.toml");
        read_file_into(with_data.is_file().then_some(with_data.as_path()), &mut values, &mut problems);
        overlay(&mut values, arguments, environment, &mut Vec::new());
    }
    if problems.is_empty() { Ok(values) } else { Err(Problems(problems)) }
}

fn find_file(named: Option<&Path>, usual: &Path) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| usual.is_file().then(|| usual.to_owned()))
}

fn overlay(values: &mut Values, arguments: &[(String, String)], environment: &[(String, String)], problems: &mut Vec<Problem>) {
    for setting in SETTINGS {
        for variable in setting.variables().iter().rev() {
            if let Some((_, value)) = environment.iter().find(|(name, _)| name == variable) {
                values.own.insert(setting.name, Given { value: value.trim().to_owned(), source: Source::Variable(variable.clone()) });
            }
        }
    }
    let known: Vec<String> = SETTINGS.iter().flat_map(Setting::variables).chain(OTHER_VARIABLES.map(ToOwned::to_owned)).collect();
    for (name, _) in environment.iter().filter(|(name, _)| name.starts_with("METODAKTIV_") && !name.starts_with("METODAKTIV_TEST_") && !known.contains(name)) {
        problems.push(Problem { place: format!("переменная {name}"), what: unknown(name, known.iter().map(String::as_str)) });
    }
    for (name, value) in arguments {
        match SETTINGS.iter().find(|setting| setting.name == name) {
            Some(setting) => {
                values.own.insert(setting.name, Given { value: value.trim().to_owned(), source: Source::CommandLine });
            }
            None => problems.push(Problem { place: format!("командная строка, {name}"), what: unknown(name, SETTINGS.iter().map(|setting| setting.name)) }),
        }
    }
}

/// Variables of ours that are no settings.
const OTHER_VARIABLES: [&str; 1] = ["METODAKTIV_PASSPHRASE"];

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|candidate| (distance(name, candidate), candidate)).min().filter(|(distance, _)| *distance <= 3);
    let hint = near.map(|(_, candidate)| format!("Может быть, {candidate}? ")).unwrap_or_default();
    format!("такой настройки нет. {hint}Исправьте название или уберите его. Список: metodaktiv config")
}

/// How many letters must change (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, a) in left.chars().enumerate() {
        let mut corner = at;
        let mut before = at + 1;
        for (b, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let here = (corner + usize::from(a != *b)).min(before + 1).min(*cell + 1);
            corner = *cell;
            *cell = here;
            before = here;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn read_file_into(path: Option<&Path>, values: &mut Values, problems: &mut Vec<Problem>) {
    let Some(path) = path else { return };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) => {
            return problems.push(Problem { place: path.display().to_string(), what: format!("файл настроек не читается ({cause}). Проверьте путь и права на чтение") });
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let at = |start: usize| Source::File { path: path.to_owned(), line: text.get(..start).unwrap_or(text).matches('\n').count() + 1 };
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let place = at(error.span().map_or(0, |span| span.start)).to_string();
            return problems.push(Problem { place, what: format!("строка написана не по правилам TOML ({}). Нужно так: listen = \"127.0.0.1:8080\"", error.message()) });
        }
    };
    for (name, value) in &table {
        let source = at(name.span().start);
        match (name.get_ref().as_ref(), value.get_ref()) {
            (REGIONS, DeValue::Array(rows)) => {
                let tables = rows.iter().filter_map(|row| Some((row.span().start, row.get_ref().as_table()?)));
                values.regions = tables.map(|(start, row)| section(row, at(start), &at, problems)).collect();
                continue;
            }
            (COUNTRY, DeValue::Table(row)) => {
                values.country = Some(section(row, source, &at, problems));
                continue;
            }
            _ => {}
        }
        let setting = SETTINGS.iter().find(|setting| setting.name == name.get_ref().as_ref());
        match (setting, plain(value)) {
            (None, _) => problems.push(Problem { place: format!("{source}, {}", name.get_ref()), what: unknown(name.get_ref(), SETTINGS.iter().map(|setting| setting.name)) }),
            (Some(setting), None) => {
                problems.push(Problem { place: format!("{source}, {}", setting.name), what: "нужно одно значение: строка в кавычках, число, true или false".into() })
            }
            (Some(setting), Some(value)) => {
                values.own.insert(setting.name, Given { value, source });
            }
        }
    }
}

/// Names of the tables that hold settings of their own.
const REGIONS: &str = "regions";
const COUNTRY: &str = "country";

/// A table's settings; what isn't one is a problem.
fn section(row: &DeTable<'_>, source: Source, at: &impl Fn(usize) -> Source, problems: &mut Vec<Problem>) -> Section {
    let mut found = Section { source, name: None, own: BTreeMap::new() };
    for (name, value) in row {
        let (source, word) = (at(name.span().start), name.get_ref().as_ref());
        let Some(value) = plain(value) else {
            problems.push(Problem { place: format!("{source}, {word}"), what: "нужно одно значение: строка в кавычках, число, true или false".into() });
            continue;
        };
        let given = Given { value, source };
        if word == "name" {
            found.name = Some(given);
        } else if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == word) {
            found.own.insert(setting.name, given);
        } else {
            problems.push(Problem { place: format!("{}, {word}", given.source), what: unknown(word, SETTINGS.iter().map(|setting| setting.name).chain(["name"])) });
        }
    }
    found
}

fn plain(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.trim().to_owned()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
