// The way of one person from the form to the public page, in steps that several stories walk.
import assert from 'node:assert/strict';
import { assertHeading, assertShown, fill, fillAll, follow, followLetter, open, press } from './walk.mjs';
import { readPaper } from './paper.mjs';

/** Personas of the demo, by the beginning of their title; several have the same title and are told apart by name. */
export const PERSONAS = {
  coordinator: 'Координатова',
  guardian: 'Бережнова',
  chair: 'Председателев',
  second: 'Голосова',
  third: 'Судейкин',
  municipality: 'Районова',
  school: 'Завучева',
  methodist: 'Методистова',
  expert: 'Критериева',
  ministry: 'Министрова',
  administrator: 'Серверов',
  member: 'Участник актива',
};

/** The demo's door of a persona. */
export async function enterAs(page, persona) {
  await open(page, '/demo');
  const door = page.getByRole('main').locator('section').filter({ hasText: PERSONAS[persona] });
  await press(page, /^Войти/u, door);
}

export const ANNA = {
  name: { Фамилия: 'Вербная-Заря', Имя: 'Алёна', Отчество: 'Ильинична', 'Дата рождения': '14.03.1984' },
  full: 'Вербная-Заря Алёна Ильинична',
  email: 'verbnaya@shkola.example',
  town: 'Городской округ «Город Хабаровск»',
  subject: 'Физика',
};

export const PROOF = { name: 'диплом.pdf', mimeType: 'application/pdf', buffer: onePagePdf() };

