//! The one table of rights. A new role or action stops the build until its row is decided here.
//! `docs/permissions.md` is rendered from it; a test fails when that page is stale.

kernel::text_enum! {
    /// A role, always held at a place and for a period.
    Role {
        /// Runs the installation; sees no personal data.
        Administrator = "administrator",
        /// The institute's coordinator of the active.
        Coordinator = "coordinator",
        /// Responsible for personal data.
        DataProtection = "data_protection",
        /// Member of the commission.
        Commission = "commission",
        /// Municipal authority or methodical service.
        Municipal = "municipal",
        /// A school's deputy head.
        School = "school",
        /// A methodist who measures and accompanies: of the institute (held at the region) or for one municipality.
        Methodist = "methodist",
        /// Scores open answers without knowing whose they are.
        Expert = "expert",
        /// The ministry: figures, no names.
        Ministry = "ministry",
        /// A member of the active, or a teacher with a card.
        Member = "member",
    }
}

kernel::text_enum! {
    /// What may be done. The scope says to whose records.
    Action {
        ManageAccounts = "manage_accounts",
        ManageSettings = "manage_settings",
        ManagePlaces = "manage_places",
        ViewPlaces = "view_places",
        ManageTexts = "manage_texts",
        ManageQuotas = "manage_quotas",
        ViewQuotas = "view_quotas",
        ViewPeople = "view_people",
        EditPeople = "edit_people",
        ImportPeople = "import_people",
        ExportLists = "export_lists",
        ViewApplications = "view_applications",
        CheckApplications = "check_applications",
        EndorseApplications = "endorse_applications",
        NominateApplicants = "nominate_applicants",
        ViewMeetings = "view_meetings",
        RunMeetings = "run_meetings",
        Vote = "vote",
        ViewOrders = "view_orders",
        DraftOrders = "draft_orders",
        SignOrders = "sign_orders",
        RegisterWithdrawals = "register_withdrawals",
        StartDestruction = "start_destruction",
        ApproveDestruction = "approve_destruction",
        ViewConsents = "view_consents",
        ViewAudit = "view_audit",
        ManageFrameworks = "manage_frameworks",
        ManageItems = "manage_items",
        ManageInstruments = "manage_instruments",
        AssignDiagnostics = "assign_diagnostics",
        ScoreAnswers = "score_answers",
        ObserveLessons = "observe_lessons",
        RecordAssessments = "record_assessments",
        ViewResults = "view_results",
        ViewGroupPicture = "view_group_picture",
        OpenCases = "open_cases",
        ViewCases = "view_cases",
        ViewResources = "view_resources",
        ManageResources = "manage_resources",
        ViewUnions = "view_unions",
        ManageUnions = "manage_unions",
        ViewActivities = "view_activities",
        PlanActivities = "plan_activities",
        AskForHelp = "ask_for_help",
        AnswerHelp = "answer_help",
        ViewPairs = "view_pairs",
        ManagePairs = "manage_pairs",
        ViewSupport = "view_support",
        ManageSupport = "manage_support",
        ViewPractices = "view_practices",
        ReviewPractices = "review_practices",
        ViewProgramme = "view_programme",
        ManageProgramme = "manage_programme",
        OverseeYears = "oversee_years",
        ViewReports = "view_reports",
        MakeReports = "make_reports",
        ManageIndicators = "manage_indicators",
        ViewOutcomes = "view_outcomes",
        EnterOutcomes = "enter_outcomes",
        ViewInsight = "view_insight",
        DrawLots = "draw_lots",
        ViewPicture = "view_picture",
        ManageExchange = "manage_exchange",
        PublishOpenData = "publish_open_data",
        UseOwnCabinet = "use_own_cabinet",
    }
}

impl Role {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Администратор системы",
            Self::Coordinator => "Координатор актива",
            Self::DataProtection => "Ответственный за персональные данные",
            Self::Commission => "Член комиссии",
            Self::Municipal => "Муниципальный методист",
            Self::School => "Заместитель директора школы",
            Self::Methodist => "Методист",
            Self::Expert => "Эксперт по открытым ответам",
            Self::Ministry => "Министерство",
            Self::Member => "Участник актива",
        }
    }

    /// Whether a second factor is required before any work: all who see other people's data or rule the system.
    #[must_use]
    pub fn needs_second_factor(self) -> bool {
        match self {
            Self::Administrator | Self::Coordinator | Self::DataProtection | Self::Commission | Self::Municipal | Self::Methodist | Self::Ministry => true,
            Self::School | Self::Expert | Self::Member => false,
        }
    }
}

