//! How a lot is checked, and by whom: everything that is needed stands on one page, without a name.

use super::{LOTS, month, trail};
use crate::{
    lots,
    model::{Entry, Lot, LotState},
};
use maud::{Markup, html};
use ui::{
    page::Page,
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
};

/// How the order came about; no names.
pub fn check(lot: &Lot, entries: &[Entry]) -> Page {
    Page::new(format!("Проверка жребия {}", lot.number)).wide().trail(trail(&[LOTS, (lot.number.as_str(), &lots::url(lot.id))])).body(proof(lot, entries))
}

/// The same for a teacher of the list.
pub fn own_check(lot: &Lot, entries: &[Entry], mine: &str) -> Page {
    let body = html! { p { "Ваша строка: " code { (mine) } ". Остальные строки — коллеги из той же очереди, без имён." } (proof(lot, entries)) };
    Page::new(format!("Проверка жребия {}", lot.number)).wide().trail([("Очередь на сопровождение".to_owned(), "/cabinet/queue".to_owned())]).body(body)
}

fn proof(lot: &Lot, entries: &[Entry]) -> Markup {
    let is_drawn = lot.state == LotState::Drawn;
    html! {
        @match is_drawn.then(|| lots::is_honest(lot, entries)) {
            Some(true) => (parts::notice(&parts::Notice::done("Сходится: список тот же, секрет тот же, порядок получен из них и из общего числа"))),
            Some(false) => (parts::notice(&parts::Notice::problem("Не сходится. Сообщите об этом координатору: порядок нельзя считать случайным"))),
            None => (parts::notice(&parts::Notice::info("Жребий ещё не проведён: секрет откроется вместе с порядком. Запишите отпечатки, чтобы сверить потом"))),
        }
        (facts(lot))
        h2 { "Почему порядок никто не мог выбрать" }
        ul {
            li { "Отпечатки показаны с первого дня: ими связаны список, секрет, число мест и месяц. Измени хоть знак — отпечаток станет другим." }
            li { "Секрет до жребия лежит в базе закрытым: его не прочтёт и тот, кто ведёт базу." }
            li { "В день жребия к секрету добавили число, которого в день объявления не знал никто. Поэтому порядка не знал и тот, кто объявил жребий." }
            li { "У каждой строки одна и та же возможность получить любой месяц, где бы она ни стояла." }
            li { "Коллеги одной школы стоят в списке рядом, а берут из него через равные промежутки: каждый месяц начинает поровну из каждой школы. Так потом честно сравнить тех, кто начал раньше, с теми, кто ждал." }
        }
        h2 { "Как проверить самому" }
        (steps(lot))
        (parts::details("Программа, которая делает то же самое (Python)", html! {
            p { "Скопируйте и запустите на любом компьютере с Python\u{a0}3. Она напечатает отпечатки и строки в порядке жребия." }
            @if !is_drawn { p.hint { "Секрет и число впишите, когда жребий проведут." } }
            figure.drawing tabindex="0" aria-label="Программа проверки" { pre { code { (programme(lot, entries)) } } }
        }))
        (lines(entries))
        p.hint { "Строка — случайное обозначение: по ней нельзя узнать человека." }
    }
}

fn facts(lot: &Lot) -> Markup {
    let hidden = |text: &str, empty: &str| {
        if text.is_empty() {
            html! { (empty) }
        } else {
            html! { code { (text) } }
        }
    };
    let mut rows = vec![
        SummaryRow::new("Отпечаток списка", html! { code { (lot.list_digest) } }),
        SummaryRow::new("Отпечаток до жребия", html! { code { (lot.commitment) } }),
        SummaryRow::new("Мест в месяц", ru::number(lot.capacity)),
        SummaryRow::new("Первый месяц", html! { code { (lots::month_key(lot.first_month)) } }),
        SummaryRow::new("Какое число добавит случая", html! { code { (lot.public_source) } }),
        SummaryRow::new("Само число", hidden(&lot.public_value, "впишут в день жребия")),
        SummaryRow::new("Секрет", hidden(&lot.secret, "закрыт до жребия")),
    ];
    if !lot.secret.is_empty() {
        rows.push(SummaryRow::new("Зерно", html! { code { (lots::seed(&lot.secret, &lot.list_digest, &lot.public_value)) } }));
    }
    parts::summary(rows)
}

