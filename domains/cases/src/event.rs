//! Lines of the timeline: a word of the code with a Russian line, and what they are about.

kernel::text_enum! {
    /// What happened in a case.
    EventKind {
        Proposed = "proposed",
        Opened = "opened",
        Declined = "declined",
        Closed = "closed",
        Stopped = "stopped",
        RoundBegun = "round_begun",
        TurnedBack = "turned_back",
        RungReached = "rung_reached",
        RungLost = "rung_lost",
        OpenedToSchool = "opened_to_school",
        ClosedToSchool = "closed_to_school",
        PlaceChanged = "place_changed",
        ReviewHeld = "review_held",
        MemberInvited = "member_invited",
        MemberJoined = "member_joined",
        MemberDeclined = "member_declined",
        MemberLeft = "member_left",
        EvidenceGiven = "evidence_given",
        EvidenceWithdrawn = "evidence_withdrawn",
        DeficitTaken = "deficit_taken",
        DeficitLeft = "deficit_left",
        VerdictGiven = "verdict_given",
        MeasureAdded = "measure_added",
        MeasureWithdrawn = "measure_withdrawn",
        LinkProposed = "link_proposed",
        LinkAnswered = "link_answered",
        LinkConfirmed = "link_confirmed",
        LinkWithdrawn = "link_withdrawn",
        NoteWritten = "note_written",
        PathwayBegun = "pathway_begun",
        SectionChanged = "section_changed",
        SuggestionMade = "suggestion_made",
        SuggestionAnswered = "suggestion_answered",
        SentToSign = "sent_to_sign",
        Signed = "signed",
        SignatureVoid = "signature_void",
        ObjectionMade = "objection_made",
        PathwayAgreed = "pathway_agreed",
        PathwayRevised = "pathway_revised",
        PathwayStopped = "pathway_stopped",
        StepMarked = "step_marked",
        StepSubmitted = "step_submitted",
        StepAccepted = "step_accepted",
        StepReturned = "step_returned",
        StepDropped = "step_dropped",
        StepMoved = "step_moved",
        ResourceWithdrawn = "resource_withdrawn",
        PresentationPlanned = "presentation_planned",
        Presented = "presented",
        ClosingWord = "closing_word",
    }
}

kernel::text_enum! {
    /// What the timeline is filtered by.
    Group { Course = "course", Team = "team", Evidence = "evidence", Pupils = "pupils", Pathway = "pathway", Walk = "walk" }
}

impl Group {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Course => "ход сопровождения",
            Self::Team => "команда",
            Self::Evidence => "затруднения и основания",
            Self::Pupils => "результаты учеников",
            Self::Pathway => "маршрут",
            Self::Walk => "шаги",
        }
    }
}

impl EventKind {
    #[must_use]
    pub fn group(self) -> Group {
        match self {
            Self::Proposed
            | Self::Opened
            | Self::Declined
            | Self::Closed
            | Self::Stopped
            | Self::RoundBegun
            | Self::TurnedBack
            | Self::RungReached
            | Self::RungLost
            | Self::OpenedToSchool
            | Self::ClosedToSchool
            | Self::PlaceChanged
            | Self::ReviewHeld => Group::Course,
            Self::MemberInvited | Self::MemberJoined | Self::MemberDeclined | Self::MemberLeft | Self::NoteWritten => Group::Team,
            Self::EvidenceGiven | Self::EvidenceWithdrawn | Self::DeficitTaken | Self::DeficitLeft | Self::VerdictGiven => Group::Evidence,
            Self::MeasureAdded | Self::MeasureWithdrawn | Self::LinkProposed | Self::LinkAnswered | Self::LinkConfirmed | Self::LinkWithdrawn => Group::Pupils,
            Self::PathwayBegun
            | Self::SectionChanged
            | Self::SuggestionMade
            | Self::SuggestionAnswered
            | Self::SentToSign
            | Self::Signed
            | Self::SignatureVoid
            | Self::ObjectionMade
            | Self::PathwayAgreed
            | Self::PathwayRevised
            | Self::PathwayStopped => Group::Pathway,
            Self::StepMarked
            | Self::StepSubmitted
            | Self::StepAccepted
            | Self::StepReturned
            | Self::StepDropped
            | Self::StepMoved
            | Self::ResourceWithdrawn
            | Self::PresentationPlanned
            | Self::Presented
            | Self::ClosingWord => Group::Walk,
        }
    }

