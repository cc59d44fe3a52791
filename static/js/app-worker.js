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

// A message that comes twice has the same tag, so it replaces the first one silently.
self.addEventListener("push", (event) => {
  if (!event.data) return;
  const { title, body, tag, url } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url }, icon: SHELL.icon }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data;
  event.waitUntil(
    (async () => {
      const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      for (const client of windows) {
        if ("navigate" in client) {
          await client.focus();
          return client.navigate(url);
        }
      }
      return self.clients.openWindow(url);
    })(),
  );
});
