// Lets the phone keep the guide, and tells the reader what that costs, when it is done, and when a
// newer guide is ready. A phone that saves data keeps only what is opened, until its reader asks.
(() => {
  "use strict";
  const place = document.querySelector("[data-offline]");
  const worker = navigator.serviceWorker;
  if (!place || !worker) return;
  const DAY = 24 * 3600 * 1000;
  const PATIENCE = 1000; // milliseconds that a link may wait for the new version
  const savesData = Boolean(/** @type {any} */ (navigator).connection?.saveData);
  const base = document.documentElement.dataset.base;
  const add = (rel, href) => {
    const link = document.createElement("link");
    link.rel = rel;
    link.href = base + href;
    document.head.append(link);
  };
  // For who puts the guide on the home screen; nobody else waits for them.
  add("manifest", "manifest.webmanifest");
  add("apple-touch-icon", "icons/180.png");

  const { content: words } = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-offline-words]"));

  // Shows words, with what stands in braces put in; returns what then stands in the place.
  const show = (name, size = "", at = place) => {
    const shown = /** @type {HTMLElement} */ (words.querySelector(name).cloneNode(true));
    shown.querySelectorAll("[data-size]").forEach((part) => { part.textContent = part.textContent.replace("{size}", size); });
    at.replaceChildren(shown);
    return shown;
  };

  // Asks the worker; an answer may come in parts, of which only the last is not called a part.
  const ask = (active, question, tell = null) => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => ("part" in data ? tell(data.part) : done(data));
    active.postMessage(question, [port2]);
  });

  // At the top, in the flow of the page: it covers nothing. Who reads further down keeps the line.
  const top = /** @type {HTMLElement} */ (document.querySelector("[data-newer-place]"));
  const anchored = CSS.supports("overflow-anchor", "auto");
  const offerNewer = (registration) => {
    if (!registration.waiting || !registration.active || top.firstChild) return;
    const before = document.body.scrollHeight;
    show("[data-newer]", "", top);
    if (scrollY && !anchored) scrollBy(0, document.body.scrollHeight - before);
    const [now, later] = top.querySelectorAll("button");
    const gone = () => {
      top.replaceChildren();
      /** @type {HTMLElement} */ (document.querySelector("#content")).focus({ preventScroll: true });
    };
    later.addEventListener("click", gone);
    now.addEventListener("click", () => {
      gone();
      // In another tab the reader may have asked for it already.
      if (!registration.waiting) return location.reload();
      // Only here: a page in another tab stays as it is.
      worker.addEventListener("controllerchange", () => location.reload(), { once: true });
      takeOver(registration);
    });
  };

  const takeOver = ({ waiting }) => waiting && waiting.postMessage("take over");

  // Who leaves a page by herself comes to the new version. The page that is read stays as it is.
  const leave = (registration) => {
    addEventListener("pagehide", () => takeOver(registration));
    addEventListener("click", (event) => {
      /** @type {HTMLAnchorElement} */
      const link = /** @type {Element} */ (event.target).closest("a[href]");
      const here = location.href.split("#")[0];
      const elsewhere = link && link.href.startsWith(registration.scope) && link.href.split("#")[0] !== here;
      const plain = !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (!registration.waiting || !elsewhere || !plain) return;
      event.preventDefault();
      const late = setTimeout(() => location.assign(link.href), PATIENCE);
      worker.addEventListener("controllerchange", () => {
        clearTimeout(late);
        location.assign(link.href);
      }, { once: true });
      takeOver(registration);
    });
  };

  // A page may stay open for weeks: who comes back to it after a day is told of a newer version.
  const askDaily = (registration) => {
    let asked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - asked < DAY) return;
      asked = Date.now();
      registration.update().catch(() => {});
    });
  };

  const watch = (registration) => {
    const coming = registration.installing;
    if (coming) coming.addEventListener("statechange", () => offerNewer(registration));
  };

  // Asks for what is not here yet.
  const fill = async (active, tell) => {
    const { missing, fetched, partly } = await ask(active, "fill");
    if (missing && tell) show("[data-unfinished]");
    if (!missing && (tell || fetched)) show(partly ? "[data-partly]" : "[data-ready]");
  };

  // The page was there before the worker: it is asked for once more, of the browser's own store.
  const keepOpened = async () => {
    if (!worker.controller) await new Promise((come) => worker.addEventListener("controllerchange", come, { once: true }));
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    [location.href.split("#")[0], ...loaded].forEach((address) => {
      if (address.startsWith(location.origin)) fetch(address, { cache: "force-cache" }).catch(() => {});
    });
  };

  const offerWhole = (active, size) => {
    const [button] = show("[data-offer]", size).getElementsByTagName("button");
    button.addEventListener("click", () => {
      show("[data-coming]", size);
      fill(active, true);
    });
  };

  // All leaflets, from the page that lists them --------------------------------------

  /** @type {HTMLElement} */
  const leaflets = document.querySelector("[data-keep]");
  const offerLeaflets = async (active) => {
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (leaflets.parentElement.querySelectorAll("li a[href$='.pdf']"));
    const scope = new URL(base, location.href).href;
    const paths = [...links].map(({ href }) => decodeURI(href.slice(scope.length)));
    const button = leaflets.querySelector("button");
    const status = leaflets.querySelector("[role=status]");
    const bar = leaflets.querySelector("progress");
    const say = (name) => { status.textContent = name && words.querySelector(name).textContent; };
    leaflets.hidden = false;
    const { held } = await ask(active, { count: paths });
    if (held === paths.length) say("[data-leaflets]");
    button.hidden = held === paths.length;
    button.addEventListener("click", async () => {
      [button.hidden, bar.hidden, bar.max, bar.value] = [true, false, paths.length, 0];
      say("");
      const { missing } = await ask(active, { keep: paths }, (done) => { bar.value = done; });
      [button.hidden, bar.hidden] = [!missing, true];
      say(missing ? "[data-some-missing]" : "[data-leaflets]");
    });
  };

  // A phone may refuse, in a private window for one: then the guide is read from the internet.
  worker.register(base + "sw.js").then(async (registration) => {
    const first = !registration.active;
    offerNewer(registration);
    watch(registration);
    registration.addEventListener("updatefound", () => watch(registration));
    leave(registration);
    askDaily(registration);
    const { active } = await worker.ready;
    if (leaflets) offerLeaflets(active);
    const { whole, size } = await ask(active, "weigh");
    if (savesData && !whole) {
      keepOpened();
      return offerWhole(active, size);
    }
    if (first) show("[data-coming]", size);
    return fill(active, first);
  }).catch(() => {});
})();
