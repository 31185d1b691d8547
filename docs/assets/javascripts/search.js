// Search of the guide, on the reader's own device. The index is fetched from this site
// when someone first goes to the search box; the words they type are sent nowhere.

(() => {
  "use strict";

  const form = document.querySelector("[data-search]");
  if (!form) return;

  const input = form.querySelector(".app-search__words");
  const status = form.querySelector(".app-search__status");
  const list = form.querySelector(".app-search__results");
  const base = form.dataset.base.replace(/\/?$/, "/");
  const MOST = 12; // results shown at once
  let index; // a promise of the entries, once asked for

  // Words in lower case, without accents or punctuation.
  const words = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  // The index holds some HTML and entities: keep only the text.
  const plain = (html) =>
    new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();

  // MkDocs writes search/search_index.json with `docs`, Zensical search.json with `items`.
  async function fetchIndex() {
    for (const file of ["search/search_index.json", "search.json"]) {
      const answer = await fetch(base + file);
      if (!answer.ok) continue;
      const data = await answer.json();
      return entries(data.docs || data.items);
    }
    throw new Error("no search index");
  }

  // One entry for each section, which knows the title of its page.
  function entries(docs) {
    const pages = new Map();
    for (const doc of docs) {
      if (!doc.location.includes("#")) pages.set(doc.location, plain(doc.title));
    }
    // Lists of references would stand before the words that cite them.
    const useful = docs.filter((doc) => !/^references\/|#references$/.test(doc.location));
    return useful.map((doc) => {
      const [page, anchor] = doc.location.split("#");
      const heading = anchor ? plain(doc.title) : "";
      const text = plain(doc.text);
      const title = pages.get(page) || "";
      return {
        location: doc.location, title, heading, text,
        titleWords: words(anchor ? "" : title), headingWords: words(heading), textWords: words(text),
      };
    });
  }

  // Every word asked for must begin a word of the entry; a match in a title weighs most,
  // and urgent help comes before what is like it.
  function score(entry, asked) {
    let sum = entry.location.startsWith("urgent-help/") ? 8 : 0;
    for (const word of asked) {
      const begins = (other) => other.startsWith(word);
      if (entry.titleWords.some(begins)) sum += 20;
      else if (entry.headingWords.some(begins)) sum += 10;
      else if (entry.textWords.some(begins)) sum += 1 + Math.min(entry.textWords.filter(begins).length, 4) / 4;
      else return 0;
    }
    return sum;
  }

  // The entries that hold all the words; if none does, those that hold any of them.
  function matches(all, asked) {
    const scored = (words) => all.map((entry) => [score(entry, words), entry]).filter(([sum]) => sum > 0);
    const every = scored(asked);
    if (every.length || asked.length < 2) return every;
    return asked.filter((word) => word.length > 2).flatMap((word) => scored([word]));
  }

  // One line of the text, from a little before the first word found.
  function excerpt(text, asked) {
    const simple = text.toLowerCase();
    const places = asked.map((word) => simple.search(new RegExp(`(^|[^\\p{L}\\p{N}])${word}`, "u")));
    const found = Math.min(...places.filter((place) => place >= 0));
    const start = Number.isFinite(found) && found > 50 ? text.indexOf(" ", found - 40) + 1 : 0;
    const line = text.slice(start, start + 130);
    const end = start + 130 < text.length ? line.replace(/\s\S*$/, "") + " …" : line;
    return (start ? "… " : "") + end;
  }

  function item(entry, asked) {
    const li = document.createElement("li");
    const a = document.createElement("a");
    li.className = "app-search__result";
    a.href = base + entry.location;
    a.textContent = entry.heading ? `${entry.title}: ${entry.heading}` : entry.title;
    li.append(a);
    if (entry.text) {
      const p = document.createElement("p");
      p.textContent = excerpt(entry.text, asked);
      li.append(p);
    }
    return li;
  }

  function clear() {
    list.replaceChildren();
    status.textContent = "";
  }

  async function show() {
    try {
      const all = await (index ??= fetchIndex());
      const asked = words(input.value).filter((word, at, every) => word.length > 1 || every.length > 1);
      if (!asked.length) return clear();
      const found = matches(all, asked);
      // Of two sections that match alike, the one whose page says more about it comes first.
      const onPage = ([, entry]) => found.filter(([, other]) => other.title === entry.title).length;
      const sorted = found
        .map((match) => [match[0] + onPage(match) / 10, match[1]])
        .sort(([a], [b]) => b - a)
        .map(([, entry]) => entry)
        // A passage that several pages share is shown once.
        .filter((entry, at, every) => every.findIndex((other) => other.text === entry.text && other.heading === entry.heading) === at);
      const shown = sorted.slice(0, MOST);
      list.replaceChildren(...shown.map((entry) => item(entry, asked)));
      if (!sorted.length) status.textContent = "Nothing found. Try another word, or look in the list of pages below. If you are worried, go to Urgent help.";
      else if (sorted.length > MOST) status.textContent = `${sorted.length} results. The first ${MOST} are shown.`;
      else status.textContent = sorted.length === 1 ? "1 result" : `${sorted.length} results`;
    } catch {
      index = undefined;
      list.replaceChildren();
      status.textContent = "Search does not work just now. All pages are in the list below.";
    }
  }
  input.addEventListener("focus", () => { index ??= fetchIndex(); index.catch(() => {}); });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = form.closest("details");
    if (!input.value) { menu.open = false; menu.querySelector("summary").focus(); }
    input.value = "";
    clear();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  // A result on the same page only scrolls: close the menu that covers it.
  list.addEventListener("click", () => { form.closest("details").open = false; });

  form.hidden = false;
  document.querySelectorAll("[data-search-only]").forEach((element) => { element.hidden = false; });
})();
