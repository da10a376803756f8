//! What a column of a sheet may hold.

kernel::text_enum! {
    Field {
        FullName = "full_name",
        Family = "family",
        Given = "given",
        Patronymic = "patronymic",
        BirthOn = "birth_on",
        Municipality = "municipality",
        School = "school",
        Position = "position",
        Subjects = "subjects",
        Since = "since",
        Phone = "phone",
        Email = "email",
    }
}

impl Field {
    /// As on the screen and in the template.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "ФИО целиком",
            Self::Family => "Фамилия",
            Self::Given => "Имя",
            Self::Patronymic => "Отчество",
            Self::BirthOn => "Дата рождения",
            Self::Municipality => "Муниципалитет",
            Self::School => "Школа",
            Self::Position => "Должность",
            Self::Subjects => "Предметы",
            Self::Since => "В должности с",
            Self::Phone => "Телефон",
            Self::Email => "Электронная почта",
        }
    }

    /// Subjects often stand in several columns; everything else stands in one.
    #[must_use]
    pub fn may_repeat(self) -> bool {
        self == Self::Subjects
    }

    /// How strongly a title (folded) speaks for this field; 0 not at all.
    pub(super) fn fits_title(self, title: &str) -> u32 {
        let has = |stem: &str| title.split(' ').any(|word| word.starts_with(stem));
        let word = |whole: &str| title.split(' ').any(|word| word == whole);
        let any = |stems: &[&str]| stems.iter().any(|stem| has(stem));
        if self.exact().contains(&title) {
            return 100;
        }
        let is_about_other = any(&["директор", "руководител", "стаж", "категор", "диплом", "курс", "индекс", "согласи", "нагрузк", "разряд", "примечан", "итог"]) || word("вуз");
        let is_organisation = any(&["школ", "организац", "учрежден", "лице", "гимнази"]) || word("оо") || word("оу") || title.contains("место работы") || title.contains("места работы");
        let is_named = has("фамил") as u32 + (word("имя") || word("имени")) as u32 + has("отчеств") as u32;
        let strength = match self {
            Self::FullName => {
                if word("фио") || title.contains("ф и о") {
                    80
                } else if is_named > 1 {
                    85
                } else {
                    0
                }
            }
            Self::Family => {
                if has("фамил") && is_named == 1 {
                    80
                } else {
                    0
                }
            }
            Self::Given => {
                if word("имя") && is_named == 1 {
                    80
                } else {
                    0
                }
            }
            Self::Patronymic => {
                if has("отчеств") && is_named == 1 {
                    80
                } else {
                    0
                }
            }
            Self::BirthOn => {
                if any(&["рожд"]) && !any(&["мест"]) {
                    80
                } else {
                    0
                }
            }
            Self::Phone => {
                if any(&["телефон", "мобил", "сотов", "phone"]) || word("тел") {
                    80
                } else {
                    0
                }
            }
            Self::Email => {
                if any(&["mail", "email"]) || (has("почт") && (has("электрон") || word("эл") || title == "почта")) || title.contains("эл адрес") || title.contains("электронный адрес")
                {
                    82
                } else {
                    0
                }
            }
            Self::School => {
                if is_organisation && !any(&["телефон", "адрес", "почт", "инн"]) {
                    70
                } else {
                    0
                }
            }
            Self::Municipality => {
                if !is_organisation && (any(&["муниципал", "район", "округ", "территор"]) || word("мо") || word("город")) {
                    70
                } else {
                    0
                }
            }
            Self::Position => {
                if has("должност") && !any(&["стаж", "дата", "назначен"]) && !title.contains("должности с") {
                    75
                } else {
                    0
                }
            }
            Self::Subjects => {
                if any(&["предмет", "дисциплин", "преподава"]) && !is_organisation {
                    72
                } else {
                    0
                }
            }
            Self::Since => {
                if title.contains("должности с") || (any(&["дата"]) && any(&["назначен", "прием", "принят"])) || title.contains("работает с") {
                    78
                } else {
                    0
                }
            }
        };
        if is_about_other { 0 } else { strength }
    }

    /// Titles that leave no doubt, folded.
    fn exact(self) -> &'static [&'static str] {
        match self {
            Self::FullName => &["фио", "ф и о", "фио учителя", "фио педагога", "фамилия имя отчество", "фио целиком", "сотрудник", "педагог"],
            Self::Family => &["фамилия"],
            Self::Given => &["имя"],
            Self::Patronymic => &["отчество"],
            Self::BirthOn => &["дата рождения", "д р", "др", "день рождения", "родился"],
            Self::Municipality => &["муниципалитет", "район", "муниципальное образование", "мо", "территория", "городской округ район", "город район"],
            Self::School => &["школа", "оо", "оу", "образовательная организация", "образовательное учреждение", "место работы", "наименование оо", "организация"],
            Self::Position => &["должность", "занимаемая должность"],
            Self::Subjects => &["предмет", "предметы", "предмет ы", "преподаваемый предмет", "преподаваемые предметы"],
            Self::Since => &["в должности с", "дата назначения на должность", "дата приема на работу", "дата приема"],
            Self::Phone => &["телефон", "контакты телефон", "моб телефон", "мобильный телефон", "номер телефона", "контактный телефон", "сотовый"],
            Self::Email => &["e mail", "email", "электронная почта", "эл почта", "адрес электронной почты", "контакты e mail", "контакты почта", "почта"],
        }
    }
}
