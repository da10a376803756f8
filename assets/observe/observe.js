// Cards of lessons without a network. What is written lies in this browser (IndexedDB) as records that are only ever added;
// a record leaves the device when the server has named it as kept. Texts become text nodes, never markup.
(() => {
  "use strict";
  const root = document.querySelector("[data-observe]");
  const bar = document.querySelector("[data-outbox]");
  const { worker, login } = document.body.dataset;
  const BATCH = 100;
  const DIFFERENT_ACCOUNT = "На этом устройстве есть неотправленные записи другого сотрудника";
  const PROBLEMS = {
    offline: "Сети нет или сервер не отвечает. Записи хранятся на этом устройстве и уйдут, когда связь появится.",
    login: "Вход завершился. Записи целы и уйдут, когда вы войдёте снова.",
    role: "В этой роли наблюдений нет. Смените роль на сайте и вернитесь сюда.",
    busy: "Сервер сейчас занят. Попробуем ещё раз через минуту.",
  };

  // --- what is kept on the device -----------------------------------------------------------------------------------
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("observe", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts");
      request.result.createObjectStore("visits", { keyPath: "id" });
      request.result.createObjectStore("records", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  /** One transaction over all stores; `work` may only await requests of it. */
  async function within(mode, work) {
    const transaction = (await opened).transaction(["facts", "visits", "records"], mode);
    const over = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const store = (name) => transaction.objectStore(name);
    const result = await work(store("facts"), store("visits"), store("records"));
    await over;
    return result;
  }

  /** A random id of version 4; `crypto.randomUUID` is there on secure pages only. */
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  const state = { account: "", visits: [], records: [], problem: "", isBusy: false, isReady: false };

  async function load() {
    await within("readonly", async (facts, visits, records) => {
      state.account = (await done(facts.get("account"))) || "";
      state.isReady = Boolean(await done(facts.get("fetched")));
      state.visits = (await done(visits.getAll())).filter((visit) => visit.account === state.account).sort((a, b) => a.order - b.order);
      state.records = (await done(records.getAll())).sort((a, b) => a.seq - b.seq);
    });
  }

  const own = () => state.records.filter((record) => record.account === state.account);
  const unsent = () => own().filter((record) => !record.why);
  const refused = () => own().filter((record) => record.why);
  const ofOthers = () => state.records.filter((record) => record.account !== state.account);

  /** The records of an indicator that stand: nobody has followed them, here or on the server. */
  function heads(visit, code) {
    const here = unsent().filter((record) => record.observation === visit.id);
    const followed = new Set(here.flatMap((record) => record.after));
    const all = [...visit.records.filter((record) => !here.some((own) => own.id === record.id)), ...here];
    return all.filter((record) => record.indicator === code && !followed.has(record.id));
  }
  const same = (one, other) => one.score === other.score && one.words === other.words;
  const isClash = (standing) => standing.length > 1 && !standing.every((record) => same(record, standing[0]));

  /** Adds a record that follows those shown. */
  async function write(visit, code, score, words) {
    const standing = heads(visit, code);
    const next = { score, words: words.replace(/\r\n?/gu, "\n").trim() };
    if (standing.length === 0 && next.score === null && !next.words) return;
    if (standing.length > 0 && standing.every((record) => same(record, next))) return;
    await within("readwrite", async (facts, visits, records) => {
      const seq = ((await done(facts.get("seq"))) || 0) + 1;
      const record = { id: uuid(), account: visit.account, observation: visit.id, indicator: code, ...next, after: standing.map((head) => head.id), seq, at: new Date().toISOString() };
      facts.put(seq, "seq");
      records.add(record);
      state.records.push(record);
    });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    drawBar();
    soon();
  }

  // --- the server ---------------------------------------------------------------------------------------------------
  class Stop extends Error {}

  async function call(path, options) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
    } catch {
      throw new Stop("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stop("login");
    if (answer.status === 429 || answer.status >= 500) throw new Stop("busy");
    return answer;
  }

  /** My agreed visits, as the server has them. */
  async function fetchVisits() {
    const answer = await call("/api/observations/mine");
    if (!answer.ok) throw new Stop("role");
    const mine = await answer.json();
    await within("readwrite", async (facts, visits, records) => {
      const waiting = new Set((await done(records.getAll())).map((record) => record.observation));
      const known = await done(visits.getAll());
      const listed = new Set(mine.visits.map((visit) => visit.id));
      facts.put(mine.account, "account");
      facts.put(new Date().toISOString(), "fetched");
      // A visit that is over leaves the device, unless something of it waits to be sent.
      for (const visit of known.filter((visit) => !listed.has(visit.id))) {
        if (!waiting.has(visit.id)) visits.delete(visit.id);
        else visits.put({ ...visit, isOver: visit.account === mine.account });
      }
      mine.visits.forEach((visit, order) => visits.put({ ...visit, account: mine.account, order, isOver: false }));
    });
    await load();
  }

  async function device() {
    return within("readwrite", async (facts) => {
      const known = await done(facts.get("device"));
      if (known) return known;
      const made = uuid();
      facts.put(made, "device");
      return made;
    });
  }

  /** Sends what waits; what the server has named as kept leaves the outbox. */
  async function send() {
    const name = await device();
    const waiting = unsent();
    for (const observation of new Set(waiting.map((record) => record.observation))) {
      const all = waiting.filter((record) => record.observation === observation);
      for (let at = 0; at < all.length; at += BATCH) await sendBatch(name, observation, all.slice(at, at + BATCH));
    }
    return waiting.length;
  }

  async function sendBatch(name, observation, batch) {
    const records = batch.map(({ id, seq, indicator, score, words, after, at }) => ({ id, seq, indicator, score, words, after, at }));
    const answer = await call(`/api/observations/${observation}/records`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ device: name, records }) });
    const said = await answer.json().catch(() => ({}));
    const verdicts = answer.ok ? said.verdicts : batch.map(({ id }) => ({ id, accepted: false, why: said.error || "Сервер не принял запись." }));
    await within("readwrite", async (facts, visits, kept) => {
      const visit = await done(visits.get(observation));
      for (const verdict of verdicts) {
        const record = batch.find(({ id }) => id === verdict.id);
        if (!record) continue;
        if (!verdict.accepted) {
          kept.put({ ...record, why: verdict.why });
          continue;
        }
        kept.delete(record.id);
        if (visit) visit.records = [...visit.records.filter(({ id }) => !record.after.includes(id) && id !== record.id), { ...record, device: name }];
      }
      if (visit) visits.put(visit);
    });
    await load();
  }

  let timer;
  const soon = (delay = 1500) => {
    clearTimeout(timer);
    timer = setTimeout(sync, delay);
  };

  async function sync() {
    if (state.isBusy) return soon();
    state.isBusy = true;
    drawBar();
    const before = state.problem;
    try {
      await fetchVisits();
      if (await send()) await fetchVisits();
      state.problem = "";
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      state.problem = error.message;
      if (error.message === "busy") soon(60000);
    } finally {
      state.isBusy = false;
      await load();
      draw({ isQuiet: before === state.problem });
    }
  }

  // --- the page -----------------------------------------------------------------------------------------------------
  function make(tag, properties = {}, ...children) {
    const { attributes = {}, ...rest } = properties;
    const node = Object.assign(document.createElement(tag), rest);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children.filter((child) => child !== null));
    return node;
  }
  const button = (label, act, className = "secondary") => {
    const node = make("button", { type: "button", className }, label);
    node.addEventListener("click", act);
    return node;
  };
  const notice = (title, more, kind = "mine") =>
    make("div", { className: `notice ${kind}`, attributes: { role: "status" } }, make("p", { className: "notice-title" }, title), more ? make("div", { className: "notice-more" }, more) : null);

  function drawBar() {
    const count = unsent().length;
    const words = count ? `Не отправлено: ${count}` : "Всё отправлено";
    const parts = [make("p", { attributes: { role: "status" } }, make("b", {}, words), state.problem === "offline" ? " · сети нет" : "", state.isBusy ? " · отправляем…" : "")];
    if (count || state.problem) parts.push(button("Отправить сейчас", () => sync()));
    bar.replaceChildren(...parts);
  }

  function problems() {
    const found = [];
    if (state.problem === "login") found.push(notice(PROBLEMS.login, make("p", {}, make("a", { href: login, className: "button primary" }, "Войти"))));
    else if (state.problem) found.push(notice(PROBLEMS[state.problem], null, "bad"));
    if (ofOthers().length) found.push(notice(`${DIFFERENT_ACCOUNT}: ${ofOthers().length}. Войдите под его учётной записью, чтобы отправить их.`, null, "bad"));
    refused().forEach((record) => {
      const body = make("div", {}, make("p", {}, record.why), make("p", { className: "hint" }, `Балл: ${record.score ?? "нет"}. ${record.words}`));
      body.append(button("Убрать с устройства", async () => {
        await within("readwrite", async (facts, visits, records) => records.delete(record.id));
        await load();
        draw();
      }, "danger small"));
      found.push(notice("Сервер не принял запись", body, "bad"));
    });
    return found;
  }

  const number = (visit, code) => {
    let found = "";
    visit.blocks.blocks.forEach((block, b) => block.criteria.forEach((criterion, c) => criterion.indicators.forEach((indicator, i) => {
      if (indicator.code === code) found = `${b + 1}.${c + 1}.${i + 1}`;
    })));
    return found;
  };
  const indicators = (visit) => visit.blocks.blocks.flatMap((block) => block.criteria).flatMap((criterion) => criterion.indicators);
  const filled = (visit) => indicators(visit).filter(({ code }) => {
    const standing = heads(visit, code);
    return standing.length > 0 && !isClash(standing) && standing[0].score !== null;
  }).length;
  const lesson = (visit) => [visit.held_on, visit.lesson && `${visit.lesson}-й урок`, visit.grade, visit.topic].filter(Boolean).join(" · ");

  function list() {
    document.title = "Карты уроков без сети — Методактив";
    const nodes = [make("h1", { tabIndex: -1 }, "Карты уроков без сети"), ...problems()];
    if (!state.visits.length) {
      const why = state.isReady ? "Когда учитель согласится на посещение, карта появится здесь." : "Откройте эту страницу один раз с сетью, войдя на сайт: согласованные посещения загрузятся на устройство.";
      nodes.push(make("div", { className: "empty" }, make("p", { className: "empty-title" }, "Согласованных посещений нет"), make("p", {}, why)));
    } else {
      const items = state.visits.map((visit) => make("li", {}, make("div", {}, make("a", { href: `#${visit.id}` }, visit.teacher), make("p", { className: "hint" }, lesson(visit), visit.school ? ` · ${visit.school}` : "")),
        make("span", { className: "tag doing" }, `${filled(visit)} из ${indicators(visit).length}`)));
      nodes.push(make("ul", { className: "tasks" }, ...items));
    }
    nodes.push(make("p", { className: "hint" }, "На устройстве хранятся только имя учителя, сведения об уроке и ваши записи. Они уходят с него после отправки и окончания карты, а при выходе с сайта удаляются сразу: не выходите, пока есть неотправленные."));
    nodes.push(make("p", {}, button("Удалить всё с этого устройства", wipe, "danger small")));
    root.replaceChildren(...nodes);
  }

  async function wipe() {
    const count = state.records.length;
    if (!confirm(count ? `Неотправленных записей: ${count}. Они пропадут. Удалить?` : "Удалить карты с этого устройства? На сайте они останутся.")) return;
    await within("readwrite", async (facts, visits, records) => {
      visits.clear();
      records.clear();
      facts.delete("fetched");
      facts.delete("account");
    });
    await load();
    draw();
  }

  function card(visit) {
    document.title = `${visit.teacher} — карта урока`;
    const nodes = [make("p", { className: "trail" }, make("a", { href: "#" }, "Все карты")), make("h1", { tabIndex: -1 }, visit.teacher), make("p", { className: "lead" }, lesson(visit)), make("p", { className: "hint" }, visit.rubric), ...problems()];
    if (visit.isOver) nodes.push(notice("Это посещение закончено, отменено или отозвано. Новые записи сервер не примет.", null, "bad"));
    nodes.push(make("p", { className: "hint" }, "Пишите, что видели, без имён учеников: «ученик у доски», «пара у окна». Каждая запись сохраняется сразу."));
    visit.blocks.blocks.forEach((block, b) => {
      nodes.push(make("h2", {}, `${b + 1}. ${block.title}`));
      block.criteria.forEach((criterion, c) => {
        nodes.push(make("h3", {}, `${b + 1}.${c + 1}. ${criterion.title}`));
        criterion.indicators.forEach((indicator) => nodes.push(part(visit, indicator)));
      });
    });
    const counted = make("p", { attributes: { "data-filled": "" } }, `Заполнено: ${filled(visit)} из ${indicators(visit).length}`);
    nodes.push(counted, make("p", {}, make("a", { className: "button secondary", href: `/observations/${visit.id}` }, "Закончить карту на сайте"), make("span", { className: "hint" }, " нужна сеть")));
    root.replaceChildren(...nodes);
  }

  function part(visit, indicator) {
    const standing = heads(visit, indicator.code);
    const body = isClash(standing) ? clash(visit, indicator, standing) : fields(visit, indicator, standing[standing.length - 1]);
    return make("div", { className: "panel", attributes: { "data-indicator": indicator.code } }, ...body);
  }
  const redraw = (visit, indicator) => {
    const old = root.querySelector(`[data-indicator="${indicator.code}"]`);
    if (old) old.replaceWith(part(visit, indicator));
    count(visit);
  };
  const count = (visit) => {
    const node = root.querySelector("[data-filled]");
    if (node) node.textContent = `Заполнено: ${filled(visit)} из ${indicators(visit).length}`;
  };

  function fields(visit, indicator, record) {
    const name = `score-${indicator.code}`;
    const wordsId = `words-${indicator.code}`;
    const words = make("textarea", { id: wordsId, rows: 2, maxLength: 2000, value: record ? record.words : "" });
    const chosen = () => {
      const input = root.querySelector(`input[name="${name}"]:checked`);
      return input && input.value !== "" ? Number(input.value) : null;
    };
    let waiting;
    const keep = () => {
      clearTimeout(waiting);
      return write(visit, indicator.code, chosen(), words.value).then(() => count(visit));
    };
    const options = [...indicator.steps.map((step, score) => [String(score), `${score} — ${step}`]), ["", "не оценено"]].map(([value, label], at) => {
      const id = at ? `${name}-${at}` : name;
      const input = make("input", { type: "radio", id, name, value, checked: record ? String(record.score ?? "") === value : false });
      input.addEventListener("change", keep);
      return make("div", { className: "option" }, input, make("label", { htmlFor: id }, label));
    });
    words.addEventListener("change", keep);
    words.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 3000);
    });
    const label = indicator.evidence === "required" ? "Пример с урока (обязателен)" : "Пример с урока";
    return [
      make("fieldset", { className: "field" }, make("legend", {}, `${number(visit, indicator.code)}. ${indicator.title}`), ...options),
      make("div", { className: "field" }, make("label", { htmlFor: wordsId }, label), words),
    ];
  }

  /** Two records side by side: the choice is a third one that follows both. */
  function clash(visit, indicator, standing) {
    const versions = standing.map((record, at) => make("div", { className: "notice" },
      make("p", { className: "notice-title" }, record.score === null ? "Без балла" : `${record.score} — ${indicator.steps[record.score] ?? ""}`),
      make("p", {}, record.words || "Без примера"),
      make("p", { className: "hint" }, new Date(record.at).toLocaleString("ru", { dateStyle: "short", timeStyle: "short" })),
      button(`Оставить запись ${at + 1}`, async () => {
        await write(visit, indicator.code, record.score, record.words);
        redraw(visit, indicator);
      })));
    return [
      make("p", {}, make("b", {}, `${number(visit, indicator.code)}. ${indicator.title}`)),
      make("p", { className: "warning" }, "Две разные записи с разных устройств. Выберите верную: обе останутся в истории."),
      make("div", { className: "versions" }, ...versions),
    ];
  }

  const shown = () => state.visits.find((visit) => visit.id === location.hash.slice(1));

  /** Draws anew, but never under somebody's fingers: a card being filled is redrawn only where it now clashes. */
  function draw({ isQuiet = false } = {}) {
    drawBar();
    const visit = shown();
    if (!visit) return list();
    if (isQuiet && root.dataset.shown === visit.id) {
      indicators(visit).forEach((indicator) => {
        const old = root.querySelector(`[data-indicator="${indicator.code}"]`);
        if (old && !old.contains(document.activeElement)) redraw(visit, indicator);
      });
      return;
    }
    card(visit);
    root.dataset.shown = visit.id;
  }

  addEventListener("hashchange", () => {
    root.dataset.shown = "";
    draw();
    scrollTo(0, 0);
    const heading = root.querySelector("h1");
    if (heading) heading.focus();
  });
  addEventListener("online", () => sync());
  addEventListener("offline", () => {
    state.problem = "offline";
    drawBar();
  });
  // A text that is being typed is kept when the page goes to the background.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && document.activeElement instanceof HTMLTextAreaElement) document.activeElement.dispatchEvent(new Event("change"));
    else if (document.visibilityState === "visible") soon(200);
  });

  if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope: "/observe/" }).catch(() => {});
  load().then(() => {
    draw();
    return sync();
  }).catch(() => {
    root.replaceChildren(make("h1", {}, "Карты уроков без сети"), notice("Этот браузер не даёт хранить записи на устройстве (например, в режиме инкогнито). Заполните карту на сайте.", make("p", {}, make("a", { href: "/observations" }, "Наблюдения уроков")), "bad"));
  });
})();
