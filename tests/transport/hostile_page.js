// Tries each way to reach each of TARGETS, origins; then adds #done to the page.
const add = (tag, attributes, parent = document.body) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return parent.appendChild(made);
};
const attempt = action => { try { const done = action(); if (done && done.catch) done.catch(() => 0); } catch {} };
const post = (target, extra) => {
  const form = add('form', { method: 'post', action: target + '/form', ...extra });
  add('input', { name: 'field', value: 'value' }, form);
  form.submit();
};
const blob = code => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
for (const target of TARGETS) {
  attempt(() => open(target + '/popup'));
  attempt(() => open(target + '/popup-without-opener', '_blank', 'noopener'));
  attempt(() => { const popup = open('about:blank'); popup.location = target + '/popup-later'; });
  attempt(() => { const popup = open(''); popup.document.body.innerHTML = `<img src="${target}/in-popup">`;
                  popup.fetch(target + '/fetched-in-popup', { mode: 'no-cors' }).catch(() => 0); });
  attempt(() => post(target, { target: '_blank' }));
  attempt(() => { add('iframe', { name: 'frame' + target }); post(target, { target: 'frame' + target }); });
  attempt(() => add('iframe', { src: target + '/iframe' }));
  attempt(() => add('iframe', { srcdoc: `<meta http-equiv=refresh content="0;url=${target}/refreshed">` }));
  attempt(() => new Worker(blob(`
    try { importScripts('${target}/imported') } catch {}
    fetch('${target}/fetched-in-worker', { mode: 'no-cors' }).catch(() => 0);
    try { new WebSocket('${target}/socket-in-worker'.replace('http', 'ws')) } catch {}`)));
  attempt(() => new SharedWorker(blob(`fetch('${target}/fetched-in-shared-worker', { mode: 'no-cors' }).catch(() => 0)`)));
  attempt(() => navigator.serviceWorker.register('/own.js'));
  attempt(() => fetch(target + '/fetched', { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' }));
  attempt(() => { const request = new XMLHttpRequest(); request.open('GET', target + '/xhr'); request.send(); });
  attempt(() => new WebSocket(target.replace('http', 'ws') + '/socket'));
  attempt(() => new EventSource(target + '/events'));
  attempt(() => navigator.sendBeacon(target + '/beacon', 'x'));
  attempt(() => new WebTransport(target.replace('http:', 'https:') + '/transport'));
  for (const rel of ['prefetch', 'preconnect', 'dns-prefetch', 'prerender', 'modulepreload', 'stylesheet', 'icon', 'manifest'])
    attempt(() => add('link', { rel, href: `${target}/link-${rel}` }, document.head));
  for (const as of ['script', 'fetch', 'image'])
    attempt(() => add('link', { rel: 'preload', as, href: `${target}/preload-${as}` }, document.head));
  for (const [tag, name] of [['img', 'src'], ['script', 'src'], ['embed', 'src'], ['object', 'data'], ['video', 'src'], ['audio', 'src']])
    attempt(() => add(tag, { [name]: `${target}/${tag}` }));
  attempt(() => add('style', {}).textContent = `@import url("${target}/css"); body { background: url("${target}/background") }`);
  attempt(() => add('a', { href: '#here', ping: target + '/ping' }).click());
  attempt(() => add('a', { href: target + '/clicked', target: '_blank' }).click());
  attempt(() => { const rules = document.createElement('script'); rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [target + '/speculated'] }],
                                         prerender: [{ source: 'list', urls: [target + '/prerendered'] }] });
    document.head.append(rules); });
  attempt(() => {
    const host = new URL(target).host;
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + host },
      { urls: ['turn:' + host + '?transport=udp', 'turn:' + host + '?transport=tcp'], username: 'a', credential: 'b' }] });
    peer.createDataChannel('x');
    return peer.createOffer().then(offer => peer.setLocalDescription(offer));
  });
}
setTimeout(() => document.body.append(Object.assign(document.createElement('p'), { id: 'done' })), 2500);
