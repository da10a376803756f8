// A matching run from the list to the two cabinets: one pair pinned, one forbidden, worked out again, published; the teacher sees who
// helps, the methodist finds the teacher, and a wish is said.
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertNotShown, assertShown, fill, fillAll, follow, followLetter, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');
const path = (page) => new URL(page.url()).pathname;
const PASSWORD = 'длинная фраза для входа';
const TEACHER = 'para@shkola.example';

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

/** Two teachers of one subject in the municipality's schools without a pair, the first with a cabinet; a methodist of that subject there. */
function cast(app) {
  const row = (sql) => app.sql(sql).trim().split('\n').filter(Boolean).map((line) => line.split('|'));
  const free = `NOT EXISTS (SELECT 1 FROM pair x WHERE x.person_id = p.id AND x.state = 'active') AND p.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM person q WHERE q.id <> p.id AND q.sort_key = p.sort_key)`;
  const name = `p.family || ' ' || p.given || COALESCE(' ' || p.patronymic, '')`;
  const [[subject, home]] = row(
    `SELECT s.subject, pl.parent_id FROM person p JOIN place pl ON pl.id = p.place_id AND pl.kind = 'school' JOIN person_subject s ON s.person_id = p.id AND s.is_main = 1
     WHERE ${free} AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id)
       AND (SELECT COUNT(*) FROM membership m WHERE m.kind = 'subject_methodist' AND m.subject = s.subject AND m.ended_on IS NULL) >= 2
     GROUP BY s.subject, pl.parent_id HAVING COUNT(*) >= 2 ORDER BY COUNT(*) DESC LIMIT 1`,
  );
  const teachers = row(
    `SELECT p.id, ${name} FROM person p JOIN place pl ON pl.id = p.place_id AND pl.parent_id = '${home}' JOIN person_subject s ON s.person_id = p.id AND s.is_main = 1 AND s.subject = '${subject}'
     WHERE ${free} AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id) ORDER BY p.id LIMIT 2`,
  );
  return teachers.map(([id, full]) => ({ id, full, family: full.split(' ')[0] }));
}

/** Whoever has no door of the demo comes in by a new password. */
async function enterByPassword(page, email) {
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

/** An account of the cabinet for somebody of the register; in real life an order or an administrator gives it. */
function account(app, person, email, id) {
  app.sql(`INSERT INTO account (id, person_id, display_name, email, made_at) SELECT '${id}', p.id, p.family, '${email}', '2026-09-01T00:00:00.000000Z' FROM person p WHERE p.id = '${person}';
    INSERT INTO role_grant (id, account_id, role, place_id, valid_from) SELECT '${id}', '${id}', 'member', p.place_id, '2026-09-01' FROM person p WHERE p.id = '${person}';`);
}

story('a run of matching is made, mended by hand and published, and both find each other in the cabinet', async ({ app, visitor }) => {
  const [anna, bella] = cast(app);
  account(app, anna.id, TEACHER, '00000000-0000-7000-8000-0000000000aa');
  const coordinator = await visitor();
  await enterAs(coordinator, 'coordinator');
  await open(coordinator, '/matching');
  await assertShown(coordinator, 'ждёт публикации');
  await look(coordinator);
  await follow(coordinator, 'Новый подбор');
  await look(coordinator);
  await main(coordinator).getByLabel(/^По списку/u).check();
  await fill(coordinator, 'Название', 'Подбор для проверки');
  await fill(coordinator, 'ФИО педагогов', `${anna.full}\n${bella.full}\nНезнакомцева Зоя Нетовна`);
  await press(coordinator, 'Подобрать пары');
  await assertShown(coordinator, /Незнакомцева/u);
  await fill(coordinator, 'ФИО педагогов', `${anna.full}\n${bella.full}`);
  await press(coordinator, 'Подобрать пары');
  await assertShown(coordinator, 'Пары подобраны');
  const run = path(coordinator);
  await look(coordinator);

  await follow(coordinator, anna.full, main(coordinator));
  await look(coordinator);
  const second = (await main(coordinator).locator('tbody tr').first().locator('th').innerText()).split('\n')[0].trim();
  await press(coordinator, 'Выбрать', main(coordinator).locator('tbody tr').first());
  await assertShown(coordinator, 'Закреплено. Остальные пары пересчитаны');
  await assertShown(coordinator, second);
  await open(coordinator, `${run}?q=${encodeURIComponent(bella.family)}`);
  await follow(coordinator, bella.full, main(coordinator));
  await press(coordinator, 'Не предлагать этого методиста');
  await assertShown(coordinator, 'больше не предлагаются друг другу');

  await open(coordinator, run);
  await press(coordinator, 'Пересчитать по сегодняшним данным');
  await assertShown(coordinator, 'Пересчитано');
  await open(coordinator, `${run}?which=pinned`);
  await assertShown(coordinator, second);
  await open(coordinator, `${run}/loads`);
  await look(coordinator);
  await follow(coordinator, 'что, если выбудет', main(coordinator).locator('tbody tr').filter({ hasText: second }));
  await assertShown(coordinator, 'Это только расчёт');
  await look(coordinator);

  await open(coordinator, run);
  await follow(coordinator, 'Опубликовать…');
  await look(coordinator);
  await press(coordinator, 'Опубликовать пары');
  await assertShown(coordinator, /^Опубликовано: /u);
  await open(coordinator, `/pairs?q=${encodeURIComponent(anna.family)}`);
  await assertShown(coordinator, second);
  await look(coordinator);
  await follow(coordinator, anna.full, main(coordinator));
  await look(coordinator);

  const teacher = await visitor({ viewport: PHONE });
  await enterByPassword(teacher, TEACHER);
  await open(teacher, '/notices');
  await assertShown(teacher, 'За вами закреплён методист');
  await open(teacher, '/cabinet/pairs');
  await assertShown(teacher, second);
  await look(teacher);
  await fill(teacher, 'ФИО участника актива полностью', second);
  await press(teacher, 'Записать пожелание');
  await assertShown(teacher, 'Отметьте, что согласны');
  await main(teacher).getByRole('checkbox', { name: /Согласен/u }).check();
  await press(teacher, 'Записать пожелание');
  await assertShown(teacher, 'Пожелание записано');

  const [helper] = app.sql(`SELECT m.id FROM pair x JOIN person m ON m.id = x.methodist_id WHERE x.person_id = '${anna.id}' AND x.state = 'active'`).trim().split('\n');
  const known = app.sql(`SELECT email FROM account WHERE person_id = '${helper}'`).trim();
  if (!known) account(app, helper, 'metodist@shkola.example', '00000000-0000-7000-8000-0000000000bb');
  const methodist = await visitor({ viewport: PHONE });
  await enterByPassword(methodist, known || 'metodist@shkola.example');
  await open(methodist, '/cabinet/pairs');
  await assertShown(methodist, anna.full);
  await assertNotShown(methodist, 'Хочу работать с: ');
  await look(methodist);
});
