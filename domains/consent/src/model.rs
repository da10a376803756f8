//! The words of this domain: kinds of consent, data that may be published, ways in which a paper came.

kernel::uuid_id! {
    /// A version of a text.
    TextId,
    /// A consent as given.
    ConsentId,
    /// A withdrawal of a consent, whole or of one datum.
    WithdrawalId,
    /// A task with a legal deadline.
    DutyId,
    /// A line of the register of destruction.
    DestructionId,
}

kernel::text_enum! {
    /// Each kind is a document of its own (152-ФЗ, ст. 9 ч. 1 since 01.09.2025).
    ConsentKind {
        /// The wish to be included in the active.
        Inclusion = "inclusion",
        /// Processing of personal data.
        Processing = "processing",
        /// Dissemination: what the public page may show (ст. 10.1).
        Publication = "publication",
        /// Voluntary diagnostics of professional competencies (273-ФЗ, ст. 48; 152-ФЗ, ст. 9): a purpose of its own.
        Diagnostics = "diagnostics",
    }
}

impl ConsentKind {
    /// What an application for membership asks for, in this order.
    pub const OF_APPLICATION: [Self; 3] = [Self::Inclusion, Self::Processing, Self::Publication];

    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Inclusion => "Согласие на включение в актив",
            Self::Processing => "Согласие на обработку персональных данных",
            Self::Publication => "Согласие на публикацию (распространение) данных",
            Self::Diagnostics => "Согласие на диагностику профессиональных компетенций",
        }
    }

    /// In a table's column.
    #[must_use]
    pub fn short_label(self) -> &'static str {
        match self {
            Self::Inclusion => "на включение",
            Self::Processing => "на обработку",
            Self::Publication => "на публикацию",
            Self::Diagnostics => "на диагностику",
        }
    }
}

kernel::text_enum! {
    /// A datum that a person may allow to be published, each by itself.
    PublicationItem {
        FullName = "full_name",
        Subject = "subject",
        School = "school",
    }
}

impl PublicationItem {
    /// As on the screen and on paper.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "Фамилия, имя, отчество",
            Self::Subject => "Преподаваемый предмет",
            Self::School => "Школа (образовательная организация)",
        }
    }
}

kernel::text_enum! {
    /// How a consent came.
    Channel { Screen = "screen", Paper = "paper" }
}

impl Channel {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Screen => "на экране",
            Self::Paper => "на бумаге",
        }
    }
}

kernel::text_enum! {
    /// How a withdrawal came.
    WithdrawalChannel { Cabinet = "cabinet", Paper = "paper" }
}

impl WithdrawalChannel {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Cabinet => "в личном кабинете",
            Self::Paper => "на бумаге",
        }
    }
}
