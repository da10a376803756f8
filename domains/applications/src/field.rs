//! The questions: which fields there are, on which page each is asked, and what it is needed for.
//!
//! A field is what can be returned for correction; its word is the code that the dictionary of return reasons uses.

kernel::text_enum! {
    /// A page of the form.
    Section {
        Name = "name",
        Contacts = "contacts",
        Education = "education",
        Work = "work",
        Subjects = "subjects",
        Experience = "experience",
        Courses = "courses",
        Assessments = "assessments",
        Wishes = "wishes",
        Criteria = "criteria",
        Evidence = "evidence",
    }
}

kernel::text_enum! {
    /// A question, or a few that make sense only together.
    Field {
        FullName = "full_name",
        BirthDate = "birth_date",
        Phone = "phone",
        Email = "email",
        Education = "education",
        Category = "category",
        School = "school",
        Position = "position",
        Subjects = "subjects",
        PositionSince = "position_since",
        Courses = "courses",
        Assessment = "assessment",
        Wish = "wish",
        WorkDirections = "work_directions",
        Conditions = "conditions",
        Roles = "roles",
        Criteria = "criteria",
        Evidence = "evidence",
    }
}

impl Section {
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Name => "Как вас зовут",
            Self::Contacts => "Как с вами связаться",
            Self::Education => "Образование и категория",
            Self::Work => "Где и кем вы работаете",
            Self::Subjects => "Что вы преподаёте",
            Self::Experience => "С какого времени работаете",
            Self::Courses => "Курсы повышения квалификации",
            Self::Assessments => "Оценка компетенций",
            Self::Wishes => "Чем хотите заниматься в активе",
            Self::Criteria => "Основания для включения",
            Self::Evidence => "Подтверждающие документы",
        }
    }

    /// The section after this one; `None` after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|section| *section == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// Part of the task list it stands in.
    #[must_use]
    pub fn phase(self) -> &'static str {
        match self {
            Self::Name | Self::Contacts => "О вас",
            Self::Education | Self::Work | Self::Subjects | Self::Experience => "Работа",
            Self::Courses | Self::Assessments => "Повышение квалификации",
            Self::Wishes | Self::Criteria | Self::Evidence => "Участие в активе",
        }
    }

    /// A section that may be left without any answer.
    #[must_use]
    pub fn may_be_empty(self) -> bool {
        match self {
            Self::Courses | Self::Assessments | Self::Evidence => true,
            Self::Name | Self::Contacts | Self::Education | Self::Work | Self::Subjects | Self::Experience | Self::Wishes | Self::Criteria => false,
        }
    }

    /// Its fields, in order.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.section() == self)
    }

    /// Whether an error at a form field of this name belongs here.
    #[must_use]
    pub fn holds(self, name: &str) -> bool {
        self.fields().any(|field| field.holds(name))
    }
}

impl Field {
    #[must_use]
    pub fn section(self) -> Section {
        match self {
            Self::FullName | Self::BirthDate => Section::Name,
            Self::Phone | Self::Email => Section::Contacts,
            Self::Education | Self::Category => Section::Education,
            Self::School | Self::Position => Section::Work,
            Self::Subjects => Section::Subjects,
            Self::PositionSince => Section::Experience,
            Self::Courses => Section::Courses,
            Self::Assessment => Section::Assessments,
            Self::Wish | Self::WorkDirections | Self::Conditions => Section::Wishes,
            Self::Roles | Self::Criteria => Section::Criteria,
            Self::Evidence => Section::Evidence,
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "Фамилия, имя, отчество",
            Self::BirthDate => "Дата рождения",
            Self::Phone => "Телефон",
            Self::Email => "Электронная почта",
            Self::Education => "Образование",
            Self::Category => "Квалификационная категория",
            Self::School => "Школа",
            Self::Position => "Должность",
            Self::Subjects => "Предметы",
            Self::PositionSince => "Начало работы",
            Self::Courses => "Курсы",
            Self::Assessment => "Оценка компетенций",
            Self::Wish => "Вид участия",
            Self::WorkDirections => "Направления работы",
            Self::Conditions => "Условия участия",
            Self::Roles => "Ваши роли",
            Self::Criteria => "Основания",
            Self::Evidence => "Документы",
        }
    }

    /// Why it is asked: said under the question.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::FullName => "Чтобы назвать вас в документах комиссии и в приказе.",
            Self::BirthDate => "Только чтобы не спутать вас с полным тёзкой. Нигде не публикуется; можно не указывать.",
            Self::Phone => "Чтобы координатор мог уточнить ответ. Не публикуется.",
            Self::Email => "На этот адрес придут ссылка на заявку и все письма о ней. Не публикуется.",
            Self::Education => "Нужно для основания «высшая категория, образование и опыт».",
            Self::Category => "Нужна для того же основания. Категории, полученные после 01.09.2023, бессрочны.",
            Self::School => "По школе заявка попадает к методической службе вашего муниципалитета.",
            Self::Position => "Чтобы понять, в какую часть актива вас включать: методическую или управленческую.",
            Self::Subjects => "По предмету распределяют места в активе.",
            Self::PositionSince => "Стаж система посчитает сама на день рассмотрения, поэтому нужны даты, а не число лет.",
            Self::Courses => "Показывают, чему вы учились недавно. Достаточно курсов за последние три года.",
            Self::Assessment => "Нужна, только если вы указываете основание «внешняя оценка компетенций».",
            Self::Wish => "По виду участия комиссия сравнивает заявки с квотой.",
            Self::WorkDirections => "Чтобы поручать вам то, что вам близко.",
            Self::Conditions => "Чтобы планировать встречи в удобные вам дни.",
            Self::Roles => "По ролям проверяются основания из следующего вопроса.",
            Self::Criteria => "Достаточно одного основания, которое подтверждают документы.",
            Self::Evidence => "По документам координатор подтверждает основания.",
        }
    }

    /// Whether an input of this name is its.
    #[must_use]
    pub fn holds(self, name: &str) -> bool {
        self.inputs().iter().any(|input| *input == name || (input.ends_with('-') && name.starts_with(input)))
    }

    /// Names of its inputs; one that ends with a hyphen is the beginning of several names.
    #[must_use]
    pub fn inputs(self) -> &'static [&'static str] {
        match self {
            Self::FullName => &["family", "given", "patronymic"],
            Self::BirthDate => &["birth_on"],
            Self::Phone => &["phone"],
            Self::Email => &["email"],
            Self::Education => &["education", "education_text"],
            Self::Category => &["category", "category_on", "category_order"],
            Self::School => &["municipality", "school"],
            Self::Position => &["position", "position_text"],
            Self::Subjects => &["subjects", "main_subject", "no_subject"],
            Self::PositionSince => &["position_since", "speciality_since", "teaching_since"],
            Self::Courses => &["courses", "course-"],
            Self::Assessment => &["assessments", "assessment-"],
            Self::Wish => &["kind", "wish_subject", "wish_direction"],
            Self::WorkDirections => &["work_directions"],
            Self::Conditions => &["methodical_day", "travel"],
            Self::Roles => &["roles"],
            Self::Criteria => &["criteria", "note-"],
            Self::Evidence => &["file", "evidence"],
        }
    }
}