/** A PDF of one empty page, with its table of offsets as it must be. */
function onePagePdf() {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const lines = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n0 4\n0000000000 65535 f \n${lines}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`);
}

/** From the public page to the list of sections. */
export async function beginApplication(page, { email }) {
  await open(page, '/members');
  await follow(page, 'Подать заявку', page.getByRole('main'));
  await fill(page, 'Электронная почта', email);
  await press(page, 'Начать заявку');
  await assertHeading(page, 'Ваша заявка');
}

/** Back by the link of the letter: what was typed is there. */
export async function returnByLetter(page, { email }) {
  await followLetter(page, email);
}

/** Each section of the form in turn, from the first to the documents. */
export async function fillForm(page, person) {
  await follow(page, 'Как вас зовут');
  await fillAll(page, person.name);
  await saveSection(page);
  await fillAll(page, { Телефон: '8 (914) 555-01-02' });
  await saveSection(page);
  await fillAll(page, { 'Высшее педагогическое': true, Высшая: true, 'С какого дня присвоена': '15.04.2024', 'Номер приказа': '№ 210' });
  await saveSection(page);
  await chooseSchool(page, person);
  await saveSection(page);
  await fillAll(page, { [person.subject]: true, 'Основной предмет': person.subject });
  await saveSection(page);
  await fillAll(page, { 'С какого дня вы на педагогической': '01.09.2006', 'С какого дня вы работаете': '01.09.2006', 'С какого дня вы в нынешней': '01.09.2010' });
  await saveSection(page);
  await fillAll(page, { Тема: 'Задачи по физике на уроке', 'Сколько часов': '72', 'Год окончания': '2025', 'Где проходили': 'Институт развития образования' });
  await saveSection(page);
  await assertHeading(page, 'Оценка компетенций');
  await saveSection(page);
  await chooseSeat(page, person);
  await saveSection(page);
  await fillAll(page, { 'Высшая категория, высшее педагогическое образование': true });
  await saveSection(page);
  await assertHeading(page, 'Подтверждающие документы');
}

/** Goes on only when the answers were taken. */
async function saveSection(page) {
  await press(page, 'Сохранить и продолжить');
  const refused = page.getByRole('alert');
  if ((await refused.count()) > 0) assert.fail(`${page.url()} refused: ${await refused.first().innerText()}`);
}

/** The school of a municipality: without scripts by a button, with them the list is filled by the same request. */
async function chooseSchool(page, { town }) {
  await fill(page, 'Муниципалитет', town);
  await press(page, 'Показать школы');
  const school = page.getByLabel('Школа', { exact: true });
  const schools = await school.locator('option').allTextContents();
  await school.selectOption({ index: Math.min(1, schools.length - 1) });
  await fill(page, 'Должность', 'Учитель');
}

async function chooseSeat(page, { subject }) {
  await page.getByRole('radio').first().check();
  await fill(page, 'Предмет', subject);
  await fill(page, 'Помощь педагогам школ с низкими', true);
}

/** Both documents that the criterion asks for. */
export async function attachProofs(page) {
  for (const kind of ['Приказ о присвоении категории', 'Диплом об образовании']) {
    await fillAll(page, { 'Какой это документ': kind, Файл: PROOF });
    await press(page, 'Приложить');
  }
  await follow(page, 'Продолжить');
}

/** Three consents, each on a page of its own with nothing ticked; `publish` are the data to publish. */
export async function giveConsents(page, publish) {
  await consentTo(page, 'Прошу включить меня');
  await consentTo(page, 'Даю согласие на обработку');
  await assertNothingTicked(page);
  await fillAll(page, { 'Разрешаю опубликовать': true });
  for (const datum of publish) await fill(page, datum, true);
  await fill(page, 'Без даты', true);
  await press(page, 'Сохранить ответ');
}

async function consentTo(page, statement) {
  await assertNothingTicked(page);
  await fill(page, statement, true);
  await press(page, 'Сохранить ответ');
}

async function assertNothingTicked(page) {
  assert.equal(await page.getByRole('main').locator('input:checked').count(), 0, `${page.url()} answers for the reader`);
}

/** Opens an application from the queue by the family name. */
export async function openApplication(page, { name }) {
  await open(page, '/applications');
  await fill(page, 'Фамилия или номер', name['Фамилия']);
  await press(page, 'Показать');
  await follow(page, new RegExp(`^${name['Фамилия']}`, 'u'));
}

/** The coordinator has looked at the documents and finds that the first criterion holds. */
export async function confirmCriterion(page) {
  const ground = page.locator('section').filter({ hasText: 'Ваше заключение' }).first();
  await fill(page, 'Подтверждено', true, ground);
  await fill(page, 'Пояснение', 'Приказ и диплом просмотрены', ground);
  await press(page, 'Записать', ground);
}

export async function acceptApplication(page) {
  await press(page, 'Принять как проверенную');
  await assertShown(page, /Ваше заключение|Подтверждено/u);
}

export async function endorse(page, support) {
  await fill(page, 'Пояснение (можно не писать)', support);
  await press(page, 'Поддержать');
}

/** Plans a meeting for today with one candidate and opens it; returns its address. */
export async function openMeeting(page, person) {
  await open(page, '/meetings');
  await follow(page, 'Назначить заседание');
  await fill(page, 'Председатель', PERSONAS.chair);
  await press(page, 'Назначить заседание');
  const address = new URL(page.url()).pathname;
  await follow(page, 'Добавить кандидатов');
  await fill(page, person.full, true);
  await press(page, 'Добавить отмеченных');
  await press(page, /^Добавить в повестку/u);
  for (const member of ['chair', 'second', 'third']) await fill(page, PERSONAS[member], true);
  await press(page, 'Открыть заседание');
  await assertShown(page, 'Заседание открыто');
  return address;
}

/** A member's ballot on the person; `conflict` is why the member may not vote. */
export async function vote(page, meeting, person, voice, conflict) {
  await open(page, `${meeting}/votes`);
  await fill(page, `Голос: ${person.full}`, voice);
  if (conflict) await fill(page, `Вид конфликта интересов: ${person.full}`, conflict);
  await press(page, 'Проголосовать по отмеченным');
  await assertShown(page, 'Учтено: 1 голос');
}

/** The decision with the quotas in sight; returns the figures that were seen. */
export async function decideToInclude(page, meeting, person) {
  await open(page, meeting);
  await follow(page, person.full);
  const quotas = page.getByRole('table', { name: 'Квоты сейчас' });
  const figures = await quotas.innerText();
  await fill(page, 'Включить в актив', true);
  await fill(page, 'Пояснение', 'Другого методиста по этому предмету в районе нет');
  await press(page, 'Записать решение');
  return figures;
}

export async function closeMeeting(page, meeting) {
  await open(page, `${meeting}/closing`);
  await press(page, 'Закрыть заседание');
  await assertShown(page, 'Заседание закрыто');
  return readPaper(page, page.getByRole('link', { name: 'Открыть протокол (PDF)' }));
}

/** Signs the draft with the person in its annex; returns the text of the order. */
export async function signOrder(page, person, number) {
  await openDraftWith(page, person);
  const today = todayInRegion();
  await fillAll(page, { 'Номер приказа': number, 'Дата подписания': today, 'Действует с': today });
  await press(page, /^Внести номер/u);
  return readPaper(page, page.getByRole('link', { name: /подписанный приказ/u }));
}

async function openDraftWith(page, person) {
  await open(page, '/orders');
  const drafts = await page.getByRole('row').filter({ hasText: 'ждёт подписи' }).getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const draft of drafts) {
    await open(page, draft);
    if ((await page.getByRole('main').getByText(person.full).count()) > 0) return;
  }
  assert.fail(`no draft names ${person.full}`);
}

export function todayInRegion() {
  return new Intl.DateTimeFormat('ru-RU', { timeZone: 'Asia/Vladivostok' }).format(new Date());
}

/** The row of the public page with that family name, or nothing. */
export async function publicRow(page, person) {
  await open(page, `/members?q=${encodeURIComponent(person.name['Фамилия'])}`);
  const row = page.getByRole('table').getByRole('row').filter({ hasText: person.full });
  return (await row.count()) > 0 ? (await row.innerText()).replace(/\s+/gu, ' ').trim() : '';
}

/** The first login with the code of the letter; ends in the cabinet. */
export async function firstLogin(page, person, password) {
  await open(page, '/demo/outbox');
  const letter = await page.getByRole('article').filter({ hasText: person.email }).filter({ hasText: 'Вы включены' }).innerText();
  const [code] = letter.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/u);
  await open(page, '/login/first');
  await fill(page, 'Логин с листка', person.email);
  await fill(page, 'Код с листка', code);
  await fillAll(page, { 'Новый пароль': password, 'Новый пароль ещё раз': password });
  await press(page, 'Задать пароль и войти');
}
