// Does the harness see what it is there to see? Each page below is wrong in one way and must be caught at it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { assertAccessible } from './lib/axe.mjs';
import { openStage, PHONE } from './lib/stage.mjs';
import { measure } from './lib/wire.mjs';
import { assertFits, assertHeading, assertShown, field, fillAll, followLetter, open, press, tabTo } from './lib/walk.mjs';

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'";
const pageWith = (body) =>
  `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Проба</title><link rel="stylesheet" href="/plain.css">
   <link rel="icon" href="data:,"></head><body><main>${body}</main></body></html>`;

const FORM = `<h1>Заявка</h1><form method="post" action="/form">
  <label for="name">Имя</label><input id="name" name="name">
  <label for="second">Имя при рождении, если менялось</label><input id="second" name="second">
  <label for="town">Город</label><select id="town" name="town"><option value="">—</option><option value="7">Амурск, город</option></select>
  <label><input type="checkbox" name="agreed"> Согласна</label>
  <button>Отправить заявку</button></form>`;

const PAGES = {
  '/good': pageWith('<h1>Хорошо</h1><p>Ничего лишнего.</p>'),
  '/form': pageWith(FORM),
  '/no-label': pageWith('<h1>Поле без подписи</h1><form><input name="a"></form>'),
  '/pale': pageWith('<h1>Бледно</h1><p class="pale">Этого текста почти не видно.</p>'),
  '/inline': pageWith('<h1>Стиль в строке</h1><p style="color:red">Красный</p>'),
  '/script-error': pageWith('<h1>Ошибка сценария</h1><script src="/throws.js"></script>'),
  '/foreign': pageWith('<h1>Чужое</h1><img alt="" src="http://localhost:9/pixel.gif">'),
  '/half': pageWith('<h1>Без части</h1><script src="/absent.js"></script>'),
  '/wide': pageWith('<h1>Широко</h1><p class="wide">Шире телефона</p>'),
  '/demo/outbox': pageWith(`<h1>Письма</h1><article><h2>anna@example.ru</h2><a href="/good">http://здесь</a></article>
    <article><h2>boris@example.ru</h2><a href="/form">http://здесь</a></article>`),
};
const FILES = {
  '/plain.css': ['text/css', `main { color: #111; background: #fff } .pale { color: #ddd } .wide { width: 900px } /*${'.'.repeat(20_000)}*/`],
  '/throws.js': ['text/javascript', 'throw new Error("сломалось")'],
};

let server;
let origin;

function answer(request, response) {
  const { pathname } = new URL(request.url, origin);
  const headers = { 'content-security-policy': POLICY, 'cache-control': 'max-age=600' };
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      const answers = [...new URLSearchParams(body).values()].join(', ');
      response.writeHead(422, { ...headers, 'content-type': 'text/html' }).end(pageWith(`<h1>Получено</h1><p>${answers}</p>`));
    });
  } else if (pathname === '/broken') {
    response.writeHead(500, { ...headers, 'content-type': 'text/html' }).end(pageWith('<h1>Сломано</h1>'));
  } else if (FILES[pathname]) {
    const [type, text] = FILES[pathname];
    response.writeHead(200, { ...headers, 'content-type': type }).end(text);
  } else if (PAGES[pathname]) {
    response.writeHead(200, { ...headers, 'content-type': 'text/html', 'cache-control': 'no-store' }).end(PAGES[pathname]);
  } else {
    response.writeHead(404, { ...headers, 'content-type': 'text/html' }).end(pageWith('<h1>Нет такой страницы</h1>'));
  }
}

before(async () => {
  server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** Runs `body` with a visitor and returns what the stage overheard. */
async function overheard(body, options) {
  const stage = await openStage(origin);
  try {
    await body(await stage.visitor(options));
    return stage.faults();
  } finally {
    await stage.close();
  }
}

const visiting = (path, options) =>
  overheard(async (page) => {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
  }, options);

test('a good page raises nothing, with JavaScript and without', async () => {
  assert.deepEqual(await overheard(async (page) => {
    await open(page, '/good');
    await assertHeading(page, 'Хорошо');
    await assertAccessible(page);
  }), []);
  assert.deepEqual(await visiting('/good', { javaScript: false }), []);
});

test('axe sees a field without a label and a text without contrast', async () => {
  await overheard(async (page) => {
    await open(page, '/no-label');
    await assert.rejects(assertAccessible(page), /critical: label/u);
    await open(page, '/pale');
    await assert.rejects(assertAccessible(page), /serious: color-contrast/u);
  });
});

test('a breach of the content policy is heard, with JavaScript and without', async () => {
  for (const javaScript of [true, false]) {
    const faults = await visiting('/inline', { javaScript });
    assert.equal(faults.length, 1);
    assert.match(faults[0], /^\/inline: CSP violation/u);
  }
});

test('a script error, an answer 500, a missing part and a foreign host are heard', async () => {
  assert.match((await visiting('/script-error')).join(), /script error: сломалось/u);
  assert.match((await visiting('/broken')).join(), /answer 500/u);
  assert.match((await visiting('/half')).join(), /missing: .*absent\.js/u);
  assert.match((await visiting('/foreign')).join(), /(foreign host asked|CSP violation).*localhost:9/u);
});

test('an address that answers otherwise than expected stops the walk', async () => {
  await overheard(async (page) => {
    await assert.rejects(open(page, '/nowhere'), /answered 404/u);
    await open(page, '/nowhere', { status: 404 });
  });
});

test('a form is filled by its labels and sent by its button, with JavaScript and without', async () => {
  for (const javaScript of [true, false]) {
    const faults = await overheard(async (page) => {
      await open(page, '/form');
      await fillAll(page, { Имя: 'Анна', 'Имя при рождении': 'Аня', Город: 'Амурск', Согласна: true });
      await press(page, 'Отправить заявку');
      await assertHeading(page, 'Получено');
      await assertShown(page, 'Анна, Аня, 7, on');
    }, { javaScript });
    assert.deepEqual(faults, [], 'a 422 is no fault');
  }
});

test('a label that is not there is named together with those that are', async () => {
  await overheard(async (page) => {
    await open(page, '/form');
    await assert.rejects(field(page, 'Отчество'), /no field «Отчество».*Имя · Имя при рождении/u);
  });
});

test('the keyboard reaches the button, and a button that is not there is not reached', async () => {
  await overheard(async (page) => {
    await open(page, '/form');
    await tabTo(page, 'Отправить заявку');
    await assert.rejects(tabTo(page, 'Удалить', { limit: 8 }), /does not reach «Удалить»/u);
  });
});

test('a page wider than a phone is caught', async () => {
  await overheard(async (page) => {
    await open(page, '/good');
    await assertFits(page);
    await open(page, '/wide');
    await assert.rejects(assertFits(page), /px wide on a screen of 390 px/u);
  }, { viewport: PHONE });
});

test('the letter to the right person is opened', async () => {
  await overheard(async (page) => {
    await followLetter(page, 'boris@example.ru');
    await assertHeading(page, 'Заявка');
  });
});

test('bytes and requests are those that went over the wire', async () => {
  await overheard(async (page) => {
    const first = await measure(page, () => page.goto('/good'));
    assert.equal(first.requests, 2);
    assert.ok(first.bytes > 20_000 && first.bytes < 22_000, `${first.bytes} bytes`);
    const next = await measure(page, () => page.goto('/form'));
    assert.equal(next.requests, 1, 'the style sheet is in the cache');
    assert.ok(next.bytes < 2_500, `${next.bytes} bytes`);
  });
});
