// What a page costs a thin line: bytes as they went over the wire (compressed, with headers) and requests.

/** Runs `action` (a visit) and counts until the network is quiet. Answers out of the cache cost nothing. */
export async function measure(page, action) {
  const cdp = await page.context().newCDPSession(page);
  const asked = new Map();
  cdp.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
    const before = redirectResponse ? asked.get(requestId) : undefined;
    if (before) asked.set(`${requestId}/${asked.size}`, { ...before, bytes: redirectResponse.encodedDataLength });
    asked.set(requestId, { url: request.url, bytes: 0 });
  });
  cdp.on('Network.requestServedFromCache', ({ requestId }) => asked.delete(requestId));
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) asked.delete(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const entry = asked.get(requestId);
    if (entry) entry.bytes = encodedDataLength;
  });
  await cdp.send('Network.enable');
  await action();
  await page.waitForLoadState('networkidle');
  await cdp.detach();

  const parts = [...asked.values()].filter(({ url }) => url.startsWith('http'));
  return { bytes: parts.reduce((sum, part) => sum + part.bytes, 0), requests: parts.length, parts };
}
