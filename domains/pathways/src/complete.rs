//! What a pathway still lacks before it can be sent to be signed. Pure; each lack says where it is mended.

use crate::{model::Component, sections::fields, url, whole::Whole};
use cases::TeamRole;

/// Something missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Where it belongs; `None`: to the pathway as a whole.
    pub component: Option<Component>,
    pub words: String,
    /// The screen where it is mended.
    pub url: String,
}

/// Everything that is missing, component by component.
#[must_use]
pub fn lacks(whole: &Whole) -> Vec<Lack> {
    let mut lacks = frame(whole);
    lacks.extend(whole.sections.iter().flat_map(|section| {
        let id = whole.pathway.id;
        fields(section.component)
            .iter()
            .filter(|field| section.text(field.name).is_empty())
            .filter_map(move |field| Some(Lack { component: Some(section.component), words: field.needed?.to_owned(), url: format!("{}#{}", url::section(id, section.component), field.name) }))
    }));
    lacks.extend(indicator(whole));
    lacks.extend(lines(whole));
    lacks
}

/// The lacks of one component: its word on the screen is made of them.
#[must_use]
pub fn of(lacks: &[Lack], component: Component) -> Vec<&Lack> {
    lacks.iter().filter(|lack| lack.component == Some(component)).collect()
}

fn frame(whole: &Whole) -> Vec<Lack> {
    let (pathway, mut lacks) = (&whole.pathway, Vec::new());
    let mut lack = |words: &str, url: String| lacks.push(Lack { component: None, words: words.to_owned(), url });
    if pathway.starts_on.is_none() || pathway.ends_on.is_none() {
        lack("не указаны первый и последний день маршрута", url::of(pathway.id, "frame"));
    }
    if whole.teacher().is_none() {
        lack("учителя нет в команде: без его подписи маршрут не вступит в силу", cases::url::of(whole.case.id, "team"));
    }
    if !whole.joined().any(|member| matches!(member.role, TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist)) {
        lack("в команде нет методиста: пригласите регионального или муниципального", cases::url::of(whole.case.id, "team"));
    }
    lacks
}

/// An indicator is measurable when it names a figure.
fn indicator(whole: &Whole) -> Option<Lack> {
    let section = whole.sections.iter().find(|section| section.component == Component::Target)?;
    let text = section.text("indicator");
    let is_measurable = text.is_empty() || text.chars().any(|c| c.is_numeric());
    (!is_measurable).then(|| Lack {
        component: Some(Component::Target),
        words: "в показателе цели нет числа: назовите, сколько, какая доля или к какому дню".to_owned(),
        url: format!("{}#indicator", url::section(whole.pathway.id, Component::Target)),
    })
}

fn lines(whole: &Whole) -> Vec<Lack> {
    let id = whole.pathway.id;
    let mut lacks = Vec::new();
    let mut lack = |component: Component, words: String, url: String| lacks.push(Lack { component: Some(component), words, url });
    if whole.lines().next().is_none() {
        lack(Component::Content, "нет ни одной строки: добавьте ресурс из каталога или своё задание".into(), url::of(id, "steps/new"));
    }
    for step in &whole.steps {
        for mark in whole.marks(step).into_iter().filter(crate::marks::Mark::is_blocking) {
            lack(Component::Content, format!("«{}»: {}", step.title, mark.sentence()), format!("{}#step-{}", url::pathway(id), step.id));
        }
    }
    for deficit in whole.uncovered() {
        lack(Component::Content, format!("для затруднения «{}» нет строки с ресурсом", deficit.title), url::of(id, "steps/new"));
    }
    if whole.lines().next().is_some() && !whole.lines().any(|step| step.result_form.is_some()) {
        lack(Component::Results, "ни в одной строке не выбрана форма результата".into(), format!("{}#steps", url::pathway(id)));
    }
    lacks
}

/// What the printed form asks of the teacher and nobody has typed.
fn particulars_unsaid(whole: &Whole) -> Vec<String> {
    let section = whole.sections.iter().find(|section| section.component == Component::Target);
    let unsaid = fields(Component::Target).iter().filter(|field| field.is_particular() && section.is_none_or(|section| section.text(field.name).is_empty()));
    unsaid.map(|field| field.label.to_lowercase()).collect()
}

/// What isn't wrong but is worth a look: said beside, holds nothing up.
#[must_use]
pub fn notes(whole: &Whole) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(limit) = whole.pathway.hours_limit.filter(|limit| whole.hours() > *limit) {
        notes.push(format!("В строках {} ч, а у учителя на маршрут {limit} ч: посоветуйтесь, что можно отложить.", whole.hours()));
    }
    let unsaid = particulars_unsaid(whole);
    if !unsaid.is_empty() {
        notes.push(format!("В печатной форме останутся пустыми: {}. Их вписывают в целевом компоненте, один раз.", unsaid.join(", ")));
    }
    for step in whole.lines() {
        notes.extend(whole.marks(step).iter().filter(|mark| !mark.is_blocking()).map(|mark| format!("«{}»: {}.", step.title, mark.sentence())));
    }
    notes
}
