// The product's service worker: push messages, and a page to stand on without a connection.
// Keeps nothing that belongs to a person: pages come from the network, only the shell is kept.
// `SHELL` is put before this text by the server: { version, offline, files }.

const cacheName = `shell-${SHELL.version}`;
const shellAddresses = new Set(SHELL.files.map((file) => new URL(file, location.href).href));
const ASIDE = "language"; // which language the kept offline page is in

const offlineUrl = (language) => `${SHELL.offline}?lang=${encodeURIComponent(language)}`;

async function keepOfflinePage(language) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(ASIDE);
  if (kept && (await kept.text()) === language) return;
  // Without cookies: the page is the same for everybody who uses this browser.
  const page = await fetch(offlineUrl(language), { credentials: "omit", cache: "reload" });
  if (!page.ok) return;
  await cache.put(SHELL.offline, page);
  await cache.put(ASIDE, new Response(language));
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll(SHELL.files);
      await keepOfflinePage(self.navigator.language.slice(0, 2));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name !== cacheName) await caches.delete(name);
      }
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

// A page says which language its reader chose, so that the offline page speaks it too.
self.addEventListener("message", (event) => {
  const language = event.data?.language;
  if (typeof language === "string" && /^[a-z]{2}$/.test(language)) event.waitUntil(keepOfflinePage(language).catch(() => {}));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(SHELL.offline);
    if (!kept) throw error;
    return kept;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(page(event));
    return;
  }
  // With its query: a company's sheet has its colour in it, and the old one must not stand in for the new.
  if (shellAddresses.has(request.url)) {
    event.respondWith(caches.match(request, { cacheName }).then((kept) => kept ?? fetch(request)));
  }
});

// Only addresses of this host; anything else leads to the messages.
function ownAddress(address) {
  try {
    const url = new URL(typeof address === "string" ? address : SHELL.message.url, location.origin);
    if (url.origin === location.origin) return url.href;
  } catch { /* no address */ }
  return new URL(SHELL.message.url, location.origin).href;
}

// What a push says. One without data, or with data that nobody can read, says that there is something new: a browser
// that is shown nothing puts words of its own there, and in the end takes the permission away.
function readPush(data) {
  let told = null;
  try {
    told = data?.json() ?? null;
  } catch { /* no JSON */ }
  const words = (name) => (typeof told?.[name] === "string" && told[name].trim() ? told[name] : SHELL.message[name]);
  return { title: words("title"), body: words("body"), tag: words("tag"), url: ownAddress(told?.url) };
}

// A message that comes twice has the same tag, so it replaces the first one silently.
self.addEventListener("push", (event) => {
  const { title, body, tag, url } = readPush(event.data);
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url }, icon: SHELL.icon }));
});

// Leads a window that is open there, else opens one.
async function lead(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const client of windows) {
    await client.focus().catch(() => {}); // a browser may refuse to bring it to the front
    try {
      await client.navigate(url);
      return;
    } catch { /* a page that this worker does not control cannot be led anywhere */ }
  }
  await self.clients.openWindow(url);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(ownAddress(event.notification.data?.url)));
});
