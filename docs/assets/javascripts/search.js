// The box that searches the guide, on the reader's own device: what they type is sent nowhere and
// kept in no address. search-engine.js finds, this shows. The index is scripts of this site
// (scripts/guide/search/index.py), which also load from a disk: topics.js for the first results,
// words.js for what stands in the text, emergencies.js for what tells an emergency from other
// questions, and sentences.js for what is shown of each page.

(() => {
  "use strict";

  /** @type {HTMLFormElement} */
  const form = document.querySelector("[data-search]");
  if (!form) return;

  /** @type {HTMLInputElement} */
  const input = form.querySelector(".app-search__words");
  const status = form.querySelector(".app-search__status");
  const list = form.querySelector(".app-search__results");
  const menu = form.closest("details");
  const base = (document.documentElement.dataset.base || form.dataset.base || "./").replace(/\/?$/, "/");
  const ENGINE = "assets/javascripts/search-engine.js";
  const FILES = [ENGINE, "search/topics.js", "search/emergencies.js", "search/words.js", "search/sentences.js"];
  // Its words: components/menu/search.html. In braces stands what it puts in.
  /** @type {HTMLTemplateElement} */
  const template = document.querySelector("[data-search-words]");
  const ui = template.content;
  const say = (name, values = {}) => Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value), ui.querySelector(`[data-say=${name}]`).textContent);
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");
  const STEP = 8; // results shown at once
  const LEAST = 2; // letters before a search begins
  const MOST = 200; // letters that are looked for: what each costs grows with their number
  const PAINTED = 20; // milliseconds until first results are seen, before the rest is read
  const POLITE = 700; // milliseconds of peace before a number is announced

  // Results --------------------------------------------------------------------------------

  const make = (name, className, ...inside) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  };

  const link = (address, ...inside) => {
    const a = make("a", "", ...inside);
    const [path, anchor] = address.split("#");
    const file = location.protocol === "file:" && /(^|\/)$/.test(path) ? `${path}index.html` : path;
    a.href = base + file + (anchor ? `#${anchor}` : "");
    return a;
  };

  // A text with the words found in it marked.
  function marked(text, found) {
    const parts = [];
    let end = 0;
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}'\u2019]+/gu)) {
      if (!guideSearch.stems(word).some((stem) => found.has(stem))) continue;
      parts.push(text.slice(end, index), make("mark", "", word));
      end = index + word.length;
    }
    return [...parts, text.slice(end)];
  }

  function item(match) {
    const { page, stems } = match;
    const own = link(page.address, ...marked(page.title, stems));
    const li = make("li", "app-search__result", own);
    if (match.urgent) li.classList.add("app-search__result--urgent");
    if (match.section) {
      const { heading, anchor } = match.section;
      const part = link(`${page.address}#${anchor}`, ...marked(heading, stems));
      if (match.urgent) own.replaceWith(part);
      li.append(make("p", "app-search__part", match.urgent ? own : part));
    }
    const sentence = marked(guideSearch.sentenceOf(match) ?? "", stems);
    // Beside whom to call, only one with the reader's own words.
    if (sentence.length > (match.urgent ? 1 : 0) && sentence.join("")) li.append(make("p", "app-search__sentence", ...sentence));
    if (match.said && !li.querySelector("mark")) li.append(make("p", "app-search__said", `${say("also-about")} `, ...marked(match.said, stems)));
    // Who needs help now need not open a page first.
    if (match.urgent) li.append(ui.querySelector(`[data-calls=${match.place}]`).cloneNode(true));
    if (page.kind) li.prepend(make("p", "app-search__kind", page.kind));
    return li;
  }

  let shown = 0, results = [], announcing;

  function more() {
    const next = results.slice(shown, shown + STEP).map(item);
    list.append(...next);
    shown += next.length;
    form.querySelector(".app-search__more")?.remove();
    if (shown < results.length) {
      const button = make("button", "app-search__more", say("more"));
      button.type = "button";
      button.addEventListener("click", () => { more().querySelector("a").focus(); announce(0); });
      list.after(button);
    }
    return next[0];
  }

  function announce(after) {
    clearTimeout(announcing);
    const count = results.length;
    const text = count && say(`${shown < count ? "shown" : "found"}-${plural.select(count)}`, { count, shown });
    announcing = setTimeout(() => { status.textContent = asks() && ready ? text || say("nothing") : ""; }, after);
  }

  const typed = () => input.value.trim().slice(0, MOST);
  const asks = () => typed().length >= LEAST;
  let ready = false; // to find something in titles and headings

  function nothing() {
    const kind = /** @type {Element} */ (ui.querySelector(".app-search__none").cloneNode(true));
    kind.querySelectorAll("a").forEach((a) => a.replaceWith(link(guideSearch.addressOf(a.dataset.page) ?? "", ...a.childNodes)));
    list.append(make("li", "app-search__result", kind));
  }

  function show() {
    if (!ready) return void load();
    list.replaceChildren();
    form.querySelector(".app-search__more")?.remove();
    results = asks() ? guideSearch.rank(typed()) : [];
    shown = 0;
    if (results.length) more();
    else if (asks()) nothing();
    announce(asks() ? POLITE : 0);
  }

  // What comes later may change the results while somebody is on one: they stay where they are.
  function refresh() {
    const on = /** @type {HTMLAnchorElement} */ (document.activeElement);
    const stays = list.contains(on);
    show();
    const links = [...list.querySelectorAll("a")];
    if (stays) (links.find((a) => a.href === on.href) ?? links[0])?.focus();
  }

  // Loading --------------------------------------------------------------------------------

  // The scripts that were asked for, each once, and again if it did not come.
  const asked = new Map();
  const script = (file) => {
    if (!asked.has(file)) {
      const element = make("script");
      const coming = new Promise((resolve, reject) => {
        element.addEventListener("load", resolve);
        element.addEventListener("error", reject);
      });
      coming.catch(() => asked.delete(file));
      asked.set(file, coming);
      element.src = base + file;
      document.head.append(element);
    }
    return asked.get(file);
  };

  let loading;
  function load() {
    return loading ??= (async () => {
      try {
        // All are asked for at once, and the first result waits for topics.js alone.
        const [engine, topics, emergencies, text, sentences] = FILES.map(script);
        await Promise.all([engine, topics]);
        guideSearch.readTopics(guideTopics);
        ready = true;
        if (asks()) show();
        await new Promise((resolve) => { setTimeout(resolve, PAINTED); });
        const more = (file, use) => file.then(() => {
          use();
          if (asks()) refresh();
        });
        await Promise.all([
          more(emergencies, () => guideSearch.readEmergencies(guideEmergencies)),
          more(text, () => guideSearch.readWords(guideWords)),
          more(sentences, () => guideSearch.readSentences(guideSentences)),
        ]);
      } catch {
        loading = undefined;
        if (!ready) status.textContent = say("broken");
      }
    })();
  }

  // The box --------------------------------------------------------------------------------

  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  form.addEventListener("keydown", (event) => {
    /** @type {NodeListOf<HTMLElement>} */
    const stops = form.querySelectorAll(".app-search__words, .app-search__results a, .app-search__more");
    const at = [...stops].indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0 && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (input.value) {
        input.value = "";
        show();
        input.focus();
      } else if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });
  list.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement} */
    const chosen = /** @type {Element} */ (event.target).closest("a");
    if (!chosen || chosen.closest("[data-calls]")) return; // a call leads to no page
    // So that the way back leads to the results. The words stay in this tab, not in its address.
    const { href } = chosen;
    history.replaceState({ ...history.state, search: { words: input.value, href } }, "");
    // A result on the same page only scrolls: close the menu that covers it.
    if (menu) menu.open = false;
  });

  script(ENGINE); // so that it is there before the first key
  form.hidden = false;
  document.querySelectorAll("[data-search-only]").forEach((element) => element.removeAttribute("hidden"));

  // By Back from a result: the menu open, the words in the box, and the reader on that result. The
  // page may be as it was left (`pageshow`), made anew, or the one that the result stands on.
  async function comeBack() {
    const left = history.state?.search;
    if (!left) return;
    history.replaceState({ ...history.state, search: undefined }, "");
    input.value = left.words;
    if (menu) menu.open = true;
    show();
    await load();
    const chosen = () => [...list.querySelectorAll("a")].find((a) => a.href === left.href);
    while (!chosen() && form.querySelector(".app-search__more")) more();
    // Who has gone on meanwhile stays where they are.
    if (input.value === left.words && menu?.open !== false) chosen()?.focus();
  }
  addEventListener("pageshow", comeBack);
  addEventListener("popstate", comeBack);
  comeBack();
  if (input.value || document.activeElement === input) show();
})();
