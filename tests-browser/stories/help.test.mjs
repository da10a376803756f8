// A help request on its way: asked on a phone, taken, answered, grown into a case, closed. And a confidential one, between two.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertNotShown, assertShown, fill, fillAll, follow, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');
const path = (page) => new URL(page.url()).pathname;
const HARD = 'Двое решают всё за десять минут и скучают до звонка';
const SECRET = 'К пятнице не остаётся сил ни на что';

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

async function ask(teacher) {
  await open(teacher, '/help-requests');
  await look(teacher);
  await follow(teacher, 'Попросить о помощи', main(teacher));
  await look(teacher);
  await press(teacher, 'Отправить обращение');
  await assertShown(teacher, 'Выберите, с чем нужна помощь');
  await fill(teacher, 'С чем нужна помощь', 'Поддержка педагогов, работающих с одарёнными детьми');
  await fill(teacher, 'Что даётся трудно', HARD);
  await press(teacher, 'Отправить обращение');
  await assertShown(teacher, 'Обращение отправлено');
  await look(teacher);
  return path(teacher);
}

async function take(methodist, at, number) {
  await open(methodist, `/help-requests?number=${encodeURIComponent(number)}`);
  await look(methodist);
  await follow(methodist, number, main(methodist));
  assert.equal(path(methodist), at);
  await follow(methodist, 'Поручить участнику актива', main(methodist));
  await look(methodist);
  await methodist.goBack();
  await press(methodist, 'Взять себе');
  await assertShown(methodist, 'Обращение у вас');
}

async function answer(methodist) {
  await fillAll(methodist, { 'Ответ или то, о чём договорились': 'Дайте им задачу без ответа и право объяснять другим', 'Сколько минут это заняло': '40' });
  await press(methodist, 'Отправить ответ');
  await assertShown(methodist, 'Ответ отправлен');
  await look(methodist);
}

story('a request asked on a phone is answered, becomes a case with the teacher’s yes, and is closed', async ({ visitor }) => {
  const teacher = await visitor({ viewport: PHONE });
  await enterAs(teacher, 'member');
  const at = await ask(teacher);
  const number = (await teacher.getByRole('heading', { level: 1 }).innerText()).replace(/^Обращение\s+/u, '').trim();

  const methodist = await visitor();
  await enterAs(methodist, 'methodist');
  await take(methodist, at, number);
  await answer(methodist);
  await follow(methodist, 'Предложить педагогу сопровождение', main(methodist));
  await look(methodist);
  await fill(methodist, 'Повод', 'Выявлены затруднения в работе с теми, кто опережает класс');
  await main(methodist).getByLabel('Вид', { exact: true }).selectOption({ index: 1 });
  await press(methodist, 'Предложить педагогу');
  await assertShown(methodist, 'Предложение отправлено педагогу');

  await open(teacher, '/notices');
  await look(teacher);
  await follow(teacher, `На обращение ${number} ответили`, main(teacher));
  assert.equal(path(teacher), at);
  await assertShown(teacher, 'право объяснять другим');
  await follow(teacher, 'Сопровождение по этому обращению', main(teacher));
  await press(teacher, 'Согласиться');
  await assertShown(teacher, 'Сопровождение началось');
  await open(teacher, at);
  await main(teacher).getByLabel('помогло', { exact: true }).check();
  await press(teacher, 'Закрыть обращение');
  await assertShown(teacher, 'Обращение закрыто');
  await open(teacher, '/notices/preferences');
  await look(teacher);

  await open(methodist, '/help-requests/figures');
  await assertHeading(methodist, /^Обращения за помощью/u);
  await look(methodist);
});

story('a confidential request is between two, and the coordinator finds nothing of it', async ({ visitor }) => {
  const teacher = await visitor({ viewport: PHONE });
  await enterAs(teacher, 'member');
  await open(teacher, '/private-help/new');
  await look(teacher);
  await main(teacher).getByRole('radio').first().check();
  await fill(teacher, 'О чём хотите поговорить', SECRET);
  await press(teacher, 'Отправить');
  await assertShown(teacher, 'ни слова о теме');
  await look(teacher);
  const at = path(teacher);

  for (const persona of ['coordinator', 'methodist', 'school', 'guardian']) {
    const page = await visitor();
    await enterAs(page, persona);
    await open(page, at, { status: 404 });
    if (persona === 'guardian') {
      await open(page, '/audit');
      await assertNotShown(page, SECRET);
      continue;
    }
    for (const list of persona === 'school' ? ['/help-requests'] : ['/help-requests?state=all', '/help-requests/figures']) {
      await open(page, list);
      await assertNotShown(page, SECRET);
    }
  }
  await press(teacher, 'Закрыть обращение');
  await assertShown(teacher, 'исчезнет у обоих');
});
