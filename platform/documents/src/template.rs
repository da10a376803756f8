//! The kinds of documents and the files they are typeset from. Embedded in the program so that one binary is enough.

/// One kind of document = one file `assets/documents/NAME.typ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Template {
    /// Анкета.
    Application,
    /// Any consent: the text comes as data.
    Consent,
    /// Представление.
    Nomination,
    /// Протокол комиссии.
    Minutes,
    /// Приказ с приложением.
    Order,
    /// Выписка из приказа.
    Extract,
    /// Удостоверение участника актива.
    Certificate,
    /// Акт об уничтожении персональных данных.
    DestructionAct,
    /// Выгрузка из журнала событий.
    LogExtract,
    /// Листок с одноразовым кодом для первого входа.
    AccountSlip,
    /// What the system holds about a person.
    CabinetExport,
    /// Карта посещения урока.
    LessonCard,
    /// Протокол диагностики.
    DiagnosticProtocol,
    /// Индивидуальный образовательный маршрут.
    Pathway,
    /// Портфолио к аттестации.
    Portfolio,
    /// Программа наставничества, отчёт участника, справка о деятельности.
    Paper,
    /// План методической помощи школе.
    SupportPlan,
    /// Акт об оказанной школе помощи.
    SupportAct,
    /// Протокол методического объединения.
    UnionMinutes,
    /// Сертификат участника или ведущего мероприятия.
    ActivityCertificate,
}

impl Template {
    pub const ALL: [Self; 20] = [
        Self::Application,
        Self::Consent,
        Self::Nomination,
        Self::Minutes,
        Self::Order,
        Self::Extract,
        Self::Certificate,
        Self::DestructionAct,
        Self::LogExtract,
        Self::AccountSlip,
        Self::CabinetExport,
        Self::LessonCard,
        Self::DiagnosticProtocol,
        Self::Pathway,
        Self::Portfolio,
        Self::SupportPlan,
        Self::SupportAct,
        Self::Paper,
        Self::ActivityCertificate,
        Self::UnionMinutes,
    ];

    /// The file an institute puts into its templates folder to replace the built-in layout.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Application => "application.typ",
            Self::Consent => "consent.typ",
            Self::Nomination => "nomination.typ",
            Self::Minutes => "minutes.typ",
            Self::Order => "order.typ",
            Self::Extract => "extract.typ",
            Self::Certificate => "certificate.typ",
            Self::DestructionAct => "destruction_act.typ",
            Self::LogExtract => "log_extract.typ",
            Self::AccountSlip => "account_slip.typ",
            Self::CabinetExport => "cabinet_export.typ",
            Self::LessonCard => "lesson_card.typ",
            Self::DiagnosticProtocol => "diagnostic_protocol.typ",
            Self::Pathway => "pathway.typ",
            Self::Portfolio => "portfolio.typ",
            Self::UnionMinutes => "union_minutes.typ",
            Self::SupportPlan => "support_plan.typ",
            Self::SupportAct => "support_act.typ",
            Self::Paper => "paper.typ",
            Self::ActivityCertificate => "activity_certificate.typ",
        }
    }
}

/// The built-in text of a template or of the shared `gost.typ`.
pub(crate) fn embedded(file_name: &str) -> Option<&'static str> {
    macro_rules! shipped {
        ($($name:literal),+) => {
            match file_name {
                $($name => Some(include_str!(concat!("../../../assets/documents/", $name))),)+
                _ => None,
            }
        };
    }
    shipped!(
        "gost.typ",
        "application.typ",
        "consent.typ",
        "nomination.typ",
        "minutes.typ",
        "order.typ",
        "extract.typ",
        "certificate.typ",
        "destruction_act.typ",
        "log_extract.typ",
        "account_slip.typ",
        "cabinet_export.typ",
        "lesson_card.typ",
        "diagnostic_protocol.typ",
        "pathway.typ",
        "portfolio.typ",
        "union_minutes.typ",
        "support_plan.typ",
        "support_act.typ",
        "paper.typ",
        "activity_certificate.typ"
    )
}

/// Every built-in file by name and text, so that an institute can start from a copy: `metodaktiv templates`.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = std::iter::once("gost.typ").chain(Template::ALL.into_iter().map(Template::file_name));
    names.filter_map(|name| Some((name, embedded(name)?)))
}
