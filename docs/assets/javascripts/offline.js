// Lets the phone keep the guide, and tells the reader when it does, and when a newer one is ready.
(() => {
  "use strict";
  const place = document.querySelector("[data-offline]");
  const worker = navigator.serviceWorker;
  if (!place || !worker) return;
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
    const words = document.querySelector("[data-offline-words]").content;
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
      registration.waiting.postMessage("read the newer version");
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
      if (!data.missing && (first || data.fetched) && !place.firstChild) show("[data-ready]");
    };
    active.postMessage("fill", [port2]);
  };

  // A phone may refuse, in a private window for one: then the guide is read from the internet.
  worker.register(base + "sw.js").then(async (registration) => {
    const first = !registration.active;
    offerNewer(registration);
    watch(registration);
    registration.addEventListener("updatefound", () => watch(registration));
    fill((await worker.ready).active, first);
  }).catch(() => {});
})();
