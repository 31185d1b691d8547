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
    return docs.map((doc) => {
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

  // Every word asked for must begin a word of the entry; a match in a title weighs most.
  function score(entry, asked) {
    let sum = 0;
    for (const word of asked) {
      const begins = (other) => other.startsWith(word);
      if (entry.titleWords.some(begins)) sum += 20;
      else if (entry.headingWords.some(begins)) sum += 10;
      else if (entry.textWords.some(begins)) sum += 1 + Math.min(entry.textWords.filter(begins).length, 4) / 4;
      else return 0;
    }
    return sum;
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
      const found = all
        .map((entry) => [score(entry, asked), entry])
        .filter(([sum]) => sum > 0);
      // Of two sections that match alike, the one whose page says more about it comes first.
      const onPage = ([, entry]) => found.filter(([, other]) => other.title === entry.title).length;
      const sorted = found
        .map((match) => [match[0] + onPage(match) / 10, match[1]])
        .sort(([a], [b]) => b - a)
        .map(([, entry]) => entry);
      const shown = sorted.slice(0, MOST);
      list.replaceChildren(...shown.map((entry) => item(entry, asked)));
      if (!found.length) status.textContent = "Nothing found. Try another word, or look in the list of pages below.";
      else if (found.length > MOST) status.textContent = `${found.length} results. The first ${MOST} are shown.`;
      else status.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
    } catch {
      index = undefined;
      list.replaceChildren();
      status.textContent = "Search does not work just now. All pages are in the list below.";
    }
  }
  input.addEventListener("focus", () => { index ??= fetchIndex(); index.catch(() => {}); });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; clear(); }
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  form.hidden = false;
  document.querySelectorAll("[data-search-only]").forEach((element) => { element.hidden = false; });
})();
