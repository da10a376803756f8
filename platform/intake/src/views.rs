//! What the pages of lists have in common: how far one has come, its columns, its rows by verdict, what is done with it.

use crate::{Content, Import, ImportRow, ImportState, List, Mapping, Verdict};
use kernel::{FieldErrors, id::Word};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, Kind},
    ru, table,
    url::Query,
};

/// Rows of a page.
const ROWS: usize = 100;

/// How far a list has come, and how many `(one, few, many)` it brought.
#[must_use]
pub fn state<L: List>(list: &Import<L>, (one, few, many): (&str, &str, &str)) -> Markup {
    let kind = match list.state {
        ImportState::Read => Kind::Mine,
        ImportState::Loaded => Kind::Good,
        ImportState::Undone | ImportState::Discarded => Kind::Neutral,
    };
    html! { (parts::tag(kind, list.state.label())) @if list.state == ImportState::Loaded { " " (ru::counted(list.loaded, one, few, many)) } }
}

/// A button of its own that does something to the list as it was shown.
#[must_use]
pub fn act<L: List>(list: &Import<L>, action: &str, key: &str, button: &Markup) -> Markup {
    Form::new(action, key).body(html! { (version(list)) (button) })
}

fn version<L: List>(list: &Import<L>) -> Markup {
    form::hidden("version", &list.version.to_string())
}

/// The form of what the columns hold; `mapping` is as typed when it was wrong.
#[must_use]
pub fn columns<L: List>(list: &Import<L>, mapping: &Mapping<L::Column>, errors: &FieldErrors, base: &str, key: &str) -> Markup {
    let choices = || L::Column::WORDS.iter().map(|column| (column.word(), column.label()));
    Form::new(format!("{base}/mapping"), key).body(html! {
        (version(list))
        div.columns { @for (at, title) in mapping.titles.iter().enumerate() {
            @let chosen = mapping.columns.get(at).copied().flatten().map_or("", Word::word);
            (Field::new(format!("column-{at}"), if title.is_empty() { format!("Столбец {}", at + 1) } else { title.clone() }).value(chosen).errors(errors.all()).first_line("не загружать").select(choices()))
        } }
        (form::button_secondary("Прочитать столбцы так"))
    })
}

/// A form of columns out of the way, to be opened by whoever wants it.
#[must_use]
pub fn folded(columns: Markup) -> Markup {
    parts::details("Что в каких столбцах", columns)
}

/// The rows of a list that waits, and how they are decided.
pub struct Decisions<'a, L: List> {
    pub list: &'a Import<L>,
    pub rows: &'a [ImportRow<L::Found>],
    pub query: &'a Query,
    /// The list's own address.
    pub base: &'a str,
    /// The button that leaves out all that waits.
    pub skip_rest: &'a str,
    /// The button that throws the list away.
    pub discard: &'a str,
}

type VerdictOf<L> = <<L as List>::Found as crate::Finding>::Verdict;

impl<L: List> Decisions<'_, L> {
    /// How many rows stand so.
    #[must_use]
    pub fn count(&self, verdict: VerdictOf<L>) -> usize {
        self.rows.iter().filter(|row| row.verdict() == verdict).count()
    }

    /// How many rows stand in the way of loading.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict().waits()).count()
    }

    /// Tabs by verdict, a page of rows as `draw_rows` draws them, what `loading` says, and the way out.
    pub fn draw(&self, key: &dyn Fn() -> String, draw_rows: impl FnOnce(&[&ImportRow<L::Found>]) -> Markup, loading: &Markup) -> Markup {
        let (base, query) = (self.base, self.query);
        let wanted: Option<VerdictOf<L>> = query.text("verdict").parse().ok();
        let shown: Vec<&ImportRow<L::Found>> = self.rows.iter().filter(|row| wanted.is_none_or(|wanted| row.verdict() == wanted)).collect();
        let page = usize::try_from(query.page()).unwrap_or(1);
        let rows: Vec<&ImportRow<L::Found>> = shown.iter().copied().skip((page - 1) * ROWS).take(ROWS).collect();
        html! {
            (self.tabs())
            (Form::new(format!("{base}/choices"), key()).body(html! {
                (version(self.list))
                (form::hidden("back", &query.to_string()))
                (draw_rows(&rows))
                (form::buttons(html! { (form::button_secondary("Сохранить выбор")) (form::button_secondary_named(self.skip_rest, "rest", crate::SKIP)) }))
            }))
            (table::pager(base, query, query.page(), u32::try_from(ROWS).unwrap_or(100), shown.len() as u64))
            h2 { "Загрузка" }
            (loading)
            (act(self.list, &format!("{base}/discarding"), &key(), &form::button_danger(self.discard)))
        }
    }

    fn tabs(&self) -> Markup {
        let all = ("Все".to_owned(), self.base.to_owned(), self.rows.len() as u64);
        let by_verdict = VerdictOf::<L>::WORDS.iter().map(|verdict| (ru::capital(verdict.label()), format!("{}?verdict={}", self.base, verdict.word()), self.count(*verdict) as u64));
        let tabs: Vec<(String, String, u64)> = std::iter::once(all).chain(by_verdict).collect();
        let links: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url, count)| (label.as_str(), url.as_str(), Some(*count))).collect();
        parts::tabs(&links, &self.query.without("page").href(self.base))
    }
}
