// Keeps the guide on the phone. Before it stand (see offline.py) FILES and ON_REQUEST: address
// within the site, and digest of its content, of what a phone keeps that may keep the whole guide,
// and of what a phone keeps once it was opened, or asked for. A file is stored under both, so that
// only a changed one is fetched again, and an old and a new version of the guide can stand side by
// side. SIZE says in words how much it is to fetch FILES.
const SCOPE = registration.scope;
// Other guides may live on the same host: each has a store of its own, and leaves the others.
const STORE = "guide " + new URL(SCOPE).pathname;
// Stands in the store once a page has asked for the whole guide: who saves data does not do so.
const WHOLE = SCOPE + "sw.js?whole";
const AT_ONCE = 4;
// A host may change pages on their way, and then does so with each: to ask for them anew at every
// visit would cost the reader the whole guide each time.
const PATIENCE = 24 * 3600 * 1000;

const stored = (path) => SCOPE + encodeURI(path) + "?" + (FILES[path] || ON_REQUEST[path]);
const has = (list, path) => Object.prototype.hasOwnProperty.call(list, path);
const known = (path) => has(FILES, path) || has(ON_REQUEST, path);
// Of a very large guide only the main pages are kept at once.
const PARTLY = Object.keys(ON_REQUEST).some((path) => /(^|\/|\.html)$/.test(path));

// A host may lead to another address on the way; what was reached is what the reader asked for.
const plain = (answer, status = answer.status) =>
  new Response(answer.body, { status, headers: answer.headers });

// The time at which a host gave something else than the file that the list names.
const REFUSED = "&refused";
const refused = (path) => stored(path) + REFUSED;

// All versions of a file that are here.
const versions = async (store, path) =>
  (await store.keys(SCOPE + encodeURI(path), { ignoreSearch: true })).filter(({ url }) => !url.endsWith(REFUSED));

async function digestOf(answer) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 10);
}

// Only the very file that the list names is kept. A host says 200 to a notice of maintenance too,
// and may hand out an older page while this worker is new: that would stay here for ever.
async function keep(store, path, answer) {
  if (!answer.ok) throw new Error(path + ": " + answer.status);
  if ((await digestOf(answer.clone())) !== (FILES[path] || ON_REQUEST[path])) {
    await store.put(refused(path), new Response(String(Date.now())));
    throw new Error(path + ": not what was built");
  }
  await store.put(stored(path), answer.redirected ? plain(answer) : answer);
  await store.delete(refused(path));
  if (!has(ON_REQUEST, path)) return;
  const older = (await versions(store, path)).filter(({ url }) => url !== stored(path));
  await Promise.all(older.map((request) => store.delete(request)));
}

async function lately(store, path) {
  const when = await store.match(refused(path));
  return Boolean(when) && Date.now() - (await when.text()) < PATIENCE;
}

