// A half-year report from the school to the municipality and the region: three lines of words each, not one figure typed.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertShown, fillAll, follow, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

/** Begins the half-year that runs, writes the words, freezes it, hands it in. */
async function make(page, handing) {
  await open(page, '/reports');
  await look(page);
  await main(page).getByRole('button', { name: /^За первое полугодие|^За второе полугодие/u }).first().click();
  await assertShown(page, 'Живые цифры');
  await look(page);
  const numbers = await main(page).locator('input[type=text]').count();
  assert.equal(numbers, 0, 'there is no field to type a figure into');
  await fillAll(page, { 'Что удалось': 'Наставник есть у каждого, кто пришёл недавно', 'Что было трудно': 'Доехать до дальних школ', 'Что планируем': 'Часть встреч — дистанционно' });
  await press(page, 'Зафиксировать цифры');
  await assertShown(page, 'Цифры зафиксированы');
  await press(page, handing);
  await assertShown(page, 'Отчёт сдан');
  await look(page);
  return new URL(page.url()).pathname;
}

story('a half-year goes from the school to the region without a figure typed', async ({ visitor }) => {
  const school = await visitor();
  await enterAs(school, 'school');
  const at = await make(school, 'Сдать отчёт');

  const municipal = await visitor();
  await enterAs(municipal, 'municipality');
  await open(municipal, '/reports?view=received');
  await look(municipal);
  await open(municipal, at);
  await look(municipal);
  await press(municipal, 'Принять');
  await assertShown(municipal, 'Отчёт принят');
  await make(municipal, 'Сдать отчёт');
  await follow(municipal, 'Кто сдал и сходятся ли цифры', main(municipal));
  await assertShown(municipal, 'Сходятся ли цифры');
  await look(municipal);

  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await make(coordinator, 'Отправить в министерство');
  await follow(coordinator, 'Кто сдал и сходятся ли цифры', main(coordinator));
  await look(coordinator);
  await open(coordinator, '/indicators');
  await look(coordinator);
  await follow(coordinator, 'Мероприятия', main(coordinator));
  await assertShown(coordinator, 'Что это значит');
  await look(coordinator);

  const ministry = await visitor();
  await enterAs(ministry, 'ministry');
  await open(ministry, '/reports');
  await look(ministry);
  await open(ministry, '/indicators');
  await look(ministry);
});