fn steps(lot: &Lot) -> Markup {
    html! {
        ol {
            li { "Отпечаток списка — SHA-256 его строк по порядку, каждая с новой строки." }
            li { "Отпечаток до жребия — SHA-256 пяти строк: секрет, отпечаток списка, мест в месяц, первый месяц, какое число добавит случая." }
            li { "Зерно — SHA-256 трёх строк: секрет, отпечаток списка, само число." }
            li {
                "Месяцы по очереди. Осталось n строк, берут c: сколько мест в месяце, а в последнем — сколько осталось. SHA-256 двух строк «зерно» и «номер месяца с\u{a0}1»: первые 16\u{a0}знаков — число; s — остаток от его деления на n·c. "
                "Строка с номером j (с нуля) этого месяца — та, что стоит на месте ((s\u{a0}+\u{a0}j·n) mod n·c) div c, считая оставшиеся с нуля. Взятые вычёркивают."
            }
            li { "Месяцы раздаются по порядку, по " (ru::number(lot.capacity)) " в месяц, начиная с месяца «" (month(lot.first_month)) "». Кто выбыл до жребия, месяца не получает: его получает следующий." }
        }
        p.hint { "Строки соединяют переводом строки (\\n), в конце его нет; текст — UTF-8, отпечатки — 64\u{a0}строчных шестнадцатеричных знака." }
    }
}

/// A literal that both JSON and Python read alike.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn programme(lot: &Lot, entries: &[Entry]) -> String {
    let (list, capacity, first_month) = (lots::listed(entries).join("\n"), lot.capacity, lots::month_key(lot.first_month));
    let (source, secret, value) = (literal(&lot.public_source), literal(&lot.secret), literal(&lot.public_value));
    format!(
        "from hashlib import sha256
sha = lambda *lines: sha256(\"\\n\".join(lines).encode()).hexdigest()
lines = \"\"\"
{list}
\"\"\".split()
places, month, source = {capacity}, \"{first_month}\", {source}
secret, value = {secret}, {value}
digest = sha(*lines)
print(\"Отпечаток списка\", digest)
print(\"Отпечаток до жребия\", sha(secret, digest, str(places), month, source))
seed, left, number = sha(secret, digest, value), list(lines), 1
while left:
    n, c = len(left), min(places, len(left))
    s = int(sha(seed, str(number))[:16], 16) % (n * c)
    taken = [left[(s + j * n) % (n * c) // c] for j in range(c)]
    print(*taken, sep=\"\\n\")
    left = [line for line in left if line not in taken]
    number += 1
"
    )
}

fn lines(entries: &[Entry]) -> Markup {
    let columns = vec![Column::new("№ в списке").number(), Column::new("Строка"), Column::new("Место по жребию").number(), Column::new("Месяц")];
    let row = |entry: &&Entry| {
        [
            html! { (entry.number) },
            html! { code { (entry.label) } },
            html! { (entry.position.map_or_else(|| "—".to_owned(), |at| at.to_string())) },
            html! { @if let Some(day) = entry.starts_on { (month(day)) } @else if entry.left_on.is_some() { "выбыл(а)" } @else { "—" } },
        ]
    };
    // By the list, never by name: an order by name would tell whose line it is.
    let mut listed: Vec<&Entry> = entries.iter().collect();
    listed.sort_by_key(|entry| entry.number);
    Table::new("Строки жребия в порядке списка", columns).rows(listed.iter().map(row)).render()
}
