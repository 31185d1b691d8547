// Lets the phone keep the guide, and tells the reader when it does, and when a newer one is ready.
(() => {
  "use strict";
  const place = document.querySelector("[data-offline]");
  const worker = navigator.serviceWorker;
  if (!place || !worker) return;
  const DAY = 24 * 3600 * 1000;
  const PATIENCE = 1000; // milliseconds that a link may wait for the new version
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

  const show = (name) => {
    const { content: words } = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-offline-words]"));
    place.replaceChildren(words.querySelector(name).cloneNode(true));
    return place.querySelector("button");
  };

  const offerNewer = (registration) => {
    if (!registration.waiting || !registration.active) return;
    show("[data-newer]").addEventListener("click", () => {
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

  // Asks for what could not be fetched before.
  const fill = (active, first) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (!data.missing && (first || data.fetched) && !place.firstChild) show(data.partly ? "[data-partly]" : "[data-ready]");
    };
    active.postMessage("fill", [port2]);
  };

  // A phone may refuse, in a private window for one: then the guide is read from the internet.
  worker.register(base + "sw.js").then(async (registration) => {
    const first = !registration.active;
    offerNewer(registration);
    watch(registration);
    registration.addEventListener("updatefound", () => watch(registration));
    leave(registration);
    askDaily(registration);
    fill((await worker.ready).active, first);
  }).catch(() => {});
})();
