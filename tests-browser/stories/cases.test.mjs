// One whole loop of a case, five people: from a school's signal to the close, with a report returned, a section signed again and a new version.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs, PROOF } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertNotShown, assertShown, fill, fillAll, follow, followLetter, open, press } from '../lib/walk.mjs';

const TEACHER = 'kollega@shkola.example';
const PASSWORD = 'длинная фраза для входа';
const SECTIONS = ['Целевой компонент', 'Диагностический компонент', 'Содержательный компонент', 'Технологический компонент', 'Результативный компонент'];
const main = (page) => page.getByRole('main');
const day = (ahead) => new Intl.DateTimeFormat('ru-RU', { timeZone: 'Asia/Vladivostok' }).format(Date.now() + ahead * 86_400_000);
const path = (page) => new URL(page.url()).pathname;
const seen = new Set();

/** Each kind of page is looked at once, by whoever comes first. */
async function look(page, name) {
  if (seen.has(name)) return;
  seen.add(name);
  await assertAccessible(page);
  await assertFits(page);
}

/** A form, told by its button. */
const formOf = (page, button) => main(page).locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });

async function unfold(page, title) {
  await main(page).locator('summary').filter({ hasText: title }).click();
}

/** A word of a region's own list, whichever comes first. */
const pick = (scope, label) => scope.getByLabel(label, { exact: true }).selectOption({ index: 1 });

/** Where the picture says that the case stands. */
const assertRung = (page, words) => main(page).getByRole('group', { name: words }).waitFor();

/** Who has no door of the demo comes in by a new password. */
async function setPassword(page, email) {
  await open(page, '/login/forgot');
  await fill(page, 'Электронная почта учётной записи', email);
  await press(page, 'Прислать ссылку');
  await followLetter(page, email);
  await fillAll(page, { 'Новый пароль': PASSWORD, 'Новый пароль ещё раз': PASSWORD });
  await press(page, 'Задать пароль');
}

async function enter(page, email) {
  await open(page, '/login');
  await fillAll(page, { 'Электронная почта': email, Пароль: PASSWORD });
  await press(page, 'Войти', main(page));
}

const CLASS = { Класс: '7 Б', 'Откуда результат': 'школьная работа', 'Сколько учеников участвовало': '26' };

/** The deputy head's signal: words and a class below the minimum. The address of the case, and its subject. */
async function propose(deputy, teacher) {
  await open(deputy, `/cases/new?text=${encodeURIComponent(teacher.split(' ')[0])}`);
  await look(deputy, 'whom to help');
  await follow(deputy, new RegExp(`^${teacher}`, 'u'), main(deputy));
  await fillAll(deputy, { Вид: 'полный цикл', Повод: 'Выявлены затруднения в работе класса на уроке', Слова: 'На уроке работают трое, остальные ждут ответа' });
  const subjects = main(deputy).getByLabel('Предмет', { exact: true });
  await subjects.selectOption({ index: 1 });
  const subject = await subjects.evaluate((list) => list.selectedOptions[0].text);
  await unfold(deputy, 'Результат класса как основание');
  const klass = main(deputy).locator('details').filter({ hasText: 'Откуда результат' });
  for (const [label, value] of Object.entries({ ...CLASS, 'Когда измеряли': day(-12), 'Сколько из них ниже минимума': '9' })) await fill(deputy, label, value, klass);
  await pick(klass, 'Предмет, по которому измеряли');
  await pick(deputy, 'Направление работы');
  await look(deputy, 'a proposal being written');
  await press(deputy, 'Предложить педагогу');
  await assertShown(deputy, 'Предложение отправлено педагогу');
  await look(deputy, 'a proposal that waits');
  return { at: path(deputy), subject };
}

async function invite(page, at, who, role) {
  await open(page, `${at}/team?text=${encodeURIComponent(who)}`);
  await fill(page, who, true);
  await fill(page, 'В какой роли', role);
  await look(page, 'the team');
  await press(page, 'Пригласить');
  await assertShown(page, 'Приглашение отправлено');
}

async function join(page, teacher, at) {
  await open(page, '/cases/invitations');
  await look(page, 'invitations');
  await follow(page, new RegExp(`^${teacher}`, 'u'), main(page));
  await look(page, 'an invitation');
  await press(page, 'Войти в команду');
  await assertShown(page, 'Вы в команде');
  assert.equal(path(page), at);
}

