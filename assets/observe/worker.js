// Keeps the page itself and its files, so that it opens without a network. Nothing personal passes here: cards and records
// are fetched by the page and lie in its own database. Addresses under /api/ are never kept.
"use strict";
const CACHE = "__CACHE__";
const FILES = __FILES__;
const PAGE = "/observe/";

self.addEventListener("install", (event) => {
  const fresh = FILES.map((url) => new Request(url, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clean = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const key = event.request.mode === "navigate" && url.pathname === PAGE ? PAGE : url.pathname;
  if (!FILES.includes(key)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(key)).then((kept) => kept || fetch(event.request)));
});
