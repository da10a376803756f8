//! Profiles of invented regions, for a demo of several: the krai's text with other names, hours, words and quotas. The codes stay, since
//! stories of the demo are told by them.

use crate::region::krai;
use kernel::Result;
use structure::profile::Profile;

/// A region that isn't there.
struct Invented {
    code: &'static str,
    /// «Северн»: of «Северный край», «Северного края».
    stem: &'static str,
    zone: (&'static str, &'static str),
    /// Direction of its own.
    direction: (&'static str, &'static str),
    /// What a methodist of a subject is called there.
    methodist: &'static str,
    /// More places for functional literacy than the krai has.
    more_places: i64,
    /// Of its municipalities: «Берёзов» makes Берёзовск and Берёзовский район.
    stems: [&'static str; 19],
}

const INVENTED: [Invented; 2] = [
    Invented {
        code: "severny",
        stem: "Северн",
        zone: ("Asia/Yakutsk", "по Якутску"),
        direction: ("Кочевая и малокомплектная школа", "Кочевая школа"),
        methodist: "Предметный наставник",
        more_places: 6,
        stems: ["Снегов", "Морозов", "Кедров", "Соснов", "Елов", "Озеров", "Туманов", "Ветров", "Огнев", "Громов", "Бобров", "Соколов", "Ольхов", "Рябинов", "Ясенев", "Родников", "Холмов", "Боров", "Яров"],
    },
    Invented {
        code: "yuzhny",
        stem: "Южн",
        zone: ("Europe/Samara", "по Самаре"),
        direction: ("Казачья культура и сельская школа", "Казачья культура"),
        methodist: "Учитель-консультант",
        more_places: 10,
        stems: ["Вишнёв", "Яблонев", "Тополев", "Калинов", "Орехов", "Малинов", "Дубов", "Клёнов", "Липов", "Берёзов", "Песков", "Лугов", "Полев", "Зорев", "Маков", "Васильков", "Колосов", "Снопов", "Ручьёв"],
    },
];

/// Codes and profiles of the regions of a demo of several; the first is the krai.
///
/// # Errors
/// A profile that doesn't fit: a fault of what is written here.
pub fn profiles() -> Result<Vec<(&'static str, Profile)>> {
    let (bundled, krai) = krai()?;
    let mut found = vec![(bundled.code, krai)];
    for region in &INVENTED {
        let text = region.text(bundled.text);
        found.push((region.code, Profile::parse(bundled.file, &text).map_err(anyhow::Error::new)?));
    }
    Ok(found)
}

impl Invented {
    fn text(&self, krai: &str) -> String {
        let (stem, first) = (self.stem, self.stems[0]);
        let town = format!("г. {first}ск");
        let changes = [
            ("code = \"khabarovsk\"", format!("code = \"{}\"", self.code)),
            ("Хабаровский краевой институт", format!("{stem}ый краевой институт")),
            ("Хабаровский край", format!("{stem}ый край")),
            ("Хабаровского края", format!("{stem}ого края")),
            ("ХК ИРО", format!("{}К ИРО", stem.chars().next().unwrap_or_default())),
            ("Asia/Vladivostok", self.zone.0.to_owned()),
            ("по Хабаровску", self.zone.1.to_owned()),
            ("Языки и культура коренных народов края", self.direction.0.to_owned()),
            ("Языки и культура народов края", self.direction.1.to_owned()),
            ("name = \"Методист по предмету\"", format!("name = \"{}\"", self.methodist)),
            ("total = 120\n[quota.places]\nfunktsionalnaya_gramotnost = 14", format!("total = {}\n[quota.places]\nfunktsionalnaya_gramotnost = {}", 120 + self.more_places, 14 + self.more_places)),
        ];
        let text = changes.into_iter().fold(krai.to_owned(), |text, (from, to)| text.replace(from, &to));
        self.municipalities(&text).replace("г. Хабаровск", &town)
    }

    /// The same municipalities under names of its own; nothing of their past.
    fn municipalities(&self, text: &str) -> String {
        let mut blocks = text.split("[[municipality]]\n");
        let mut written = blocks.next().unwrap_or_default().to_owned();
        for (block, stem) in blocks.zip(self.stems) {
            written.push_str("[[municipality]]\n");
            let is_town = block.contains("type = \"city_okrug\"");
            let district = if block.contains("type = \"municipal_okrug\"") { "округ" } else { "район" };
            for line in block.lines() {
                let key = line.split(" = ").next().unwrap_or_default();
                let said = match (key, is_town) {
                    ("name", true) => format!("name = \"Городской округ «Город {stem}ск»\""),
                    ("short", true) => format!("short = \"г. {stem}ск\""),
                    ("genitive", true) => format!("genitive = \"городского округа «Город {stem}ск»\""),
                    ("name", false) => format!("name = \"{stem}ский муниципальный {district}\""),
                    ("short", false) => format!("short = \"{stem}ский {district}\""),
                    ("genitive", false) => format!("genitive = \"{stem}ского муниципального {district}а\""),
                    ("centre", true) => format!("centre = \"г. {stem}ск\""),
                    ("centre", false) => format!("centre = \"с. {stem}о\""),
                    ("former" | "synonyms", _) => continue,
                    _ => line.to_owned(),
                };
                written.push_str(&said);
                written.push('\n');
            }
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_regions_with_nothing_of_each_other_s_names() {
        let found = profiles().unwrap();
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["khabarovsk", "severny", "yuzhny"]);
        assert_eq!(found.iter().map(|(_, profile)| profile.region.name.as_str()).collect::<Vec<_>>(), ["Хабаровский край", "Северный край", "Южный край"]);
        for (code, profile) in &found[1..] {
            assert!(!profile.source.text.lines().filter(|line| !line.starts_with('#')).any(|line| line.contains("Хабаровс")), "{code}");
            assert_eq!(profile.municipalities.len(), 19);
            assert!(profile.municipalities.iter().all(|municipality| !found[0].1.municipalities.iter().any(|known| known.names == municipality.names)), "{code}");
        }
    }
}
