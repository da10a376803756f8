// The same way from the form to the public page for those whose browser runs no scripts.
import assert from 'node:assert/strict';
import {
  acceptApplication, ANNA, attachProofs, beginApplication, closeMeeting, confirmCriterion, decideToInclude, endorse, enterAs, fillForm, giveConsents,
  openApplication, openMeeting, publicRow, returnByLetter, signOrder, vote,
} from '../lib/steps.mjs';
import { PHONE } from '../lib/stage.mjs';
import { story } from '../lib/story.mjs';
import { assertFits, assertHeading, assertShown, press } from '../lib/walk.mjs';

const BORIS = {
  ...ANNA,
  name: { Фамилия: 'Дрёмов', Имя: 'Савва', Отчество: 'Лукич', 'Дата рождения': '02.09.1980' },
  full: 'Дрёмов Савва Лукич',
  email: 'dremov@shkola.example',
};

story('without JavaScript: from the form to the public page', async ({ visitor }) => {
  const plain = (more = {}) => visitor({ javaScript: false, ...more });
  const applicant = await plain({ viewport: PHONE });
  await beginApplication(applicant, BORIS);
  await returnByLetter(applicant, BORIS);
  await fillForm(applicant, BORIS);
  await attachProofs(applicant);
  await giveConsents(applicant, ['Фамилия, имя, отчество', 'Школа (образовательная организация)']);
  await assertHeading(applicant, 'Проверьте ответы');
  await assertFits(applicant);
  await press(applicant, 'Отправить заявку');
  await assertShown(applicant, /принята/u);

  const coordinator = await plain();
  await enterAs(coordinator, 'coordinator');
  await openApplication(coordinator, BORIS);
  await confirmCriterion(coordinator);
  await acceptApplication(coordinator);
  const municipality = await plain();
  await enterAs(municipality, 'municipality');
  await openApplication(municipality, BORIS);
  await endorse(municipality, 'Поддерживаем');

  const meeting = await openMeeting(coordinator, BORIS);
  for (const persona of ['chair', 'second', 'third']) {
    const page = await plain();
    await enterAs(page, persona);
    await vote(page, meeting, BORIS, 'за');
  }
  await decideToInclude(coordinator, meeting, BORIS);
  await closeMeeting(coordinator, meeting);
  await signOrder(coordinator, BORIS, '78-РМА');

  const row = await publicRow(await plain(), BORIS);
  assert.ok(row.includes('не публикуется') && row.includes('Хабаровск'), `name and school, no subject: ${row}`);
});
