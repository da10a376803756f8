//! Loads of a run's methodists: how full they are, as a picture and as a table; what if one is away.

use super::{Names, name, place};
use crate::{
    model::{Run, RunState},
    runs::{solve::Moved, store::lines::Load},
    url,
};
use kernel::{Slice, id::PersonId};
use maud::{Markup, html};
use ui::{
    page::Page,
    ru,
    table::{self, Column, Table},
    url::Query,
};

/// Bands of fullness: name, and the percents from and to (both within).
const BANDS: [(&str, u32, u32); 6] = [("никого", 0, 0), ("до четверти", 1, 25), ("до половины", 26, 50), ("до трёх четвертей", 51, 75), ("почти всё", 76, 99), ("все места", 100, 100)];

fn full(load: &Load) -> u32 {
    match (load.places, load.taken) {
        (_, 0) => 0,
        (0, _) => 100,
        // Somebody is more than nobody, however many places there are.
        (places, taken) => (taken * 100 / places).clamp(1, 100),
    }
}

fn counts(loads: &[Load]) -> [usize; 6] {
    BANDS.map(|(_, from, to)| loads.iter().filter(|load| load.places > 0 && (from..=to).contains(&full(load))).count())
}

pub fn page(run: &Run, loads: &[Load], query: &Query) -> Page {
    let counts = counts(loads);
    let trail = [("Подбор пар".to_owned(), url::RUNS.to_owned()), (run.title.clone(), url::run(run.id))];
    let is_pending = run.state == RunState::Pending;
    let columns = vec![Column::new("Методист"), Column::new("Организация"), Column::new("Педагогов").number(), Column::new("Мест").number(), Column::new("Занято").number()];
    let slice = Slice::new(query.page(), 50);
    let shown = loads.iter().skip(usize::try_from(slice.offset()).unwrap_or_default()).take(slice.size as usize);
    let rows = shown.map(|load| {
        [
            html! { (load.name) @if is_pending && load.taken > 0 { p.hint { a href=(format!("{}/without/{}", url::run(run.id), load.person)) { "что, если выбудет" } } } },
            html! { (load.place) },
            html! { @if load.taken > 0 { a href=(format!("{}?methodist={}", url::run(run.id), load.person)) { (load.taken) } } @else { "0" } },
            html! { (load.places) @if let Some(hours) = load.hours { p.hint { (crate::runs::words::room(hours)) } } },
            html! { (full(load)) "\u{a0}%" },
        ]
    });
    Page::new("Нагрузка методистов").wide().trail(trail).lead("Насколько заняты места. Нагрузка — не заслуга и не оценка: у кого мест меньше, у того и педагогов меньше.").body(html! {
        (picture(&counts))
        (Table::new("Сколько методистов насколько заняты", vec![Column::new("Занято мест"), Column::new("Методистов").number()]).rows(BANDS.iter().zip(counts).map(|((band, _, _), count)| [html! { (band) }, html! { (ru::number(count)) }])).render())
        h2 { "По именам" }
        (Table::new("Методисты подбора", columns).rows(rows).empty("Методистов нет", "В подборе никто не участвует как методист.", None).render())
        (table::pager(&format!("{}/loads", url::run(run.id)), query, slice.number, slice.size, loads.len() as u64))
    })
}

/// Bars of the bands, the figure above each.
fn picture(counts: &[usize; 6]) -> Markup {
    let highest = counts.iter().copied().max().unwrap_or(0).max(1);
    let said: Vec<String> = BANDS.iter().zip(counts).map(|((band, _, _), count)| format!("{band}: {count}")).collect();
    html! {
        figure {
            svg.plot viewBox="0 0 360 150" role="img" aria-labelledby="loads-title loads-desc" {
                title id="loads-title" { "Сколько методистов насколько заняты" }
                desc id="loads-desc" { (said.join(", ")) }
                @for (at, count) in counts.iter().enumerate() {
                    @let height = count * 100 / highest;
                    @let left = at * 60 + 8;
                    rect.bar x=(left) y=(120 - height) width="44" height=(height) {}
                    text x=(left + 22) y=(114 - height) text-anchor="middle" { (count) }
                    text x=(left + 22) y="138" text-anchor="middle" { (short(at)) }
                }
                path.grid d="M0 120H360" {}
            }
            figcaption { "По горизонтали — сколько мест занято, по высоте — сколько таких методистов." }
        }
    }
}

fn short(at: usize) -> &'static str {
    ["0", "¼", "½", "¾", "<1", "1"].get(at).copied().unwrap_or_default()
}

/// Who would go to whom if somebody were away.
pub fn without(run: &Run, away: PersonId, moved: &[Moved], names: &Names) -> Page {
    let trail = [("Подбор пар".to_owned(), url::RUNS.to_owned()), (run.title.clone(), url::run(run.id))];
    let left = moved.iter().filter(|one| one.before.is_some() && one.after.is_none()).count();
    let who = |person: Option<PersonId>| html! { @match person { Some(person) => { (name(names, person)) p.hint { (place(names, person)) } }, None => { "никого" } } };
    let rows = moved.iter().map(|one| [html! { a href=(url::line(run.id, one.teacher)) { (name(names, one.teacher)) } p.hint { (place(names, one.teacher)) } }, who(one.before), who(one.after)]);
    let lead = match left {
        0 => "Для всех найдётся другой методист.".to_owned(),
        left => format!("Без методиста останется: {}.", ru::counted(left, "педагог", "педагога", "педагогов")),
    };
    Page::new(format!("Что, если выбудет: {}", name(names, away))).wide().trail(trail).lead(lead).body(html! {
        p { "Это только расчёт: в подборе ничего не изменилось." }
        (Table::new("Кто к кому перейдёт", vec![Column::new("Педагог"), Column::new("Сейчас"), Column::new("Тогда")]).rows(rows).empty("Ничего не изменится", "У этого методиста в подборе никого нет.", None).render())
        p { a href=(url::run(run.id)) { "Вернуться к подбору" } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    fn load(places: u32, taken: u32) -> Load {
        Load { person: PersonId(Uuid::nil()), name: String::new(), place: String::new(), places, taken, hours: None }
    }

    #[test]
    fn every_methodist_with_places_is_in_one_band() {
        let loads: Vec<Load> = (0..=40).map(|taken| load(40, taken)).chain([load(0, 0)]).collect();
        assert_eq!(counts(&loads).iter().sum::<usize>(), 41);
        assert_eq!(counts(&[load(200, 1)]), [0, 1, 0, 0, 0, 0]);
    }
}
