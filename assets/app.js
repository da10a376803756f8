// Comfort only: every page works without this file. No dependencies, no storage in the browser.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text || "" });

  // The error summary takes the focus, its links put it into the field.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // A password may be seen.
  all("input[type=password]").forEach((input) => {
    const button = make("button", "secondary small", "Показать");
    button.type = "button";
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? "Показать" : "Скрыть";
    });
    const row = make("div", "with-tool");
    input.replaceWith(row);
    row.append(input, button);
  });

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // A list that follows another one, and a long list that can be narrowed by typing.
  all("select").forEach((select) => {
    const groups = all("optgroup", select).map((group) => ({ group, options: all("option", group) }));
    const master = select.dataset.depends && document.getElementsByName(select.dataset.depends)[0];
    const long = select.options.length > 25;
    if (!groups.length || (!master && !long)) return;
    const typed = make("input", select.className);
    typed.type = "search";
    typed.autocomplete = "off";
    typed.placeholder = "Начните вводить: номер или название";
    typed.setAttribute("aria-label", "Найти в списке ниже");
    if (long) select.before(typed);
    const plain = (text) => text.toLowerCase().replace(/ё/g, "е");
    const narrow = () => {
      const words = plain(typed.value).split(/\s+/).filter(Boolean);
      const kept = select.value;
      groups.forEach(({ group, options }) => {
        const near = !master || !master.value || group.dataset.for === master.value;
        const fitting = near ? options.filter((option) => words.every((word) => plain(option.text).includes(word))) : [];
        group.replaceChildren(...fitting);
        group.remove();
        if (fitting.length) select.append(group);
      });
      select.value = kept;
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    };
    typed.addEventListener("input", narrow);
    if (master) master.addEventListener("change", narrow);
    narrow();
  });

  // A second press doesn't send twice.
  const rest = (form) => {
    form.dataset.sent = "";
    all(".busy", form).forEach((button) => {
      button.classList.remove("busy");
      button.textContent = button.dataset.label;
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && button.textContent) {
      button.dataset.label = button.textContent;
      button.classList.add("busy");
      button.textContent = "Отправляем…";
    }
    if ("progress" in form.dataset && all("input[type=file]", form).some((input) => input.files.length)) upload(event, form, button);
  });
  addEventListener("pageshow", () => all("form").forEach(rest));

  // Files: the size is checked before sending, the way is shown while sending.
  all("input[data-max-mb]").forEach((input) => input.addEventListener("change", () => {
    const big = [...input.files].find((file) => file.size > input.dataset.maxMb * 1048576);
    const id = input.id + "-size";
    const old = document.getElementById(id);
    if (old) old.remove();
    if (!big) return;
    input.before(Object.assign(make("p", "error", `Файл «${big.name}» больше ${input.dataset.maxMb} МБ. Выберите файл поменьше.`), { id, role: "alert" }));
    input.value = "";
  }));
  function upload(event, form, button) {
    event.preventDefault();
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const bar = Object.assign(make("progress", ""), { max: 1, value: 0 });
    const note = Object.assign(make("p", "hint", "Загружаем файл…"), { role: "status" });
    form.append(note, bar);
    const failed = () => {
      bar.remove();
      note.textContent = "Не удалось загрузить: пропала связь. Файл и ответы остались на странице, нажмите кнопку ещё раз.";
      rest(form);
    };
    const call = new XMLHttpRequest();
    call.upload.onprogress = (step) => { if (step.lengthComputable) bar.value = step.loaded / step.total; };
    call.onerror = call.ontimeout = failed;
    call.onload = () => {
      history.replaceState(null, "", call.responseURL);
      document.open();
      document.write(call.responseText);
      document.close();
    };
    call.open("POST", form.action);
    call.send(data);
  }

  // Long texts are kept while one types.
  all("form[data-autosave]").forEach((form) => {
    const state = form.querySelector("[data-saved]");
    let timer, queue = Promise.resolve();
    const save = () => {
      if (form.dataset.sent) return;
      const data = new URLSearchParams();
      new FormData(form).forEach((value, name) => { if (name !== "_key" && typeof value === "string") data.append(name, value); });
      queue = queue.then(() => fetch(form.dataset.autosave, { method: "POST", body: data, credentials: "same-origin" })).then((answer) => {
        if (!answer.ok || answer.redirected) throw answer.status;
        state.textContent = "Сохранено в " + new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
      }).catch(() => { state.textContent = "Черновик пока не сохранён: нет связи. Введённое остаётся на странице, попробуем ещё раз."; timer = setTimeout(save, 15000); });
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
  });

  // Five minutes before the session ends.
  const { sessionLeft, sessionUrl } = document.body.dataset;
  const warnIn = (seconds) => setTimeout(() => {
    const box = Object.assign(make("div", "session-warning"), { role: "alert" });
    const button = make("button", "primary", "Остаться в системе");
    button.type = "button";
    box.append(make("p", "", "Через 5 минут вход завершится: давно не было действий. Введённое на странице не пропадёт."), button);
    button.addEventListener("click", () => fetch(sessionUrl, { method: "POST", credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw answer.status;
      box.remove();
      warnIn(seconds);
    }).catch(() => { box.firstChild.textContent = "Не получилось продлить вход. Скопируйте введённое и войдите снова."; }));
    document.body.append(box);
  }, Math.max(0, seconds - 300) * 1000);
  if (sessionUrl) warnIn(+sessionLeft);
})();
