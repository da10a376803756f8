//! States of an application and the one table of what leads from where to where.

use kernel::{Error, Result};

kernel::uuid_id! {
    /// An application.
    ApplicationId,
    /// A file added to an application.
    FileId,
    /// A representation: a school or a municipality speaks for an applicant.
    NominationId,
}

kernel::text_enum! {
    /// Where an application stands.
    State {
        Draft = "draft",
        Submitted = "submitted",
        Returned = "returned",
        Checked = "checked",
        Endorsed = "endorsed",
        Declined = "declined",
        Decided = "decided",
        Reserve = "reserve",
        Refused = "refused",
        Ordered = "ordered",
        Withdrawn = "withdrawn",
    }
}

kernel::text_enum! {
    /// What can be done to an application.
    Act {
        Submit = "submit",
        Return = "return",
        Check = "check",
        Endorse = "endorse",
        /// The coordinator passes it on where there is no methodical service to endorse it.
        PassOn = "pass_on",
        Decline = "decline",
        /// After a refusal of the municipality: ask it once more.
        AskAgain = "ask_again",
        Decide = "decide",
        PutInReserve = "put_in_reserve",
        Refuse = "refuse",
        Order = "order",
        Withdraw = "withdraw",
    }
}

/// Every step there is. What is not in the table cannot happen. A draft isn't withdrawn, it is thrown away: nobody else has seen it.
pub const TRANSITIONS: &[(State, Act, State)] = &[
    (State::Draft, Act::Submit, State::Submitted),
    (State::Returned, Act::Submit, State::Submitted),
    (State::Submitted, Act::Return, State::Returned),
    (State::Checked, Act::Return, State::Returned),
    (State::Submitted, Act::Check, State::Checked),
    (State::Checked, Act::Endorse, State::Endorsed),
    (State::Checked, Act::PassOn, State::Endorsed),
    (State::Checked, Act::Decline, State::Declined),
    (State::Declined, Act::AskAgain, State::Checked),
    (State::Endorsed, Act::Decide, State::Decided),
    (State::Reserve, Act::Decide, State::Decided),
    (State::Endorsed, Act::PutInReserve, State::Reserve),
    (State::Reserve, Act::PutInReserve, State::Reserve),
    (State::Endorsed, Act::Refuse, State::Refused),
    (State::Reserve, Act::Refuse, State::Refused),
    (State::Decided, Act::Order, State::Ordered),
    (State::Submitted, Act::Withdraw, State::Withdrawn),
    (State::Returned, Act::Withdraw, State::Withdrawn),
    (State::Checked, Act::Withdraw, State::Withdrawn),
    (State::Endorsed, Act::Withdraw, State::Withdrawn),
    (State::Declined, Act::Withdraw, State::Withdrawn),
    (State::Decided, Act::Withdraw, State::Withdrawn),
    (State::Reserve, Act::Withdraw, State::Withdrawn),
];

impl State {
    /// Where an act leads from here.
    ///
    /// # Errors
    /// A refusal that names the state the application is in.
    pub fn after(self, act: Act) -> Result<Self> {
        let step = TRANSITIONS.iter().find(|(from, by, _)| *from == self && *by == act);
        step.map(|(_, _, to)| *to).ok_or_else(|| Error::refusal(format!("Сейчас заявка в состоянии «{}», поэтому {} нельзя. Обновите страницу и посмотрите, что с заявкой стало.", self.label(), act.infinitive())))
    }

    /// Whether the table knows such a step from here.
    #[must_use]
    pub fn allows(self, act: Act) -> bool {
        TRANSITIONS.iter().any(|(from, by, _)| *from == self && *by == act)
    }