// Fetches files, a few at a time, and tells of each; returns how many it could not.
async function fetchAll(store, paths, tell = () => {}) {
  const wanted = [...paths];
  let missing = 0;
  const fetchSome = async () => {
    for (let path = wanted.shift(); path !== undefined; path = wanted.shift()) {
      try {
        await keep(store, path, await fetch(stored(path)));
      } catch {
        missing += 1;
      }
      tell();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  return missing;
}

// Fetches what is not here yet: of the whole guide, or of what was opened in an older version. What
// fails is left for the next time.
async function fill(whole) {
  const store = await caches.open(STORE);
  if (whole) await store.put(WHOLE, new Response());
  const held = new Set((await store.keys()).map((request) => request.url));
  const opened = new Set([...held].map((url) => url.split("?")[0]));
  const wished = (path) => held.has(WHOLE) || opened.has(SCOPE + encodeURI(path));
  const absent = Object.keys(FILES).filter((path) => !held.has(stored(path)) && wished(path));
  const wanted = [];
  for (const path of absent) {
    if (!(held.has(refused(path)) && (await lately(store, path)))) wanted.push(path);
  }
  const missing = absent.length - wanted.length + (await fetchAll(store, wanted));
  return { fetched: absent.length - missing, missing, partly: PARTLY };
}

let filling = null;
const filled = () => (filling = filling || fill(true).finally(() => (filling = null)));

// What is to be printed is large: it is fetched only for who asks for it.
async function keepAll(paths, tell) {
  const store = await caches.open(STORE);
  const wanted = [];
  for (const path of paths.filter(known)) {
    if (!(await store.match(stored(path)))) wanted.push(path);
  }
  let done = paths.length - wanted.length;
  const missing = await fetchAll(store, wanted, () => tell({ part: (done += 1) }));
  tell({ missing });
}

async function count(paths) {
  const store = await caches.open(STORE);
  const found = await Promise.all(paths.filter(known).map((path) => store.match(stored(path))));
  return { held: found.filter(Boolean).length };
}

async function weigh() {
  const store = await caches.open(STORE);
  return { whole: Boolean(await store.match(WHOLE)), size: SIZE };
}

// A page in another tab stays as it is, and may yet come to a picture that it alone has. An older
// leaflet is of use until the new one is here.
async function tidy() {
  const store = await caches.open(STORE);
  const ours = new Set([...Object.keys(FILES), ...Object.keys(ON_REQUEST)].map(stored));
  const others = (await clients.matchAll({ includeUncontrolled: true })).length > 1;
  const onRequest = new Set(Object.keys(ON_REQUEST).map((path) => SCOPE + encodeURI(path)));
  const older = (url) => onRequest.has(url.split("?")[0]) && !url.endsWith(REFUSED);
  const needed = ({ url }) =>
    url === WHOLE || ours.has(url) || older(url) || (others && url.includes(".svg?"));
  const old = (await store.keys()).filter((request) => !needed(request));
  await Promise.all(old.map((request) => store.delete(request)));
}

async function older(path) {
  const store = await caches.open(STORE);
  const found = await versions(store, path);
  return found[0] && store.match(found[0]);
}

// The path within the site, without query and hash; null for what is not ours.
function pathOf(address) {
  const { href, origin, pathname } = new URL(address);
  if (!href.startsWith(SCOPE)) return null;
  try {
    const path = decodeURI(origin + pathname).slice(decodeURI(SCOPE).length);
    return path.replace(/(^|\/)index\.html$/, "$1");
  } catch {
    return null;
  }
}

async function answer(path, request) {
  const store = await caches.open(STORE);
  const here = await store.match(stored(path), { ignoreVary: true });
  if (here) return here;
  try {
    const fetched = await fetch(request);
    if (fetched.ok) keep(store, path, fetched.clone()).catch(() => {});
    return fetched;
  } catch (error) {
    const before = has(ON_REQUEST, path) && (await older(path));
    if (before) return before;
    throw error;
  }
}

// The page for an address that leads nowhere also says why there is no answer: its part about that
// is hidden, and takes the place of the part that is not.
async function notHere(path, error) {
  const store = await caches.open(STORE);
  const page = has(FILES, "404.html") && (await store.match(stored("404.html")));
  if (!page) throw error;
  const kind = path.endsWith(".pdf") ? "file" : "page";
  const text = (await page.text())
    .replace(" data-nowhere", " data-nowhere hidden")
    .replace(` data-unreached="${kind}" hidden`, ` data-unreached="${kind}"`);
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return new Response(text, { status: 503, headers });
}

addEventListener("install", (event) => event.waitUntil(fill(false)));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

// A page may ask for the whole guide, for leaflets, for what these weigh or how many are here; and,
// as its reader wishes it or leaves, for the new version.
addEventListener("message", (event) => {
  const [port] = event.ports;
  const tell = (answer) => port.postMessage(answer);
  const { data } = event;
  if (data === "take over") skipWaiting();
  if (data === "fill") event.waitUntil(filled().then(tell));
  if (data === "weigh") event.waitUntil(weigh().then(tell));
  if (data.count) event.waitUntil(count(data.count).then(tell));
  if (data.keep) event.waitUntil(keepAll(data.keep, tell));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" && !request.headers.has("range") ? pathOf(request.url) : null;
  if (path === null) return;
  const opens = request.mode === "navigate";
  if (opens && !known(path) && known(path + "/")) {
    // The links of a page begin at its folder.
    event.respondWith(Response.redirect(SCOPE + encodeURI(path) + "/"));
  } else if (known(path)) {
    const answered = answer(path, request);
    event.respondWith(opens ? answered.catch((error) => notHere(path, error)) : answered);
  } else if (opens) {
    event.respondWith(fetch(request).catch((error) => notHere(path, error)));
  } else if (path.endsWith(".svg")) {
    event.respondWith(older(path).then((found) => found || fetch(request)));
  }
});
