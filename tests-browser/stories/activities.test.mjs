// Activities: an open lesson from its plan to a certificate that a stranger checks; a flipped session read before and answered after.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { readPaper } from '../lib/paper.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertNotShown, assertShown, fill, fillAll, follow, followLetter, open, press } from '../lib/walk.mjs';

const PASSWORD = 'длинная фраза для входа';
const main = (page) => page.getByRole('main');
const path = (page) => new URL(page.url()).pathname;
const zone = { timeZone: 'Asia/Vladivostok' };
const day = (ahead) => new Intl.DateTimeFormat('ru-RU', zone).format(Date.now() + ahead * 86_400_000);
const clock = (minutes) => new Intl.DateTimeFormat('ru-RU', { ...zone, hour: '2-digit', minute: '2-digit' }).format(Date.now() + minutes * 60_000);
const formOf = (page, button) => main(page).locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

/** Members of the active who are no personas: addresses to come in by. */
function members(app, count) {
  const rows = app.sql(`SELECT DISTINCT a.email FROM account a JOIN membership m ON m.person_id = a.person_id JOIN role_grant g ON g.account_id = a.id
    WHERE m.ended_on IS NULL AND a.disabled_at IS NULL AND g.role = 'member' AND a.email NOT LIKE '%@aktiv.example' ORDER BY a.email LIMIT ${count}`);
  const found = rows.trim().split('\n');
  assert.equal(found.length, count);
  return found;
}

/** Who has no door of the demo comes in by a new password. */
async function enter(page, email) {
  await open(page, '/login/forgot');
  await fill(page, 'Электронная почта учётной записи', email);
  await press(page, 'Прислать ссылку');
  await followLetter(page, email);
  await fillAll(page, { 'Новый пароль': PASSWORD, 'Новый пароль ещё раз': PASSWORD });
  await press(page, 'Задать пароль');
  await open(page, '/login');
  await fillAll(page, { 'Электронная почта': email, Пароль: PASSWORD });
  await press(page, 'Войти', main(page));
}

/** Planned by the member's persona for the whole region, going on right now. */
async function plan(host, answers) {
  await open(host, '/activities');
  await follow(host, 'Запланировать', main(host));
  await look(host);
  const usual = { Уровень: 'региональный', 'Встреча 1: день': day(0), 'Встреча 1: начало': clock(-5), 'Встреча 1: окончание': clock(40), 'Адрес, кабинет': 'Кабинет 24' };
  await fillAll(host, { ...usual, ...answers });
  await main(host).getByLabel('Главное направление работы').selectOption({ index: 12 });
  await main(host).getByLabel('Кто проводит').selectOption({ index: 1 });
  await press(host, 'Сохранить черновик');
  await assertShown(host, 'Черновик сохранён');
  await look(host);
  await press(host, 'Объявить');
  await assertShown(host, 'педагоги могут записываться');
  return path(host);
}

async function signUp(page, at, button, words) {
  await open(page, at);
  await press(page, button);
  await assertShown(page, words);
}

story('an open lesson goes from its plan to a certificate that a stranger checks', async ({ app, visitor }) => {
  const [host, first, second, third] = [await visitor(), await visitor({ viewport: PHONE }), await visitor(), await visitor({ viewport: PHONE })];
  const emails = members(app, 3);
  await enterAs(host, 'member');
  for (const [at, page] of [first, second, third].entries()) await enter(page, emails[at]);
  const at = await plan(host, { Вид: 'открытый урок', Название: 'Спорим и доказываем', Мест: '2' });

  await signUp(first, at, 'Записаться', 'Вы записаны');
  await look(first);
  await signUp(second, at, 'Записаться', 'Вы записаны');
  await signUp(third, at, 'Встать в лист ожидания', 'вы в листе ожидания');
  await press(second, 'Снять запись');
  await assertShown(second, 'Запись снята');
  await open(third, at);
  await assertShown(third, 'вы записаны');

  await open(host, `${at}/door`);
  await look(host);
  const address = (await main(host).innerText()).match(/https?:\/\/\S+\/here\?\S+/u)?.[0];
  assert.ok(address, 'the address under the code');
  await open(first, new URL(address).pathname + new URL(address).search);
  await assertShown(first, 'Вы отмечены');

  await open(host, `${at}/attendance`);
  await look(host);
  const boxes = main(host).getByRole('checkbox');
  assert.equal(await boxes.count(), 2, 'the two who have a seat');
  for (const box of await boxes.all()) await box.check();
  await fill(host, 'Пришли без карточки в системе, человек', '1');
  await press(host, 'Сохранить');
  await assertShown(host, 'Отмечено');

  await open(first, at);
  await follow(first, /^Отзыв/u, main(first));
  await look(first);
  for (const group of await main(first).getByRole('group').all()) await group.getByLabel('5 — да').check();
  await press(first, 'Отправить отзыв');
  await assertShown(first, 'отзыв сохранён');
  await open(host, `${at}/feedback`);
  await assertShown(host, 'Отзывов: 1');
  await look(host);

  await open(host, `${at}/closing`);
  await look(host);
  await press(host, 'Подвести итоги и выдать сертификаты');
  await assertShown(host, 'сертификаты выданы');
  await open(host, `${at}/certificates`);
  await look(host);

  await open(first, '/cabinet/activities');
  await look(first);
  // Long addresses carry places where they may be broken, which nobody sees.
  const text = (await readPaper(first, main(first).getByRole('link', { name: /^PDF/u }))).replaceAll('\u200b', '');
  assert.match(text, /СЕРТИФИКАТ/u);
  const [, verification] = text.match(/(\/verify\/a\/[0-9A-Z]{12})/u) ?? [];
  assert.ok(verification, 'the address of the check on paper');
  const stranger = await visitor({ viewport: PHONE });
  await open(stranger, verification);
  await assertShown(stranger, 'действует');
  await assertShown(stranger, 'Спорим и доказываем');
  await look(stranger);
});

