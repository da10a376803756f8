//! A notice, its topics, and the ways in which it reaches a person.

use kernel::{Timestamp, id::PersonId};

kernel::uuid_id! {
    /// A notice.
    NoticeId
}

kernel::text_enum! {
    /// What it is about; preferences are kept by it.
    Topic {
        Cases = "cases",
        Diagnostics = "diagnostics",
        Applications = "applications",
        Activities = "activities",
        Unions = "unions",
        /// A meeting that was moved or called off: the digest might come after it.
        UnionChanges = "union_changes",
        Help = "help",
        /// To those who keep the queue: new requests.
        HelpQueue = "help_queue",
        Mentoring = "mentoring",
        Matching = "matching",
        Support = "support",
        Practices = "practices",
        /// The catalogue: what came back to its author.
        Resources = "resources",
        Programme = "programme",
        Reports = "reports",
        /// Consents, access, personal data: can't be silenced.
        Security = "security",
    }
}

kernel::text_enum! {
    /// How a notice reaches the person besides the cabinet.
    Way {
        AtOnce = "at_once",
        Digest = "digest",
        Cabinet = "cabinet",
    }
}

impl Topic {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Cases => "Сопровождение и маршруты",
            Self::Diagnostics => "Диагностика, наблюдение уроков, результаты",
            Self::Applications => "Заявка в актив",
            Self::Activities => "Мероприятия",
            Self::Unions => "Объединения",
            Self::UnionChanges => "Перенос и отмена заседаний объединений",
            Self::Help => "Обращения за помощью",
            Self::HelpQueue => "Новые обращения в очереди",
            Self::Mentoring => "Наставничество",
            Self::Matching => "Закрепление методистов и наставников",
            Self::Support => "Поддержка после курсов, школ и участников",
            Self::Practices => "Банк практик",
            Self::Resources => "Каталог ресурсов",
            Self::Programme => "Программа года",
            Self::Reports => "Показатели и отчёты",
            Self::Security => "Согласия и безопасность",
        }
    }

    /// What comes of a topic while the person chose nothing: what waits for an answer comes at once, the rest once a day.
    #[must_use]
    pub fn usual(self) -> Way {
        match self {
            Self::Cases | Self::Diagnostics | Self::Applications | Self::Activities | Self::UnionChanges | Self::Help | Self::Mentoring | Self::Matching | Self::Security => Way::AtOnce,
            Self::Unions | Self::HelpQueue | Self::Support | Self::Practices | Self::Resources | Self::Programme | Self::Reports => Way::Digest,
        }
    }

    /// Whether the person may choose; what concerns rights and access always comes at once.
    #[must_use]
    pub fn is_free(self) -> bool {
        self != Self::Security
    }
}

impl Way {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::AtOnce => "письмом сразу",
            Self::Digest => "письмом раз в день",
            Self::Cabinet => "только в кабинете",
        }
    }
}

/// What is told to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is, once: `activity/<id>/cancelled/<person>`. The same key never tells twice, so it holds the reader where several are told.
    pub once_key: String,
    pub person: PersonId,
    pub topic: Topic,
    /// Names no third person, says nothing confidential: it stands in a letter's subject.
    pub subject: String,
    /// A sentence or two, without greeting and without addresses; stands in letters too.
    pub body: String,
    /// Path of the page: `/activities/…`.
    pub url: String,
}

/// A notice as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: NoticeId,
    pub topic: Topic,
    pub subject: String,
    pub body: String,
    pub url: String,
    pub made_at: Timestamp,
    pub read_at: Option<Timestamp>,
    pub mailed_at: Option<Timestamp>,
}
