// Keeps the guide on the phone. Before it stand (see offline.py) FILES and ON_REQUEST: address
// within the site, and digest of its content, of what every phone keeps, and of what a phone keeps
// once it was opened. A file is stored under both, so that only a changed one is fetched again, and
// an old and a new version of the guide can stand side by side.
const SCOPE = registration.scope;
// Other guides may live on the same host: each has a store of its own, and leaves the others.
const STORE = "guide " + new URL(SCOPE).pathname;
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
const refused = (path) => stored(path) + "&refused";

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
}

async function lately(store, path) {
  const when = await store.match(refused(path));
  return Boolean(when) && Date.now() - (await when.text()) < PATIENCE;
}

// Fetches what is not here yet, a few at a time. What fails is left for the next time.
async function fill() {
  const store = await caches.open(STORE);
  const held = new Set((await store.keys()).map((request) => request.url));
  const absent = Object.keys(FILES).filter((path) => !held.has(stored(path)));
  const wanted = [];
  for (const path of absent) {
    if (!(held.has(refused(path)) && (await lately(store, path)))) wanted.push(path);
  }
  let missing = absent.length - wanted.length;
  const fetchSome = async () => {
    for (let path = wanted.shift(); path !== undefined; path = wanted.shift()) {
      try {
        await keep(store, path, await fetch(stored(path)));
      } catch {
        missing += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  return { fetched: absent.length - missing, missing, partly: PARTLY };
}

let filling = null;
const filled = () => (filling = filling || fill().finally(() => (filling = null)));

// A page in another tab stays as it is, and may yet come to a picture that it alone has.
async function tidy() {
  const store = await caches.open(STORE);
  const ours = new Set([...Object.keys(FILES), ...Object.keys(ON_REQUEST)].map(stored));
  const others = (await clients.matchAll({ includeUncontrolled: true })).length > 1;
  const needed = ({ url }) => ours.has(url) || (others && url.includes(".svg?"));
  const old = (await store.keys()).filter((request) => !needed(request));
  await Promise.all(old.map((request) => store.delete(request)));
}

async function older(path, request) {
  const store = await caches.open(STORE);
  return (await store.match(SCOPE + encodeURI(path), { ignoreSearch: true })) || fetch(request);
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
  const fetched = await fetch(request);
  if (fetched.ok) keep(store, path, fetched.clone()).catch(() => {});
  return fetched;
}

async function notHere(error) {
  const store = await caches.open(STORE);
  const page = has(FILES, "404.html") && (await store.match(stored("404.html")));
  if (!page) throw error;
  return plain(page, 404);
}

addEventListener("install", (event) => event.waitUntil(filled()));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

// A page may ask for what is missing, or, as its reader wishes it or leaves, for the new version.
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
  if (event.data === "fill") {
    event.waitUntil(filled().then((result) => event.ports[0].postMessage(result)));
  }
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
    event.respondWith(opens ? answered.catch(notHere) : answered);
  } else if (opens) {
    event.respondWith(fetch(request).catch(notHere));
  } else if (path.endsWith(".svg")) {
    event.respondWith(older(path, request));
  }
});