/** What a measurement outside the system says, written down by the methodist; the teacher points at it. */
async function assess(methodist, person, teacher, at, { title, score, end }) {
  await open(methodist, `/assessments/new?person=${person}`);
  await fillAll(methodist, { 'Кто оценивал': 'ЦНППМ', 'Что оценивали': title, Когда: day(0), Балл: score, 'Из скольких': '100' });
  await press(methodist, 'Внести оценку');
  await open(teacher, `${at}/evidence`);
  await look(teacher, 'evidence');
  await fill(teacher, `${end} — внешняя оценка «${title}»`, true);
  await press(teacher, 'Добавить');
  await assertShown(teacher, 'Основание добавлено');
}

/** A sheet of marks as the journal gives it: the school loads it once, the case takes its figures from there. */
async function bring(page, { subject, marks, on }) {
  await open(page, '/outcomes/bring');
  await look(page, 'a file of results');
  const sheet = ['Класс;Предмет;Учеников;5;4;3;2', ['7Б', subject, 26, ...marks].join(';')].join('\r\n');
  await page.getByLabel('Файл', { exact: true }).setInputFiles({ name: 'itogi.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await fillAll(page, { 'Откуда результаты': 'школьная работа', 'За какой период': 'работа одного дня', 'День работы': on });
  await press(page, 'Прочитать файл');
  await look(page, 'what was recognised');
  await press(page, 'Загрузить всё');
  await assertShown(page, 'Результаты загружены');
}

async function take(page, at, { moment, after }) {
  await open(page, `${at}/measures`);
  await look(page, 'classes measured');
  const form = formOf(page, 'Взять этот результат');
  const offered = form.locator('select[name=outcome]');
  const newest = await offered.evaluate((list, after) => [...list.options].find((option) => option.text.includes('7 Б') && option.text.includes(after))?.value, after);
  await offered.selectOption(newest);
  await fill(page, 'Когда измеряли', moment, form);
  const earlier = form.locator('select[name=taken_with]');
  if ((await earlier.count()) > 0) await earlier.selectOption({ index: 1 });
  await press(page, 'Взять этот результат');
  await assertShown(page, 'Результат класса внесён');
}

async function write(page, at, section, answers) {
  await open(page, `${at}/sections/${section}`);
  await look(page, 'a section');
  await fillAll(page, answers);
  await press(page, 'Сохранить раздел');
  await assertShown(page, 'Раздел сохранён');
}

async function send(page, at) {
  await open(page, `${at}/agreement`);
  await press(page, 'Отправить команде на подпись');
  await assertShown(page, 'Маршрут отправлен на согласование');
}

async function signAll(page, at) {
  await open(page, `${at}/agreement`);
  await press(page, 'Подписать все разделы сразу');
  await assertShown(page, 'Подпись сохранена');
}

async function signWhole(page, at) {
  await open(page, `${at}/agreement`);
  await press(page, 'Подписать маршрут целиком');
  await assertShown(page, 'Маршрут согласован');
}

/** The sections that somebody is asked to sign now. */
async function asked(page, at) {
  await open(page, `${at}/agreement`);
  const boxes = main(page).getByRole('checkbox');
  return Promise.all((await boxes.all()).map((box) => box.evaluate((node) => node.labels[0].innerText.trim())));
}

/** The step of that title, on the page of the walk. */
async function openStep(page, at, title) {
  await open(page, `${at}/walk`);
  await look(page, 'the walk');
  await follow(page, title, main(page));
  await look(page, 'a step');
}

async function handIn(page, at, title, words, { file, link } = {}) {
  await openStep(page, at, title);
  await assertFits(page);
  if (file) {
    await fill(page, 'Приложить файл', file);
    await press(page, 'Приложить');
    await assertShown(page, 'Файл приложен');
  }
  await fill(page, 'Что получилось и что вы поняли', words);
  if (link) await fill(page, 'Ссылка', link);
  await press(page, 'Отправить тьютору');
  await assertShown(page, 'Отчёт отправлен');
}

async function answer(page, at, title, { words, says, told }) {
  await openStep(page, at, title);
  await fill(page, 'Что сказать педагогу', words);
  await look(page, 'a report that waits');
  await press(page, says);
  await assertShown(page, told);
}

story('a case goes from a school\'s signal to its close', async ({ app, visitor }) => {
  const fact = (sql) => app.sql(sql).trim();
  const person = fact(`SELECT person_id FROM account WHERE email = '${TEACHER}'`);
  const name = fact(`SELECT trim(family || ' ' || given || ' ' || coalesce(patronymic, '')) FROM person WHERE id = '${person}'`);
  const difficulty = fact("SELECT title FROM competency WHERE code = 'М4'");
  const tutorsName = fact("SELECT trim(family || ' ' || given || ' ' || coalesce(patronymic, '')) FROM person WHERE id = (SELECT person_id FROM account WHERE email = 'member@aktiv.example')");

  const [deputy, teacher, methodist, municipal, tutor] = [await visitor(), await visitor(), await visitor(), await visitor(), await visitor()];
  const phone = await visitor({ viewport: PHONE });
  await enterAs(deputy, 'school');
  await setPassword(teacher, TEACHER);
  await enter(teacher, TEACHER);
  await enterAs(methodist, 'methodist');
  await enterAs(municipal, 'municipality');
  await enterAs(tutor, 'member');
  await enter(phone, TEACHER);

  // The signal, and the teacher's yes.
  const { at, subject } = await propose(deputy, name);
  await open(methodist, at, { status: 404 });
  await open(teacher, at);
  await assertShown(teacher, 'Отказ не имеет последствий');
  await look(teacher, 'a proposal to answer');
  await press(teacher, 'Согласиться');
  await assertShown(teacher, 'Сопровождение началось');
  await look(teacher, 'the case');

  // The team, by everybody's own yes.
  await invite(teacher, at, 'Методистова Наталья Львовна', 'региональный методист');
  await invite(teacher, at, 'Районова Ольга Викторовна', 'муниципальный методист');
  await invite(deputy, at, tutorsName, 'тьютор');
  await open(tutor, at, { status: 404 });
  for (const page of [methodist, municipal, tutor]) await join(page, name, at);

  // A difficulty in the teacher's words, then what an outside assessment shows: rung 2.
  await open(teacher, '/cabinet/deficits/new');
  await fillAll(teacher, { 'В чём затруднение': difficulty, 'Что именно даётся трудно': 'Не успеваю включить в работу весь класс' });
  await press(teacher, 'Сохранить');
  await open(teacher, `${at}/deficits`);
  await fill(teacher, difficulty, true);
  await look(teacher, 'deficits of the case');
  await press(teacher, 'Взять в работу');
  await assertShown(teacher, 'Затруднения взяты в работу');
  await assess(methodist, person, teacher, at, { title: 'Организация работы на уроке', score: '46', end: 'Результат' });
  await bring(deputy, { subject, marks: [3, 6, 8, 9], on: day(-10) });
  await take(deputy, at, { moment: 'до начала работы', after: ': 9 из 26' });

  // The link: three say yes.
  await open(deputy, `${at}/link`);
  await pick(deputy, 'Затруднение педагога');
  await pick(deputy, 'Трудность учеников');
  await fill(deputy, 'Основания', 'Отвечают одни и те же; остальные не решают сами ни одной задачи за урок');
  await press(deputy, 'Предложить');
  await assertShown(deputy, 'Связь предложена');
  for (const page of [teacher, methodist, deputy]) {
    await open(page, `${at}/link`);
    const yes = main(page).getByRole('button', { name: 'Да, связь вероятна' });
    if ((await yes.count()) > 0) await press(page, 'Да, связь вероятна');
  }
  await open(deputy, `${at}/link`);
  await assertShown(deputy, /^подтверждена$/u);
  await look(deputy, 'the link');

  // The pathway: the goal is the teacher's, the rest is the team's.
  await open(teacher, `${at}/pathway`);
  await look(teacher, 'before the pathway');
  await fillAll(teacher, { 'Первый день': day(0), 'Последний день': day(200), 'Сколько академических часов есть': '40' });
  await press(teacher, 'Начать маршрут');
  await assertShown(teacher, 'Маршрут начат');
  const first = path(teacher);
  await write(teacher, first, 'target', { 'Цель словами учителя': 'Хочу, чтобы на уроке у каждого было своё дело', 'Измеримый показатель': 'На 8 уроках из 10 работает весь класс' });
  await write(methodist, first, 'diagnostic', { 'Входная диагностика': 'Внешняя оценка и слова учителя', 'Повторная диагностика': 'Та же оценка после прохождения' });
  await write(methodist, first, 'technological', { 'Технологии и методы': 'Разбор видеозаписи урока, работа в паре с наставником' });
  await write(teacher, first, 'results', { 'Ожидаемые результаты': 'Роли есть у каждого', 'Признаки результата': 'Ученики сами называют, что делают' });
  await open(methodist, `${first}/proposal`);
  await fill(methodist, 'Строк не больше', '1');
  await press(methodist, 'Подобрать');
  await assertShown(methodist, 'Потому что');
  await look(methodist, 'the proposal');
  await press(methodist, 'Добавить в маршрут');
  await assertShown(methodist, 'Набросок добавлен');
  const catalogue = fact(`SELECT title FROM pathway_step WHERE pathway_id = '${first.split('/').at(-1)}'`);
  await follow(methodist, `Изменить ${catalogue}`, main(methodist));
  await fill(methodist, 'Срок', day(30));
  await press(methodist, 'Сохранить строку');
  await assertShown(methodist, 'Строка изменена');
  await open(teacher, `${first}/steps/new`);
  await look(teacher, 'a line');
  await fillAll(teacher, { 'Что сделать': 'Провести три урока с ролями', 'Академических часов': '8', Срок: day(60), 'Форма результата': 'серия учебных занятий', [difficulty]: true });
  await press(teacher, 'Сохранить строку');
  await assertShown(teacher, 'Строка добавлена');
  await assertShown(teacher, 'всё есть');
  await look(teacher, 'the designer');

  // Everybody signs; one section changes, and only it is asked for again.
  await send(methodist, first);
  await look(methodist, 'the list of agreement');
  const team = [deputy, methodist, municipal, tutor];
  assert.deepEqual(await asked(deputy, first), SECTIONS);
  for (const page of team) await signAll(page, first);
  await write(methodist, first, 'technological', { 'Технологии и методы': 'Разбор видеозаписи урока, работа в паре с наставником, взаимные посещения' });
  await open(teacher, `${first}/agreement`);
  assert.equal(await main(teacher).getByRole('button', { name: 'Подписать маршрут целиком' }).count(), 0, 'the teacher signs last');
  for (const page of team) assert.deepEqual(await asked(page, first), ['Технологический компонент']);
  for (const page of team) await signAll(page, first);
  await assertFits(tutor);
  await signWhole(teacher, first);
  await look(teacher, 'an agreed pathway');
  await open(teacher, at);
  await assertRung(teacher, /ступень 5 из 7/u);

  // The walk: handed in from a phone, returned, handed in again, accepted.
  await handIn(phone, first, catalogue, 'Прошла первую часть, выписала три приёма', { file: PROOF });
  await look(phone, 'a report sent, on a phone');
  await answer(tutor, first, catalogue, { words: 'Напишите, что вы попробуете на своём уроке', says: 'Вернуть с пояснением', told: 'Отчёт возвращён' });
  await openStep(phone, first, catalogue);
  await assertShown(phone, 'Напишите, что вы попробуете на своём уроке');
  await assertAccessible(phone);
  await handIn(phone, first, catalogue, 'Попробую карточки ролей в 7 Б: у каждого будет своё дело', { file: PROOF });
  await answer(tutor, first, catalogue, { words: 'Хороший выбор', says: 'Принять', told: 'Шаг принят' });

  // What was learnt changes the pathway: a new version, agreed anew; what was accepted stays.
  await open(teacher, first);
  await follow(teacher, 'Изменить маршрут: начать новую версию', main(teacher));
  await look(teacher, 'a new version being asked for');
  await fill(teacher, 'Что и почему нужно изменить', 'Одного приёма мало, нужен показ коллегам');
  await press(teacher, 'Начать новую версию');
  await assertShown(teacher, 'Новая версия начата');
  const second = path(teacher);
  assert.notEqual(second, first);
  await open(teacher, at);
  await assertRung(teacher, /ступень [34] из 7/u);
  await open(teacher, `${second}/steps/new`);
  await fillAll(teacher, { 'Что сделать': 'Показать приём коллегам', 'Академических часов': '4', Срок: day(90), 'Форма результата': 'мастер-класс', [difficulty]: true });
  await press(teacher, 'Сохранить строку');
  await send(teacher, second);
  for (const page of team) await signAll(page, second);
  await signWhole(teacher, second);
  for (const title of ['Провести три урока с ролями', 'Показать приём коллегам']) {
    await handIn(phone, second, title, 'Получилось: работали все, двоим помогла я', { link: 'https://example.ru/urok' });
    await answer(tutor, second, title, { words: '', says: 'Принять', told: 'Шаг принят' });
  }
  await open(teacher, at);
  await assertRung(teacher, /ступень 6 из 7/u);

  // The class after, in figures, and what the school says of it.
  await bring(deputy, { subject, marks: [5, 9, 8, 4], on: day(0) });
  await take(deputy, at, { moment: 'после работы', after: ': 4 из 26' });
  await assertShown(deputy, /в пределах погрешности|вероятно улучшение/u);
  await fill(deputy, 'Что изменилось в результатах класса', 'Ниже минимума теперь четверо; в классе сменился и учебник');
  await press(deputy, 'Записать вывод');
  await assertShown(deputy, 'Вывод записан');
  await assertAccessible(deputy);

  // Presented, measured again, judged.
  await open(methodist, `${second}/closing`);
  await fillAll(methodist, { 'выступление перед коллегами': true, Когда: day(0), 'Для кого': 'объединение учителей' });
  await press(methodist, 'Назначить');
  await fill(methodist, 'Краткий протокол', 'Были восемь коллег, двое попробуют приём у себя');
  await look(methodist, 'a presentation');
  await press(methodist, 'Отметить, что результаты представлены');
  await assertShown(methodist, 'результаты представлены');
  await assess(methodist, person, teacher, at, { title: 'Организация работы на уроке, повторно', score: '78', end: 'Повторное измерение' });
  await open(methodist, `${second}/closing`);
  await fillAll(methodist, { устранено: true, Пояснение: 'Работает весь класс: видно на уроках и по оценке' });
  await press(methodist, 'Записать итог');
  await assertShown(methodist, 'Итог записан');
  await assertShown(methodist, 'заключительное слово педагога');
  await open(deputy, `${at}/measures`);
  await fill(deputy, 'Заключение о качестве образования', 'Класс работает ровнее; смотрим и следующую четверть');
  await press(deputy, 'Записать вывод');

  // The teacher's word comes last, then the end.
  await open(phone, `${second}/closing`);
  await fill(phone, 'Что изменилось в вашей работе', 'Я перестала спрашивать одних и тех же');
  await assertAccessible(phone);
  await assertFits(phone);
  await press(phone, 'Сохранить заключительное слово');
  await open(methodist, `${second}/closing`);
  await press(methodist, 'Завершить сопровождение');
  await assertShown(methodist, 'Сопровождение завершено');
  await open(teacher, at);
  await assertRung(teacher, /все ступени пройдены/u);
  await assertAccessible(teacher);
  await open(phone, at);
  await assertFits(phone);

  // Strangers: nothing. The school where it isn't of the team: how far, not what.
  const stranger = await visitor();
  const other = fact(`SELECT a.email FROM account a JOIN role_grant g ON g.account_id = a.id AND g.role = 'member' WHERE a.email NOT IN ('${TEACHER}', 'member@aktiv.example') AND a.disabled_at IS NULL ORDER BY a.email LIMIT 1`);
  await setPassword(stranger, other);
  await enter(stranger, other);
  for (const address of [at, `${at}/evidence`, first, `${second}/agreement`]) await open(stranger, address, { status: 404 });
  const own = await openOwn(teacher);
  await open(tutor, own, { status: 404 });
  await open(deputy, own);
  await assertShown(deputy, 'Вам виден ход работы без содержания');
  await assertNotShown(deputy, 'Хочу увереннее говорить с родителями');
  await assertAccessible(deputy);
  await open(deputy, `${own}/evidence`, { status: 404 });
});

/** A case that the teacher begins alone. */
async function openOwn(teacher) {
  await open(teacher, '/cabinet/cases');
  await look(teacher, 'own cases');
  await follow(teacher, 'Начать сопровождение', main(teacher));
  await fillAll(teacher, { Вид: 'к аттестации', Повод: 'Хочу увереннее говорить с родителями', Слова: 'Хочу увереннее говорить с родителями' });
  await pick(teacher, 'Направление работы');
  await look(teacher, 'a case of one\'s own');
  await press(teacher, 'Начать');
  await assertShown(teacher, 'Сопровождение открыто');
  return path(teacher);
}
