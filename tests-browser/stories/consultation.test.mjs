// A consultation written down on a phone: the first with a search, the repeat in three taps; the colleague reads it and says that it wasn't.
import assert from 'node:assert/strict';
import { assertAccessible } from '../lib/axe.mjs';
import { PHONE } from '../lib/stage.mjs';
import { enterAs } from '../lib/steps.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertShown, fillAll, open, press } from '../lib/walk.mjs';

const main = (page) => page.getByRole('main');

async function look(page) {
  await assertAccessible(page);
  await assertFits(page);
}

story('a consultation is written down on a phone, and a repeat of it takes three taps', async ({ visitor }) => {
  const methodist = await visitor({ viewport: PHONE });
  await enterAs(methodist, 'municipality');
  await open(methodist, '/consultations/new');
  await look(methodist);
  await fillAll(methodist, { 'Другой коллега': 'алекс', 'О чём': 'Как начать урок' });
  await press(methodist, 'Найти');
  await assertShown(methodist, 'Найденные коллеги');
  assert.equal(await methodist.getByLabel('О чём').inputValue(), 'Как начать урок', 'what was typed is kept');
  await methodist.getByRole('group', { name: 'С кем' }).getByRole('radio').first().check();
  await methodist.getByLabel('Направление').selectOption({ index: 5 });
  await methodist.getByRole('radio', { name: '45' }).check();
  await press(methodist, 'Записать');
  await assertShown(methodist, 'Записано');
  await look(methodist);

  // The repeat: the colleague, the length, the button. Everything else is chosen already.
  await open(methodist, '/consultations/new');
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what.click();
  };
  await tap(methodist.getByRole('group', { name: 'С кем' }).getByRole('radio').first());
  await tap(methodist.getByRole('radio', { name: '15' }));
  await tap(main(methodist).getByRole('button', { name: 'Записать', exact: true }));
  await assertShown(methodist, 'Записано');
  assert.equal(taps, 3);

  await press(methodist, 'Отменить запись');
  await assertShown(methodist, 'Запись отменена');
  await look(methodist);
  await open(methodist, '/consultations/figures');
  await look(methodist);
});
