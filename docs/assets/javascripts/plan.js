// A sheet that can be filled in here. What is written stays in this browser, below one key for
// each sheet of each guide: several may live on one host. Nothing calculates, scores, advises or leaves the phone.

(() => {
  "use strict";

  const VERSION = 1;
  const site = new URL(document.documentElement.dataset.base, location.href).pathname;
  const SAVE_AFTER = 400; // milliseconds without a key

  /** @type {HTMLTemplateElement} */
  const template = document.querySelector("template[data-sheet]");
  const { guide } = template.dataset;
  const OURS = `${guide}:${site}:sheet:`;
  // Where sheets were kept when all places of a guide on a host shared one key.
  const SHARED = `${guide}:sheet:`;
  const words = document.importNode(template.content, true);
  const partOf = (selector) => words.querySelector(selector);
  const [notice, tools, questions, messages] = [".app-plan__notice", ".app-plan__tools", ".app-plan__asks", "ul"].map(partOf);
  const path = template.dataset.sheet.replace(/\/$|\.html$/, "");
  const key = OURS + path;
  const asideKey = `${OURS}aside:${path}:`;
  const file = path.split("/").pop();
  const title = document.querySelector("h1").textContent;
  const status = questions.querySelector("[role=status]");
  const chooser = tools.querySelector("input");
  const make = (name, properties, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };

  const message = (name, values = {}) => messages.querySelector(`[data-say=${name}]`).textContent.replace(/{(\w+)}/g, (_, value) => values[value]);
  let clearing;
  const announce = (name, values) => {
    clearTimeout(clearing);
    status.textContent = name ? message(name, values) : "";
    if (name === "kept") clearing = setTimeout(announce, 6000);
  };
  const announced = new Set();
  const announceOnce = (name) => { if (!announced.has(name)) announce(name); announced.add(name); };

  // The fields, by the names that the sheet gives them --------------------------

  const blocks = [...document.querySelectorAll(".app-write, .app-grid")];
  const fields = new Map();
  let earlier = new Map(); // what was written in fields that the sheet no longer has

  const field = (said, rows, label) => {
    let name = said;
    for (let again = 2; fields.has(name); again += 1) name = `${said} (${again})`;
    const input = make("textarea", { className: "app-field__input", id: `field-${fields.size + 1}`, rows, autocomplete: "off" });
    const mirror = make("div", { className: "app-field__text" });
    mirror.setAttribute("aria-hidden", "true");
    label.htmlFor = input.id;
    fields.set(name, input);
    input.addEventListener("input", () => { fit(input); changed(); });
    return make("div", { className: "app-field" }, input, mirror);
  };

  // The copy behind the field is as high as the words: it makes the field grow, and is what prints.
  const fit = (input) => {
    input.nextElementSibling.textContent = `${input.value}\n`;
    input.parentElement.classList.toggle("app-field--written", input.value.trim() !== "");
  };

  for (const block of blocks) {
    if (block.matches(".app-grid")) {
      block.classList.add("app-grid--fields");
      for (const cell of /** @type {NodeListOf<HTMLTableCellElement>} */ (block.querySelectorAll("td:empty"))) {
        const row = make("span", { className: "app-visually-hidden" }, `${cell.parentElement.firstElementChild.textContent}: `);
        const label = make("label", { className: "app-field__label" }, row, cell.dataset.label);
        cell.append(label, field(label.textContent, 1, label));
      }
      continue;
    }
    const [head, hint, lines] = block.children;
    const label = make("label", {}, ...head.childNodes);
    head.append(label);
    const box = field(label.textContent, lines.children.length, label);
    if (hint.textContent.trim()) {
      hint.id = `hint-${fields.size}`;
      box.firstChild.setAttribute("aria-describedby", hint.id);
    }
    box.append(lines);
    block.append(box);
  }

  const written = () => [...earlier, ...[...fields].map(([name, input]) => [name, input.value])].filter(([, text]) => text.trim());

  const show = (entries) => {
    const found = new Map(entries);
    fields.forEach((input, name) => { input.value = found.get(name) || ""; fit(input); });
    earlier = new Map([...found].filter(([name, text]) => !fields.has(name) && text.trim()));
    const box = tools.querySelector(".app-plan__earlier");
    box.hidden = !earlier.size;
    box.querySelector("dl").replaceChildren(...[...earlier].flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
  };

  // Reading and writing it as text -----------------------------------------------

  const asText = () => JSON.stringify(
    { "guide-sheet": VERSION, sheet: path, title, fields: Object.fromEntries(written()) }, null, 2);

  // The file that a reader saves: a page that any phone shows and prints, and that loads nothing. The
  // words stand in it once: what is read and what is opened here again are the same.
  const STYLE = "body{max-width:40rem;margin:0 auto;padding:1rem;font:1.125rem/1.5 system-ui,sans-serif}dt{margin-top:1.5rem;font-weight:700}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}";
  const SAFE = "default-src 'none'; style-src 'unsafe-inline'";

  const asFile = () => {
    const { lang, dir } = document.documentElement;
    const heads = [
      make("meta", { httpEquiv: "Content-Security-Policy", content: SAFE }),
      ...Object.entries({ viewport: "width=device-width,initial-scale=1", referrer: "no-referrer", "color-scheme": "light dark" })
        .map(([name, content]) => make("meta", { name, content })),
      make("title", {}, title),
    ];
    const entries = written().flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, words)]);
    const date = new Date().toLocaleDateString(template.dataset.locale, { dateStyle: "long" });
    const main = make("main", {}, make("h1", {}, title), make("p", {}, message("saved-on", { date })), make("dl", {}, ...entries));
    Object.assign(main.dataset, { guideSheet: VERSION, sheet: path });
    const [page] = location.href.split("#");
    if (location.protocol !== "file:") main.append(make("p", {}, message("open-again"), " ", make("a", { href: page }, page)));
    const html = (elements) => elements.map(({ outerHTML }) => outerHTML).join("\n");
    return `<!doctype html>\n<html lang="${lang}" dir="${dir}">\n<meta charset="utf-8">\n${html(heads)}\n<style>${STYLE}</style>\n${html([main])}\n`;
  };

  // What a file holds, as data; earlier ones are the data themselves. Nothing of it is run or loaded.
  const dataOf = (text) => {
    if (!text.trimStart().startsWith("<")) return JSON.parse(text);
    // The policy of this page would refuse the looks of the file, and say so. What begins as such and
    // never ends goes too: a pattern would look for its end once for each beginning.
    const [head, ...styled] = text.split("<style>");
    const plain = head + styled.map((part) => part.split("</style>").slice(1).join("")).join("");
    const page = new DOMParser().parseFromString(plain, "text/html");
    /** @type {HTMLElement} */
    const main = page.querySelector("[data-guide-sheet]");
    const pairs = [...main.querySelectorAll("dt")].map((name) => [name.textContent, name.nextElementSibling.textContent]);
    return {
      "guide-sheet": Number(main.dataset.guideSheet),
      sheet: main.dataset.sheet,
      title: main.querySelector("h1").textContent,
      fields: Object.fromEntries(pairs),
    };
  };

  // What a text holds, or in `no` why it is not for this sheet.
  const read = (text) => {
    let data;
    try { data = dataOf(text); } catch { return { no: "unreadable" }; }
    const version = data?.["guide-sheet"];
    if (!Number.isInteger(version) || version < 1) return { no: "unreadable" };
    if (version > VERSION) return { no: "newer" };
    const entries = Object.entries(data.fields ?? {});
    if (typeof data.fields !== "object" || !data.fields || Array.isArray(data.fields)) return { no: "unreadable" };
    if (!entries.every(([, text]) => typeof text === "string")) return { no: "unreadable" };
    if (data.sheet !== path) return { no: "other", title: String(data.title || data.sheet).slice(0, 80) };
    return { entries };
  };

  const download = (text, type, name) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // Keeping it in this browser -----------------------------------------------------

  let lastSaved = null; // the text in the store, as this window last saw it
  let dirty = false;
  let cannotStore = false;
  let saving;
  const unreadable = []; // texts that could not be read, nor moved out of the way

  const changed = () => {
    dirty = true;
    if (announced.has("kept")) announce();
    clearTimeout(saving);
    saving = setTimeout(save, SAVE_AFTER);
  };

  const stored = () => localStorage.getItem(key);
  const keysOf = (start) => Object.keys(localStorage).filter((name) => name.startsWith(start));
  const removeAll = (start) => keysOf(start).forEach((name) => localStorage.removeItem(name));

  // What was kept below the shared key comes to the first guide that is opened, once.
  const moveSharedKeys = () => {
    for (const old of keysOf(SHARED)) {
      const now = OURS + old.slice(SHARED.length);
      if (localStorage.getItem(now) !== null) continue;
      try { localStorage.setItem(now, localStorage.getItem(old)); } catch { return; }
      localStorage.removeItem(old);
    }
  };

  // Of a sheet that was just begun; who only reads is asked nothing. A browser may ask its reader, or
  // decide by itself: what is written is kept either way.
  const askToPersist = () => navigator.storage?.persist?.().catch(() => {});

  const save = () => {
    clearTimeout(saving);
    if (cannotStore || !dirty || !question("changed").hidden) return;
    try {
      if (stored() !== lastSaved) return open("changed");
      const text = written().length ? asText() : null;
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      if (text && lastSaved === null) askToPersist();
      lastSaved = text;
      dirty = false;
      if (text) announceOnce("kept");
    } catch {
      announceOnce("full");
    }
  };

  // Show what the store holds. What cannot be read is moved out of the way, never written over.
  const showStored = (text) => {
    lastSaved = text;
    dirty = false;
    const found = text === null ? { entries: [] } : read(text);
    if (!found.no) return show(found.entries);
    try {
      localStorage.setItem(asideKey + Date.now(), text);
      localStorage.removeItem(key);
      lastSaved = null;
    } catch {
      cannotStore = true;
      unreadable.push(text);
    }
    open("aside");
  };

  const showChanges = () => {
    if (cannotStore) return;
    try {
      const text = stored();
      if (text === lastSaved) return;
      if (dirty) return open("changed");
      showStored(text);
      announce("changed");
    } catch { /* announced when it was first opened */ }
  };

  // Asking, and pressing ------------------------------------------------------------

  const question = (name) => questions.querySelector(`[data-ask=${name}]`);
  let opener, waiting;

  function open(name, focus) {
    question(name).hidden = false;
    if (focus) {
      opener = document.activeElement;
      question(name).focus();
    }
  }

  const close = (box) => {
    box.hidden = true;
    if (opener && (box.contains(document.activeElement) || document.activeElement === document.body)) opener.focus();
  };

  const forget = (everything) => {
    clearTimeout(saving);
    unreadable.length = 0;
    try {
      localStorage.removeItem(key);
      removeAll(everything ? OURS : asideKey);
    } catch { /* nothing was kept */ }
    question("aside").hidden = question("changed").hidden = true;
    showStored(null);
    announce("deleted");
  };

  const replace = (entries) => {
    show(entries);
    dirty = true;
    announced.add("kept");
    save();
    announce("opened");
  };

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  const actions = {
    print: () => print(),
    file: () => download(asFile(), "text/html", `${file}-${today()}.html`),
    open: () => chooser.click(),
    delete: () => open("delete", true),
    "delete-this": () => forget(false),
    "delete-all": () => forget(true),
    keep: () => {},
    replace: () => replace(waiting),
    theirs: () => showStored(stored()),
    mine: () => { lastSaved = stored(); dirty = true; },
    "aside-file": () => {
      const texts = cannotStore ? unreadable : keysOf(asideKey).map((name) => localStorage.getItem(name));
      texts.forEach((text, at) => download(text, "text/plain", `${file}-not-read-${at + 1}.txt`));
    },
    "aside-delete": () => {
      if (cannotStore) localStorage.removeItem(key);
      removeAll(asideKey);
      cannotStore = false;
      save();
    },
  };

  const pressed = (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const box = button.closest("[data-ask]");
    const name = button.dataset.do;
    announce();
    if (box && name !== "aside-file") close(box);
    actions[name]();
    save();
  };

  chooser.addEventListener("change", async () => {
    const [chosen] = chooser.files;
    if (!chosen) return;
    const found = chosen.size > 1e6 ? { no: "unreadable" } : read(await chosen.text().catch(() => ""));
    chooser.value = "";
    if (found.no) return announce(found.no, found);
    waiting = found.entries;
    if (!written().length) return replace(waiting);
    open("replace", true);
  });

  // Beginning ------------------------------------------------------------------------

  // Only Safari on a phone knows this: whether the guide was opened from the home screen.
  const { standalone } = /** @type {any} */ (navigator);
  notice.querySelector("[data-clears]").hidden = standalone === true;
  notice.querySelector("[data-home-screen]").hidden = standalone !== false;

  tools.addEventListener("click", pressed);
  questions.addEventListener("click", pressed);
  let above = blocks[0];
  while (above.tagName !== "H2" && above.previousElementSibling) above = above.previousElementSibling;
  (above.tagName === "H2" ? above : blocks[0]).before(notice);
  blocks.pop().after(tools);
  document.querySelector(".app-page").append(questions);

  try {
    moveSharedKeys();
    showStored(stored());
    if (keysOf(asideKey).length) open("aside");
  } catch {
    cannotStore = true;
    announceOnce("off");
  }
  fields.forEach(fit);
  const begin = document.querySelector("[data-write]");
  if (begin) {
    const pressed = document.activeElement === begin;
    begin.parentElement.remove();
    if (pressed) fields.values().next().value.focus();
  }
  addEventListener("storage", (event) => { if (event.key === key || event.key === null) showChanges(); });
  addEventListener("pageshow", showChanges);
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : showChanges()));
})();
