//! Who of a team may do what: one table. A new act or role stops the build until its row is decided.

use crate::{
    model::TeamRole,
    standing::{Sees, Standing},
};
use access::Role;
use kernel::{Error, Result};

/// What is done with a case that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Invite,
    Remove,
    GiveSignal,
    TakeDeficit,
    Measure,
    Link,
    Conclude,
    TurnBack,
    Judge,
    Close,
    BeginRound,
    Stop,
    Write,
    Review,
    OpenToSchool,
}

impl Act {
    /// All of them, for tables.
    pub const ALL: [Self; 15] = [
        Self::Invite,
        Self::Remove,
        Self::GiveSignal,
        Self::TakeDeficit,
        Self::Measure,
        Self::Link,
        Self::Conclude,
        Self::TurnBack,
        Self::Judge,
        Self::Close,
        Self::BeginRound,
        Self::Stop,
        Self::Write,
        Self::Review,
        Self::OpenToSchool,
    ];

    /// As tables name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Invite => "пригласить в команду",
            Self::Remove => "убрать из команды",
            Self::GiveSignal => "добавить основание",
            Self::TakeDeficit => "взять затруднение в работу",
            Self::Measure => "внести результат класса",
            Self::Link => "предложить и подтвердить связь",
            Self::Conclude => "написать вывод школы",
            Self::TurnBack => "вернуть на более раннюю ступень",
            Self::Judge => "подвести итог по затруднению",
            Self::Close => "завершить",
            Self::BeginRound => "начать новый круг",
            Self::Stop => "остановить",
            Self::Write => "написать команде",
            Self::Review => "отметить обсуждение",
            Self::OpenToSchool => "открыть содержание школе",
        }
    }

    /// Whether a seat in this role is enough.
    #[must_use]
    pub fn belongs_to(self, role: TeamRole) -> bool {
        use TeamRole::{DeputyHead, Mentor, MunicipalMethodist, RegionalMethodist, Teacher, Tutor, Union};
        let roles: &[TeamRole] = match self {
            Self::Invite => &[Teacher, RegionalMethodist, MunicipalMethodist, DeputyHead],
            Self::Remove => &[Teacher, RegionalMethodist, MunicipalMethodist],
            Self::GiveSignal => &[Teacher, RegionalMethodist, MunicipalMethodist, DeputyHead, Mentor],
            Self::TakeDeficit | Self::TurnBack | Self::BeginRound | Self::Stop => &[Teacher, RegionalMethodist, MunicipalMethodist],
            Self::Measure => &[Teacher, DeputyHead],
            Self::Link => &[Teacher, RegionalMethodist, DeputyHead],
            Self::Conclude => &[DeputyHead],
            Self::Judge | Self::Close | Self::Review => &[RegionalMethodist, MunicipalMethodist],
            Self::Write => &[Teacher, RegionalMethodist, MunicipalMethodist, DeputyHead, Union, Mentor, Tutor],
            Self::OpenToSchool => &[Teacher],
        };
        roles.contains(&role)
    }
}

/// Whether the actor may do it here. Besides the seats: a coordinator mends a team that has nobody to lead it, and ends what nobody leads.
#[must_use]
pub fn may(act: Act, standing: &Standing, role: Role) -> bool {
    let by_seat = standing.sees == Sees::Content && (standing.is_teacher() && act.belongs_to(TeamRole::Teacher) || standing.seats.iter().any(|seat| act.belongs_to(seat.role)));
    let by_office = match act {
        Act::Invite | Act::Stop => standing.oversees() && role == Role::Coordinator || act == Act::Invite && standing.is_opener(),
        Act::Remove | Act::GiveSignal | Act::TakeDeficit | Act::Measure | Act::Link | Act::Conclude | Act::TurnBack | Act::Judge | Act::Close | Act::BeginRound | Act::Write | Act::Review | Act::OpenToSchool => false,
    };
    by_seat || by_office
}

/// As [`may`], as a guard, for a case that runs.
///
/// # Errors
/// Not found for who isn't of the team; a refusal that says who does it.
pub fn must(act: Act, standing: &Standing, role: Role) -> Result<()> {
    if !may(act, standing, role) {
        standing.content()?;
        return Err(Error::refusal(format!("Это делает другой участник команды: {}. Напишите ему в сообщениях команды.", doers(act))));
    }
    standing.case.must_be_open()
}

/// The roles that do it, in words.
#[must_use]
pub fn doers(act: Act) -> String {
    TeamRole::ALL.iter().filter(|role| act.belongs_to(**role)).map(|role| role.label()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T teacher, R regional methodist, M municipal, D deputy head, U union, m mentor, t tutor.
    #[test]
    fn the_table_of_the_team() {
        let letters = |act: Act| TeamRole::ALL.iter().zip("TRMDUmt".chars()).map(|(role, letter)| if act.belongs_to(*role) { letter } else { '-' }).collect::<String>();
        let table: Vec<String> = Act::ALL.iter().map(|act| format!("{act:?}: {}", letters(*act))).collect();
        assert_eq!(
            table,
            [
                "Invite: TRMD---",
                "Remove: TRM----",
                "GiveSignal: TRMD-m-",
                "TakeDeficit: TRM----",
                "Measure: T--D---",
                "Link: TR-D---",
                "Conclude: ---D---",
                "TurnBack: TRM----",
                "Judge: -RM----",
                "Close: -RM----",
                "BeginRound: TRM----",
                "Stop: TRM----",
                "Write: TRMDUmt",
                "Review: -RM----",
                "OpenToSchool: T------",
            ]
        );
    }
}
