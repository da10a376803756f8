// Mentoring and a member's year: a mentor is proposed to a newcomer, a meeting is written on a phone in a minute, its minutes are in the
// year by themselves, and the report of a half-year is handed in and accepted without a figure being typed.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertNotShown, assertShown, fill, fillAll, follow, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');
const PHONE = { width: 360, height: 740 };

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

story('a mentor is proposed to a newcomer found from dates, and nothing begins without a yes', async ({ visitor }) => {
  const page = await visitor();
  await enterAs(page, 'coordinator');
  await open(page, '/mentoring/needs');
  await look(page);
  await main(page).getByRole('checkbox').first().check();
  await press(page, 'Подобрать наставника');
  await assertHeading(page, 'Предложить наставника');
  await look(page);
  await press(page, 'Отправить предложение');
  await assertShown(page, 'Выберите наставника');
  await main(page).getByRole('radio').first().check();
  await press(page, 'Отправить предложение');
  await assertShown(page, 'Предложение отправлено');
  await assertShown(page, 'ждёт согласия');
  await assertNotShown(page, 'Записать встречу');
  await look(page);
});

story('a meeting is written on a phone and a half-year report is made without typing a figure', async ({ app, visitor }) => {
  const member = await visitor();
  await enterAs(member, 'member');
  await member.setViewportSize(PHONE);
  await open(member, '/cabinet/mentoring');
  await look(member);
  const going = main(member).getByRole('row').filter({ hasText: 'идёт' }).getByRole('link').first();
  await Promise.all([member.waitForURL(/\/mentoring\//u), going.click()]);
  await fillAll(member, { Минут: '50', Тема: 'Подготовка и разбор урока', 'Что дальше': 'Спланировать тему вместе' });
  await press(member, 'Записать встречу');
  await assertShown(member, 'Встреча записана');
  await look(member);

  await open(member, '/cabinet/year');
  await assertShown(member, 'Часы по направлениям');
  await look(member);
  await follow(member, /^Отчёт за первое полугодие/u, main(member));
  await assertShown(member, 'Числа на сегодня');
  await fillAll(member, { 'Что получилось': 'Наставляемая провела первый урок по своему плану', 'Что дальше': 'Открытый урок весной' });
  await press(member, 'Сдать отчёт');
  await assertShown(member, 'Отчёт сдан');
  await look(member);
  const kept = JSON.parse(app.sql("SELECT snapshot FROM year_report WHERE part = 'first' AND state = 'sent' LIMIT 1").trim());
  assert.ok(kept.minutes >= 50, `the ledger's minutes are in the report: ${kept.minutes}`);

  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await open(coordinator, '/years?part=first&report=sent');
  await look(coordinator);
  await follow(coordinator, /сдан/u, main(coordinator).getByRole('row').nth(1));
  await fill(coordinator, 'Принять', true);
  await press(coordinator, 'Записать решение');
  await assertShown(coordinator, 'Решение записано');

  await open(member, '/cabinet/year');
  await follow(member, /^Справки о деятельности/u, main(member));
  await look(member);
});