    /// Whether it may be shown to who sees progress only: that something happened, without anybody's words.
    #[must_use]
    pub fn is_progress(self) -> bool {
        match self {
            Self::Opened | Self::Closed | Self::Stopped | Self::RoundBegun | Self::RungReached | Self::RungLost | Self::PathwayAgreed | Self::PathwayRevised | Self::Presented => true,
            Self::Proposed
            | Self::Declined
            | Self::TurnedBack
            | Self::OpenedToSchool
            | Self::ClosedToSchool
            | Self::PlaceChanged
            | Self::ReviewHeld
            | Self::MemberInvited
            | Self::MemberJoined
            | Self::MemberDeclined
            | Self::MemberLeft
            | Self::NoteWritten
            | Self::EvidenceGiven
            | Self::EvidenceWithdrawn
            | Self::DeficitTaken
            | Self::DeficitLeft
            | Self::VerdictGiven
            | Self::MeasureAdded
            | Self::MeasureWithdrawn
            | Self::LinkProposed
            | Self::LinkAnswered
            | Self::LinkConfirmed
            | Self::LinkWithdrawn
            | Self::PathwayBegun
            | Self::SectionChanged
            | Self::SuggestionMade
            | Self::SuggestionAnswered
            | Self::SentToSign
            | Self::Signed
            | Self::SignatureVoid
            | Self::ObjectionMade
            | Self::PathwayStopped
            | Self::StepMarked
            | Self::StepSubmitted
            | Self::StepAccepted
            | Self::StepReturned
            | Self::StepDropped
            | Self::StepMoved
            | Self::ResourceWithdrawn
            | Self::PresentationPlanned
            | Self::ClosingWord => false,
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "Предложено сопровождение",
            Self::Opened => "Сопровождение началось",
            Self::Declined => "Педагог отказался",
            Self::Closed => "Сопровождение завершено",
            Self::Stopped => "Сопровождение остановлено",
            Self::RoundBegun => "Начат новый круг",
            Self::TurnedBack => "Возврат на более раннюю ступень",
            Self::RungReached => "Новая ступень",
            Self::RungLost => "Ступень больше не подтверждена",
            Self::OpenedToSchool => "Педагог открыл содержание школе",
            Self::ClosedToSchool => "Педагог закрыл содержание от школы",
            Self::PlaceChanged => "Педагог перешёл в другую организацию",
            Self::ReviewHeld => "Команда обсудила ход работы",
            Self::MemberInvited => "Приглашение в команду",
            Self::MemberJoined => "В команде новый человек",
            Self::MemberDeclined => "Приглашение отклонено",
            Self::MemberLeft => "Выход из команды",
            Self::EvidenceGiven => "Появилось основание",
            Self::EvidenceWithdrawn => "Основание больше не действует",
            Self::DeficitTaken => "Затруднение взято в работу",
            Self::DeficitLeft => "Затруднение убрано из сопровождения",
            Self::VerdictGiven => "Итог по затруднению",
            Self::MeasureAdded => "Внесён результат класса",
            Self::MeasureWithdrawn => "Результат класса отозван",
            Self::LinkProposed => "Предложена связь с трудностями учеников",
            Self::LinkAnswered => "Ответ о связи",
            Self::LinkConfirmed => "Связь подтвердили трое",
            Self::LinkWithdrawn => "Связь отозвана",
            Self::NoteWritten => "Сообщение команде",
            Self::PathwayBegun => "Начат маршрут",
            Self::SectionChanged => "Изменён раздел маршрута",
            Self::SuggestionMade => "Предложена правка",
            Self::SuggestionAnswered => "Ответ на правку",
            Self::SentToSign => "Маршрут отправлен на согласование",
            Self::Signed => "Подпись",
            Self::SignatureVoid => "Подпись больше не действует",
            Self::ObjectionMade => "Возражение при согласовании",
            Self::PathwayAgreed => "Маршрут согласован",
            Self::PathwayRevised => "Начата новая редакция маршрута",
            Self::PathwayStopped => "Маршрут остановлен",
            Self::StepMarked => "Отмечен ход шага",
            Self::StepSubmitted => "Отчёт о шаге отправлен",
            Self::StepAccepted => "Шаг принят",
            Self::StepReturned => "Отчёт о шаге возвращён",
            Self::StepDropped => "Шаг исключён",
            Self::StepMoved => "Срок шага перенесён",
            Self::ResourceWithdrawn => "Ресурс шага больше не действует",
            Self::PresentationPlanned => "Назначено представление результатов",
            Self::Presented => "Результаты представлены",
            Self::ClosingWord => "Заключительное слово педагога",
        }
    }
}