    /// For staff: one or two words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Submitted => "подана",
            Self::Returned => "возвращена на исправление",
            Self::Checked => "проверена",
            Self::Endorsed => "поддержана",
            Self::Declined => "не поддержана муниципалитетом",
            Self::Decided => "решено включить",
            Self::Reserve => "в резерве",
            Self::Refused => "отказано",
            Self::Ordered => "в приказе",
            Self::Withdrawn => "отозвана",
        }
    }

    /// For the applicant: what it means and what comes next.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Draft => "Заявка ещё не отправлена. Заполните оставшиеся разделы и отправьте её.",
            Self::Submitted => "Заявка у координатора. Он проверит ответы и документы и напишет вам.",
            Self::Returned => "Нужны исправления. Откройте отмеченные ответы, поправьте их и отправьте заявку снова.",
            Self::Checked => "Ответы проверены. Теперь заявку рассматривает методическая служба вашего муниципалитета.",
            Self::Endorsed => "Муниципалитет поддержал заявку. Её рассмотрит комиссия на ближайшем заседании.",
            Self::Declined => "Муниципалитет не поддержал заявку. Координатор решит, что делать дальше, и напишет вам.",
            Self::Decided => "Комиссия решила включить вас в актив. Ждём приказа: участие начнётся с даты, которая в нём указана.",
            Self::Reserve => "Комиссия зачислила вас в резерв: когда место освободится, заявку рассмотрят снова. Делать ничего не нужно.",
            Self::Refused => "Комиссия отказала во включении. Причина указана ниже. Вы можете подать новую заявку.",
            Self::Ordered => "Приказ подписан: вы участник актива.",
            Self::Withdrawn => "Заявка отозвана. Рассматривать её не будут. Вы можете подать новую.",
        }
    }

    /// Whose turn it is, in words.
    #[must_use]
    pub fn waits_for(self) -> &'static str {
        match self {
            Self::Draft | Self::Returned => "заявителя",
            Self::Submitted | Self::Declined => "координатора",
            Self::Checked => "муниципалитета",
            Self::Endorsed | Self::Reserve => "комиссии",
            Self::Decided => "приказа",
            Self::Refused | Self::Ordered | Self::Withdrawn => "никого",
        }
    }

    /// Whether the applicant may change answers now.
    #[must_use]
    pub fn is_open_to_applicant(self) -> bool {
        match self {
            Self::Draft | Self::Returned => true,
            Self::Submitted | Self::Checked | Self::Endorsed | Self::Declined | Self::Decided | Self::Reserve | Self::Refused | Self::Ordered | Self::Withdrawn => false,
        }
    }
}

impl Act {
    /// As in «нельзя …».
    #[must_use]
    pub fn infinitive(self) -> &'static str {
        match self {
            Self::Submit => "отправить её",
            Self::Return => "вернуть её на исправление",
            Self::Check => "отметить её проверенной",
            Self::Endorse => "поддержать её",
            Self::PassOn => "передать её комиссии без муниципалитета",
            Self::Decline => "отклонить её",
            Self::AskAgain => "спросить муниципалитет ещё раз",
            Self::Decide => "решить о включении",
            Self::PutInReserve => "зачислить в резерв",
            Self::Refuse => "отказать",
            Self::Order => "внести её в приказ",
            Self::Withdraw => "отозвать её",
        }
    }

    /// Who does it.
    #[must_use]
    pub fn who(self) -> &'static str {
        match self {
            Self::Submit | Self::Withdraw => "заявитель",
            Self::Return | Self::Check | Self::PassOn | Self::AskAgain => "координатор",
            Self::Endorse | Self::Decline => "муниципалитет",
            Self::Decide | Self::PutInReserve | Self::Refuse => "комиссия",
            Self::Order => "приказ",
        }
    }
}

/// The table and its picture, for `docs/states.md`.
#[must_use]
pub fn rendered() -> String {
    let mut text = String::from("```mermaid\nstateDiagram-v2\n    [*] --> draft\n");
    for (from, act, to) in TRANSITIONS {
        text.push_str(&format!("    {from} --> {to}: {act}\n"));
    }
    for state in State::ALL.iter().filter(|state| TRANSITIONS.iter().all(|(from, _, _)| from != *state)) {
        text.push_str(&format!("    {state} --> [*]\n"));
    }
    text.push_str("```\n\n| from | act | by | to |\n|---|---|---|---|\n");
    for (from, act, to) in TRANSITIONS {
        text.push_str(&format!("| {from}: {} | {act} | {} | {to}: {} |\n", from.label(), act.who(), to.label()));
    }
    text.push_str("\n| state | waits for | the applicant is told |\n|---|---|---|\n");
    for state in State::ALL {
        text.push_str(&format!("| {state} | {} | {} |\n", state.waits_for(), state.told()));
    }
    text
}