impl Action {
    /// As in the table of rights and in journals.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ManageAccounts => "Вести учётные записи и роли",
            Self::ManageSettings => "Менять настройки системы",
            Self::ManagePlaces => "Вести территории и школы",
            Self::ViewPlaces => "Видеть территории, школы и их руководителей",
            Self::ManageTexts => "Утверждать тексты согласий",
            Self::ManageQuotas => "Менять квоты",
            Self::ViewQuotas => "Видеть квоты",
            Self::ViewPeople => "Видеть карточки людей",
            Self::EditPeople => "Править карточки людей",
            Self::ImportPeople => "Загружать людей из таблиц",
            Self::ExportLists => "Выгружать списки",
            Self::ViewApplications => "Видеть заявки",
            Self::CheckApplications => "Проверять заявки и возвращать на исправление",
            Self::EndorseApplications => "Поддерживать заявки от муниципалитета",
            Self::NominateApplicants => "Представлять кандидатов",
            Self::ViewMeetings => "Видеть заседания комиссии",
            Self::RunMeetings => "Вести заседания комиссии",
            Self::Vote => "Голосовать",
            Self::ViewOrders => "Видеть приказы",
            Self::DraftOrders => "Готовить проекты приказов",
            Self::SignOrders => "Отмечать подписание приказов",
            Self::RegisterWithdrawals => "Регистрировать отзывы согласий",
            Self::StartDestruction => "Начинать уничтожение данных",
            Self::ApproveDestruction => "Подтверждать уничтожение данных",
            Self::ViewConsents => "Видеть согласия",
            Self::ViewAudit => "Читать журнал действий",
            Self::ManageFrameworks => "Вести рамки компетенций",
            Self::ManageItems => "Вести банк заданий",
            Self::ManageInstruments => "Составлять диагностики и карты урока",
            Self::AssignDiagnostics => "Назначать диагностику",
            Self::ScoreAnswers => "Оценивать открытые ответы (без имён)",
            Self::ObserveLessons => "Наблюдать уроки",
            Self::RecordAssessments => "Вносить внешние оценки",
            Self::ViewResults => "Видеть результаты, которые открыл педагог",
            Self::ViewGroupPicture => "Видеть картину по группам (без имён)",
            Self::OpenCases => "Предлагать педагогу сопровождение",
            Self::ViewCases => "Видеть ход сопровождения (без содержания)",
            Self::ViewResources => "Видеть каталог ресурсов",
            Self::ManageResources => "Вести каталог ресурсов",
            Self::ViewUnions => "Видеть объединения педагогов",
            Self::ManageUnions => "Вести объединения, их планы и протоколы",
            Self::ViewActivities => "Видеть календарь мероприятий",
            Self::PlanActivities => "Планировать и проводить мероприятия",
            Self::AskForHelp => "Просить о методической помощи",
            Self::AnswerHelp => "Отвечать на обращения за помощью",
            Self::ViewPairs => "Видеть, кто кого сопровождает",
            Self::ManagePairs => "Подбирать и закреплять пары",
            Self::ViewSupport => "Видеть поддержку после курсов, школ и участников",
            Self::ManageSupport => "Вести поддержку после курсов, школ и участников",
            Self::ViewPractices => "Видеть банк практик",
            Self::ReviewPractices => "Рецензировать практики",
            Self::ViewProgramme => "Видеть программу года",
            Self::ManageProgramme => "Вести программу года",
            Self::OverseeYears => "Согласовывать планы и принимать отчёты участников",
            Self::ViewReports => "Видеть показатели и отчёты",
            Self::MakeReports => "Составлять отчёты",
            Self::ManageIndicators => "Вести определения показателей",
            Self::ViewOutcomes => "Видеть результаты классов",
            Self::EnterOutcomes => "Вносить результаты классов",
            Self::ViewInsight => "Видеть, что помогло: связь, эффект, изменения",
            Self::DrawLots => "Проводить жребий очереди на сопровождение",
            Self::ViewPicture => "Видеть сводную картину",
            Self::ManageExchange => "Вести обмен данными: ключи доступа и уведомления",
            Self::PublishOpenData => "Публиковать открытые данные",
            Self::UseOwnCabinet => "Пользоваться своим кабинетом",
        }
    }
}

