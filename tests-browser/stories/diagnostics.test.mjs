// A diagnostic from a sheet to growth: items loaded, an instrument with two forms, taken on two devices, a deficit, the repeat.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertShown, fill, fillAll, follow, logInAs, open, press } from '../lib/walk.mjs';

const METHODIST = /: Методист$/u;
const MEMBER = /участник/iu;
const COORDINATOR = /координатор/iu;
const ITEMS_A_FORM = 12;

/** Twice as many items as a form takes, on the scale that the sample bank lies on. */
function sheet(calibration) {
  const head = 'Код;Вид;Компетенция;Текст;Вариант 1;Вариант 2;Вариант 3;Верно;Пояснение;a;d;Калибровка';
  const rows = Array.from({ length: 2 * ITEMS_A_FORM }, (_, at) => {
    const difficulty = ((at % ITEMS_A_FORM) - ITEMS_A_FORM / 2) / 8;
    return [`ЛИСТ-${at + 1}`, 'Один верный ответ', 'М4', `Как включить в работу весь класс? Случай ${at + 1}`, 'Дать каждому посильную роль', 'Спросить самого сильного', 'Подождать желающих', '1', 'Роль есть у каждого', '1.6', (-difficulty * 1.6).toFixed(2), calibration].join(';');
  });
  return { name: 'задания.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${[head, ...rows].join('\r\n')}\r\n`) };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The program's own sample, as a spreadsheet: read by the child process, looked at, not loaded. */
async function lookAtSample(page) {
  await open(page, '/items/import');
  const sample = await page.request.get(new URL('/items/import/template.xlsx', page.url()).href);
  await fill(page, 'Файл', { name: 'Образец.xlsx', mimeType: XLSX, buffer: await sample.body() });
  await press(page, 'Проверить файл');
  await assertShown(page, /Всё понятно/u);
}

/** Loads the sheet; gives the address at which a colleague reads it. */
async function loadItems(page, app) {
  const calibration = app.sql('SELECT title FROM calibration WHERE is_current = 1').trim();
  await open(page, '/items/import');
  await fill(page, 'Файл', sheet(calibration));
  await press(page, 'Проверить файл');
  await assertAccessible(page);
  await press(page, /^Загрузить /u);
  return new URL(page.url()).searchParams.get('batch');
}

/** A colleague reads the drafts one below another and approves them, then they are tried and put to use. */
async function review(page, batch) {
  const of = `batch=${encodeURIComponent(batch)}`;
  await open(page, `/items/review?${of}`);
  await assertHeading(page, 'Проверить черновики');
  await assertShown(page, 'Дать каждому посильную роль');
  await assertAccessible(page);
  await assertFits(page);
  const right = page.getByRole('main').getByLabel('Годится', { exact: true });
  for (let pages = 0; (await right.count()) > 0; pages += 1) {
    assert.ok(pages < 5, 'the list ends');
    for (const box of await right.all()) await box.check();
    await press(page, 'Записать проверку отмеченных');
  }
  await assertShown(page, 'Проверять нечего');
  for (const [state, step] of [['reviewed', 'Дать на апробацию'], ['trial', 'Ввести в действие']]) {
    await open(page, `/items?state=${state}&${of}`);
    await page.locator('summary', { hasText: 'Изменить состояние всех' }).click();
    await press(page, new RegExp(`^${step}: ${2 * ITEMS_A_FORM}`, 'u'));
    await assertShown(page, 'Состояние изменено');
  }
}

/** An instrument of one competency with two parallel forms, open. */
async function buildInstrument(page) {
  await open(page, '/instruments/new');
  await fillAll(page, { Название: 'Работа каждого на уроке', 'О чём диагностика и зачем': 'Чтобы вместе решить, в чём помочь' });
  await press(page, 'Дальше: план заданий');
  await assertHeading(page, 'План заданий');
  await assertAccessible(page);
  const line = page.getByRole('main').getByRole('row').filter({ hasText: 'М4' });
  await line.getByRole('textbox').first().fill(String(ITEMS_A_FORM));
  await press(page, 'Сохранить план');
  const address = new URL(page.url()).pathname;
  for (const letter of ['А', 'Б']) {
    await open(page, address);
    await press(page, /^Составить/u);
    await open(page, address);
    await follow(page, new RegExp(`Вариант ${letter}`, 'u'), page.getByRole('main'));
    await press(page, 'Отметить готовым');
  }
  await open(page, address);
  await assertAccessible(page);
  await press(page, 'Открыть');
  return address.split('/').at(-1);
}

/** A day of the region so many days from now, as people write it. */
const day = (later) => new Date(Date.now() + later * 86_400_000).toLocaleDateString('ru-RU', { timeZone: 'Asia/Vladivostok', day: '2-digit', month: '2-digit', year: 'numeric' });

async function assign(page, person) {
  await fillAll(page, { 'Первый день': day(0), 'Последний день': day(30) });
  const box = page.locator(`input[name=person][value="${person}"]`);
  if ((await box.getAttribute('type')) === 'checkbox') await box.check();
  await press(page, 'Проверить отмеченных');
  await press(page, /^Назначить/u, page.getByRole('main'));
}

/** Answers from `from` to `to` by the choice of that number among the three as the author wrote them. */
async function answer(page, words, from, to) {
  for (let position = from; position <= to; position += 1) {
    await page.getByRole('main').getByLabel(words).check();
    await press(page, 'Сохранить и дальше');
  }
}

story('a diagnostic goes from a sheet to growth', async ({ app, visitor }) => {
  const methodist = await visitor();
  await logInAs(methodist, METHODIST);
  await lookAtSample(methodist);
  const batch = await loadItems(methodist, app);
  const colleague = await visitor();
  await logInAs(colleague, COORDINATOR);
  await review(colleague, batch);
  const instrument = await buildInstrument(methodist);

  const desk = await visitor();
  await logInAs(desk, MEMBER);
  const person = app.sql("SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE a.email LIKE 'member@%'").trim();
  const family = app.sql(`SELECT family FROM person WHERE id = '${person}'`).trim();
  await open(methodist, `/assignments/new?instrument=${instrument}&q=${encodeURIComponent(family)}`);
  await assign(methodist, person);

  await open(desk, '/cabinet/diagnostics');
  await follow(desk, /Работа каждого на уроке/u, desk.getByRole('main'));
  await assertAccessible(desk);
  const own = new URL(desk.url()).pathname;
  await open(desk, `${own}/consent`);
  await fill(desk, 'Я прочитал(а) текст и согласен(на)', true);
  await press(desk, 'Дать согласие');
  await press(desk, /^Начать/u, desk.getByRole('main'));
  const attempt = new URL(desk.url()).pathname.match(/\/attempts\/[^/]+/u)[0];
  await open(desk, `${attempt}/items/1`);
  assert.ok(!(await desk.content()).includes('Роль есть у каждого'), 'no rationale before the result');
  await answer(desk, 'Подождать желающих', 1, 6);

  const phone = await visitor({ viewport: PHONE });
  await logInAs(phone, MEMBER);
  await open(phone, attempt);
  await assertFits(phone);
  await open(phone, `${attempt}/items/7`);
  await assertAccessible(phone);
  await assertFits(phone);
  await answer(phone, 'Подождать желающих', 7, ITEMS_A_FORM);
  await open(phone, `${attempt}/submission`);
  await press(phone, 'Отправить ответы');

  const result = `/cabinet/results/${attempt.split('/').at(-1)}`;
  await open(methodist, result, { status: 404 });
  await open(desk, result);
  await assertShown(desk, /похоже на затруднение/iu);
  await assertAccessible(desk);
  await assertFits(desk);
  await open(desk, '/cabinet/deficits');
  await assertShown(desk, app.sql("SELECT title FROM competency WHERE code = 'М4'").trim());
  await assertAccessible(desk);

  await open(methodist, `/assignments/new?instrument=${instrument}&person=${person}&repeat_of=${attempt.split('/').at(-1)}`);
  await assign(methodist, person);
  await open(desk, '/cabinet/diagnostics');
  const offers = desk.getByRole('main').getByRole('link', { name: /Работа каждого на уроке/u });
  const repeat = app.sql(`SELECT id FROM assignment WHERE repeat_of = '${attempt.split('/').at(-1)}'`).trim();
  assert.ok((await offers.count()) >= 1);
  await open(desk, `/cabinet/diagnostics/${repeat}`);
  await press(desk, /^Начать/u, desk.getByRole('main'));
  const again = new URL(desk.url()).pathname.match(/\/attempts\/[^/]+/u)[0];
  assert.equal(app.sql(`SELECT COUNT(*) FROM attempt_item x JOIN attempt_item y ON x.item_id = y.item_id WHERE x.attempt_id = '${attempt.split('/').at(-1)}' AND y.attempt_id = '${again.split('/').at(-1)}'`).trim(), '0', 'no item twice');
  await open(desk, `${again}/items/1`);
  await answer(desk, 'Дать каждому посильную роль', 1, ITEMS_A_FORM);
  await open(desk, `${again}/submission`);
  await press(desk, 'Отправить ответы');
  await open(desk, `/cabinet/results/${again.split('/').at(-1)}`);
  await assertShown(desk, /Рост подтверждён/u);
  assert.equal(app.sql(`SELECT verdict FROM growth WHERE person_id = '${person}'`).trim(), 'grew');
  await assertAccessible(desk);
});
