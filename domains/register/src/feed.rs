//! The list as data, for the institute's own site. The fields are promised in `docs/public-api.md`: add, never rename.

use crate::{filter::Lists, model::Found};
use serde::Serialize;
use ui::url::Query;
use web::Settings;

#[derive(Debug, Serialize)]
pub struct Feed<'a> {
    members: Vec<Entry<'a>>,
    page: u32,
    per_page: u32,
    /// `null` when there are more than are counted.
    total: Option<u64>,
    /// Only without filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    unpublished: Option<u64>,
    /// The search forgave a typo.
    is_guess: bool,
    next: Option<String>,
    /// The same list for people.
    html: String,
}

/// `null` is a datum that its owner has not agreed to publish, or that the register doesn't have.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    full_name: String,
    subject: Option<Named<'a>>,
    school: Option<&'a str>,
    municipality: Option<Named<'a>>,
    /// The member's own conditions and bans; `null` where there are none.
    conditions: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    code: &'a str,
    name: &'a str,
}

impl<'a> Feed<'a> {
    pub fn of(found: &'a Found, lists: &'a Lists, query: &Query, settings: &Settings) -> Self {
        let members = found.members.iter().map(|member| Entry {
            full_name: member.name.full(),
            subject: stated(&member.subject).map(|code| Named { code, name: lists.subject(code) }),
            school: stated(&member.school),
            municipality: stated(&member.municipality).map(|code| Named { code, name: lists.municipality(code) }),
            conditions: Some(member.conditions.as_str()).filter(|text| !text.is_empty()),
        });
        let number = found.slice.number;
        Self {
            members: members.collect(),
            page: number,
            per_page: found.slice.size,
            total: (!found.total.is_more).then_some(found.total.counted),
            unpublished: found.unpublished.filter(|tally| !tally.is_more).map(|tally| tally.counted),
            is_guess: found.is_guess,
            next: found.has_next.then(|| settings.absolute(&query.with("page", number + 1).href("/api/public/members"))),
            html: settings.absolute(&query.with("page", number).href("/members")),
        }
    }
}

fn stated(datum: &Option<String>) -> Option<&str> {
    datum.as_deref().filter(|text| !text.is_empty())
}
