// The head of a union plans a meeting, too few come and nothing is decided; the next has a quorum, a decision with an owner, and a paper.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertShown, fill, fillAll, follow, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');
const day = (ahead) => new Intl.DateTimeFormat('ru-RU', { timeZone: 'Asia/Vladivostok' }).format(Date.now() + ahead * 86_400_000);
const path = (page) => new URL(page.url()).pathname;

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

/** From the union's page to the page of a meeting that is today. */
async function plan(page, union, title) {
  await open(page, union);
  await follow(page, 'Назначить заседание', main(page));
  await fillAll(page, { 'О чём заседание': title, День: day(0), Начало: '14:00', 'Сколько минут': '60', Место: 'Кабинет 12', 'Вопрос 1': 'Разбор заданий' });
  await look(page);
  await press(page, 'Назначить');
  await assertShown(page, 'Заседание назначено');
  return path(page);
}

/** Ticks so many of the list, on a phone. */
async function attend(page, meeting, count) {
  await open(page, `${meeting}/attendance`);
  const boxes = main(page).getByRole('checkbox');
  const all = await boxes.count();
  for (let at = 0; at < Math.min(count, all); at += 1) await boxes.nth(at).check();
  await look(page);
  await press(page, 'Сохранить');
  await assertShown(page, 'Присутствующие отмечены');
  return all;
}

async function isPaper(page, address) {
  const answer = await page.context().request.get(address);
  assert.equal(answer.status(), 200);
  assert.equal((await answer.body()).subarray(0, 4).toString(), '%PDF');
}

story('a meeting without a quorum recommends, the next one decides', async ({ visitor }) => {
  const head = await visitor({ viewport: PHONE });
  await enterAs(head, 'member');
  await open(head, '/unions?mine=yes');
  await look(head);
  const union = await main(head).locator('tbody a').first().getAttribute('href');
  await open(head, union);
  await look(head);

  const first = await plan(head, union, 'Итоги олимпиады');
  await look(head);
  const members = await attend(head, first, 1);
  assert.ok(members >= 3, `the union has ${members} members`);
  await open(head, `${first}/minutes`);
  await assertShown(head, 'Кворума нет');
  await look(head);
  await fillAll(head, { '1. Разбор заданий': 'Обсудили вдвоём', 'Решение 1': 'Собрать банк заданий' });
  await press(head, 'Сохранить и утвердить');
  await assertShown(head, 'Протокол без кворума');
  await assertShown(head, 'не принято, рекомендация');
  await look(head);
  await isPaper(head, `${first}/minutes.pdf?version=1`);

  const second = await plan(head, union, 'Итоги олимпиады, ещё раз');
  await press(head, 'Я здесь');
  await assertShown(head, 'вы отмечены присутствующим');
  await attend(head, second, members);
  await open(head, `${second}/minutes`);
  await assertShown(head, 'Кворум имеется');
  await fillAll(head, { '1. Разбор заданий': 'Разобрали все задания', 'Решение 1': 'Провести открытый урок' });
  await main(head).getByLabel('Ответственный 1', { exact: true }).selectOption({ index: 1 });
  await press(head, 'Сохранить и утвердить');
  await assertShown(head, 'Назовите срок');
  await fill(head, 'Срок 1', day(14));
  await press(head, 'Сохранить и утвердить');
  await assertShown(head, 'Протокол утверждён');
  await assertShown(head, 'ждёт исполнения');
  await isPaper(head, `${second}/minutes.pdf?version=1`);

  await follow(head, /Отметить исполнение/u, main(head));
  await fill(head, 'Что сделано', 'Урок прошёл, план выложен');
  await look(head);
  await press(head, 'Исполнено');
  await assertShown(head, 'исполнено');

  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await open(coordinator, `/unions/tree?at=${union.split('/').at(-1)}`);
  await look(coordinator);
  await isPaper(coordinator, `${second}/minutes.pdf?version=1`);
});