story('a flipped session is read for before and answered after', async ({ app, visitor }) => {
  const [host, reader, idler] = [await visitor(), await visitor({ viewport: PHONE }), await visitor({ viewport: PHONE })];
  const emails = members(app, 2);
  await enterAs(host, 'member');
  await enter(reader, emails[0]);
  await enter(idler, emails[1]);
  const at = await plan(host, { Вид: 'групповое занятие', Название: 'Обратная связь в трёх предложениях' });

  await open(host, `${at}/materials`);
  await fillAll(host, { 'Когда нужен': 'до встречи', Название: 'Статья на три страницы', Ссылка: 'https://example.ru/statya' });
  await press(host, 'Добавить');
  await assertShown(host, 'Материал добавлен');
  const check = formOf(host, 'Сохранить проверку');
  await fill(host, 'Вопрос', 'Когда обратная связь помогает?', check.getByRole('group', { name: 'Вопрос 1' }));
  const first = check.getByRole('group', { name: 'Вопрос 1' });
  await fill(host, 'Вариант 1', 'Когда говорит, что делать дальше', first);
  await fill(host, 'Вариант 2', 'Когда ставит отметку', first);
  await fill(host, 'Верный вариант', 'вариант 1', first);
  await press(host, 'Сохранить проверку');
  await assertShown(host, 'Проверка чтения сохранена');
  await look(host);

  await signUp(reader, at, 'Записаться', 'Вы записаны');
  await signUp(idler, at, 'Записаться', 'Вы записаны');
  await open(reader, `${at}/packet`);
  await look(reader);
  await main(reader).getByLabel('Когда ставит отметку').check();
  await press(reader, 'Проверить и отметить: прочитано');
  await assertShown(reader, 'Пока неверно');
  await main(reader).getByLabel('Когда говорит, что делать дальше').check();
  await press(reader, 'Проверить и отметить: прочитано');
  await assertShown(reader, 'Отмечено: прочитано');

  await open(host, `${at}/people`);
  await assertShown(host, 'прочитано');
  await assertShown(host, 'не открыты');
  await look(host);
  await open(host, `${at}/materials`);
  await press(host, 'Напомнить тем, кто не прочёл');
  await assertShown(host, 'Напоминание получат: 1');
  await open(idler, '/notices');
  await assertShown(idler, /Прочтите до встречи/u);

  await open(host, `${at}/attendance`);
  for (const box of await main(host).getByRole('checkbox').all()) await box.check();
  await press(host, 'Сохранить');
  await open(host, `${at}/followup`);
  await fillAll(host, { 'Что каждый попробует на уроке': 'Дайте обратную связь в трёх предложениях', 'Ответить до': day(7) });
  await press(host, 'Дать задание');
  await look(host);
  await open(reader, '/cabinet/activities');
  await follow(reader, /^Ответить до/u, main(reader));
  await look(reader);
  await fill(reader, 'Что попробовали и что вышло', 'Попробовала в пятом классе: дети сами нашли ошибку');
  await press(reader, 'Отправить ответ');
  await assertShown(reader, 'Сохранено');
  await open(host, `${at}/followup`);
  await assertShown(host, 'дети сами нашли ошибку');
  await fill(host, 'Ответить', 'Отличный ход, расскажите группе', formOf(host, 'Отправить'));
  await press(host, 'Отправить');
  await open(reader, `${at}/followup`);
  await assertShown(reader, 'Отличный ход');
  await assertHeading(reader, 'Задание после встречи');
  await assertNotShown(reader, 'Что каждый попробует на уроке');
});
