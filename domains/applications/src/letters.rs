//! Letters to the applicant. Each says what happened, what to do and by which link; the link is a secret, so nothing else is in it. Such a
//! letter is the key to the application and goes at once to the address written there; a new state, which needs no key, is a notice to
//! whoever has a login already.

use crate::{model::ApplicationId, record::Remark};
use access::accounts;
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

/// To whom and about which application.
pub struct To<'a> {
    pub id: ApplicationId,
    pub person: Option<PersonId>,
    pub address: &'a str,
    /// How it is called: with its number.
    pub title: String,
}

const SIGNED: &str = "\n\nЭто письмо отправлено автоматически. Если вы не подавали заявку, ничего не делайте: без вас её никто не отправит.";

fn send(tx: &mut Tx<'_>, to: &To<'_>, once: &str, subject: &str, body: String) -> Result<()> {
    mail::enqueue(tx, mail::Letter { once_key: format!("application/{}/{once}", to.id), person: to.person, address: to.address.to_owned(), subject: subject.to_owned(), body: body + SIGNED })
}

pub fn started(tx: &mut Tx<'_>, to: &To<'_>, link: &str) -> Result<()> {
    let body = format!(
        "Вы начали заявку на включение в методический актив.\n\nОткрыть её и продолжить с того места, где остановились:\n{link}\n\nПо этой ссылке заявку может открыть любой, поэтому никому её не пересылайте. Черновик хранится 180 дней после последнего изменения."
    );
    send(tx, to, "started", "Ваша заявка в методический актив: ссылка, чтобы продолжить", body)
}

pub fn invited(tx: &mut Tx<'_>, to: &To<'_>, who: &str, link: &str) -> Result<()> {
    let body = format!(
        "{who} предлагает вам подать заявку на включение в методический актив.\n\nПосмотреть, что это такое, и заполнить заявку можно по ссылке:\n{link}\n\nРешать вам: если не хотите, просто не открывайте ссылку. Ссылка только ваша, никому её не пересылайте."
    );
    send(tx, to, "invited", "Приглашение в методический актив", body)
}

pub fn link_again(tx: &mut Tx<'_>, to: &To<'_>, link: &str, once: &str) -> Result<()> {
    let body = format!("Вы попросили прислать ссылку на заявку ещё раз.\n\n{}:\n{link}\n\nПрежние ссылки тоже действуют. Никому их не пересылайте.", to.title);
    send(tx, to, once, "Ссылка на вашу заявку", body)
}

pub fn submitted(tx: &mut Tx<'_>, to: &To<'_>, version: i64, link: &str) -> Result<()> {
    let body = format!("{} принята. Координатор проверит ответы и документы и напишет вам.\n\nПосмотреть, что с заявкой, скачать её или отозвать:\n{link}", to.title);
    send(tx, to, &format!("submitted/{version}"), "Заявка принята", body)
}

pub fn returned(tx: &mut Tx<'_>, to: &To<'_>, version: i64, remarks: &[Remark], link: &str) -> Result<()> {
    let list: String = remarks.iter().map(|remark| format!("— {}: {}\n", remark.field.label(), remark.reason)).collect();
    let body = format!("{}: координатор просит исправить несколько ответов.\n\n{list}\nОткройте заявку, исправьте отмеченное и отправьте её снова:\n{link}\n\nОстальные ответы заполнять заново не нужно.", to.title);
    send(tx, to, &format!("returned/{version}"), "Заявка: нужно исправить", body)
}

/// A step that asks nothing of the applicant. Links are in the letters before.
pub fn moved(tx: &mut Tx<'_>, to: &To<'_>, version: i64, told: &str, note: &str) -> Result<()> {
    let note = if note.is_empty() { String::new() } else { format!("\n\nПояснение: {note}") };
    if let Some(person) = to.person
        && accounts::of_person(tx, person)?.is_some_and(|account| !account.is_disabled())
    {
        let body = format!("{}. {told}{note}", to.title);
        let once_key = format!("application/{}/moved/{version}", to.id);
        return notices::tell(tx, &Notice { once_key, person, topic: Topic::Applications, subject: "Заявка: новое состояние".into(), body, url: "/cabinet".into() });
    }
    let body = format!("{}. {told}{note}\n\nПосмотреть заявку можно по ссылке из прежних писем. Если их нет под рукой, попросите ссылку ещё раз на странице «Подать заявку».", to.title);
    send(tx, to, &format!("moved/{version}"), "Заявка: новое состояние", body)
}
