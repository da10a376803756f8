// The README's pictures: each page as its persona sees it, at the width of a desk and of a phone.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from './lib/app.mjs';
import { DESK, openStage, PHONE } from './lib/stage.mjs';
import { logInAs, open } from './lib/walk.mjs';

// `as` is the part of a persona's button on the demo's login page that names the role; without it, a stranger's view.
// `follow` is the link to follow from the page: a record whose address differs from run to run.
const PAGES = [
  { name: 'home', path: '/' },
  { name: 'members', path: '/members' },
  { name: 'desk', path: '/desk', as: /координатор/iu },
  { name: 'queue', path: '/applications', as: /координатор/iu },
  { name: 'application', path: '/applications?state=submitted', as: /координатор/iu, follow: 'main tbody a' },
  { name: 'meeting', path: '/meetings', as: /координатор/iu, follow: 'main tbody a' },
  { name: 'quotas', path: '/quotas', as: /координатор/iu },
  { name: 'calendar', path: '/activities/calendar', as: /координатор/iu },
  { name: 'programme', path: '/programme', as: /координатор/iu },
  { name: 'helpdesk', path: '/help-requests', as: /координатор/iu },
  { name: 'cabinet', path: '/cabinet', as: /участни/iu },
  { name: 'groups', path: '/groups', as: /: Методист$/u },
  { name: 'case', path: '/cases?kind=full', as: /: Методист$/u, follow: 'main tbody a' },
  { name: 'mentoring', path: '/mentoring', as: /координатор/iu },
  { name: 'picture', path: '/picture', as: /координатор/iu, follow: 'main a[href*="/places"]' },
  { name: 'outcomes', path: '/outcomes', as: /школ/iu },
  { name: 'change', path: '/insight/change', as: /координатор/iu },
];
const SCREENS = { desk: DESK, phone: PHONE };

const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const wanted = process.argv.slice(2);

async function takePicture(stage, page, screen) {
  const visitor = await stage.visitor({ viewport: SCREENS[screen] });
  if (page.as) await logInAs(visitor, page.as);
  await open(visitor, page.path);
  if (page.follow) await open(visitor, await visitor.locator(page.follow).first().getAttribute('href'));
  await visitor.waitForLoadState('networkidle');
  await visitor.evaluate(() => document.fonts.ready.then(() => true));
  await visitor.screenshot({ path: join(folder, `${page.name}-${screen}.png`) });
  await visitor.context().close();
}

await mkdir(folder, { recursive: true });
const app = await startApp();
const stage = await openStage(app.url);
try {
  for (const page of PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const screen of Object.keys(SCREENS)) {
      await takePicture(stage, page, screen);
      console.log(`${page.name}-${screen}.png`);
    }
  }
  const faults = stage.faults();
  if (faults.length > 0) throw new Error(`Behind the pages:\n  ${faults.join('\n  ')}`);
} catch (error) {
  console.error(app.log());
  throw error;
} finally {
  await stage.close();
  await app.stop();
}