/// Whether a role has a right.
#[must_use]
pub fn allows(role: Role, action: Action) -> bool {
    use Role::{Administrator, Commission, Coordinator, DataProtection, Expert, Member, Methodist, Ministry, Municipal, School};
    let roles: &[Role] = match action {
        Action::ManageAccounts | Action::ManageSettings => &[Administrator],
        Action::ManagePlaces => &[Administrator, Coordinator],
        Action::ViewPlaces => &[Administrator, Coordinator, DataProtection, Commission, Municipal, School, Methodist, Ministry, Member],
        Action::ManageTexts => &[DataProtection],
        Action::ManageQuotas => &[Coordinator],
        Action::ViewQuotas => &[Coordinator, Commission, Municipal, Ministry],
        Action::ViewPeople => &[Coordinator, DataProtection, Municipal, School, Methodist],
        Action::EditPeople | Action::ImportPeople => &[Coordinator],
        Action::ExportLists => &[Coordinator, DataProtection, Municipal],
        Action::ViewApplications => &[Coordinator, Commission, Municipal],
        Action::CheckApplications => &[Coordinator],
        Action::EndorseApplications => &[Municipal],
        Action::NominateApplicants => &[Municipal, School],
        Action::ViewMeetings => &[Coordinator, Commission],
        Action::RunMeetings => &[Coordinator],
        Action::Vote => &[Commission],
        Action::ViewOrders => &[Coordinator, Commission, DataProtection],
        Action::DraftOrders | Action::SignOrders => &[Coordinator],
        Action::RegisterWithdrawals => &[Coordinator, DataProtection],
        Action::StartDestruction => &[DataProtection],
        Action::ApproveDestruction => &[Coordinator, DataProtection],
        Action::ViewConsents => &[Coordinator, DataProtection],
        Action::ViewAudit => &[DataProtection],
        Action::ManageFrameworks | Action::ManageItems | Action::ManageInstruments => &[Coordinator, Methodist],
        Action::AssignDiagnostics => &[Coordinator, Municipal, Methodist],
        Action::ScoreAnswers => &[Methodist, Expert],
        Action::ObserveLessons => &[Municipal, School, Methodist],
        Action::RecordAssessments => &[Coordinator, Municipal, Methodist],
        Action::ViewResults => &[Coordinator, Municipal, School, Methodist],
        Action::ViewGroupPicture => &[Coordinator, Municipal, School, Methodist, Ministry],
        Action::OpenCases | Action::ViewCases => &[Coordinator, Municipal, School, Methodist],
        Action::ViewResources => &[Coordinator, Municipal, School, Methodist, Member],
        Action::ManageResources => &[Coordinator, Municipal, Methodist],
        // Names stand there; the ministry has the public calendar and the figures.
        Action::ViewUnions | Action::ViewActivities | Action::ViewPractices => &[Coordinator, Municipal, School, Methodist, Member],
        Action::ViewProgramme => &[Coordinator, Municipal, School, Methodist, Ministry, Member],
        Action::ManageUnions | Action::PlanActivities | Action::ViewPairs => &[Coordinator, Municipal, School, Methodist],
        // The ministry sees counts only: its scope has nobody in it.
        Action::ViewSupport => &[Coordinator, Municipal, School, Methodist, Ministry],
        Action::AskForHelp => &[Municipal, School, Member],
        Action::AnswerHelp | Action::ManageSupport => &[Coordinator, Municipal, Methodist],
        Action::ManagePairs | Action::OverseeYears => &[Coordinator, Municipal],
        Action::ReviewPractices => &[Coordinator, Methodist, Expert],
        Action::ManageProgramme | Action::ManageIndicators => &[Coordinator],
        Action::ViewReports => &[Coordinator, Municipal, School, Methodist, Ministry],
        Action::MakeReports => &[Coordinator, Municipal, School],
        Action::ViewOutcomes => &[Coordinator, Municipal, School, Methodist],
        Action::EnterOutcomes => &[Coordinator, Municipal, School],
        // Figures of many, never of a person: the ministry reads them too.
        Action::ViewInsight | Action::ViewPicture => &[Coordinator, Municipal, School, Methodist, Ministry],
        Action::DrawLots => &[Coordinator, Municipal],
        Action::ManageExchange => &[Administrator],
        Action::PublishOpenData => &[Coordinator],
        Action::UseOwnCabinet => &[Member],
    };
    roles.contains(&role)
}
