// OpenID providers for tests: certified ones that misbehave when they are told to. Listens on the port that is given or a
// free one, of this machine's loopback or of the address that is given (where containers are to reach it), and prints where.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { control, instanceAt } from './control.js';
import { answered } from './faults.js';
import { ENDPOINTS } from './instance.js';
import { interaction, signInAt } from './sign_in.js';

const server = createServer((request, response) => {
  serve(request, response).catch((error) => {
    if (response.headersSent) return response.destroy();
    response.writeHead(500, { 'content-type': 'text/plain' });
    response.end(String(error.stack));
  });
});

const [port = '0', host = '127.0.0.1'] = process.argv.slice(2);
server.listen(Number(port), host, () => console.log(`listening on ${origin()}`));

const origin = () => `http://${host}:${server.address().port}`;

async function serve(request, response) {
  const url = new URL(request.url, origin());
  if (url.pathname.startsWith('/control/')) {
    const body = await text(request);
    const answer = await control(request.method, url.pathname, origin(), body ? JSON.parse(body) : {});
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(answer));
  }
  const instance = instanceAt(url.pathname);
  if (!instance) {
    response.writeHead(404);
    return response.end();
  }
  return serveAt(instance, url, request, response);
}

async function serveAt(instance, url, request, response) {
  const path = url.pathname.slice(instance.path.length);
  const endpoint = ENDPOINTS[path];
  const isAutomatic = request.headers['x-automatic'] === 'yes';
  if (!isAutomatic) {
    instance.requests.push({ method: request.method, path: path + url.search, headers: request.headers });
    if (await answered(response, instance.faults.answers?.[endpoint])) return;
    if (endpoint === 'token' && !instance.authenticates(request)) {
      response.writeHead(401, { 'content-type': 'application/json' });
      return response.end('{"error":"invalid_client"}');
    }
    const account = url.searchParams.get('login_hint') ?? instance.account;
    if (endpoint === 'authorization' && account) {
      url.searchParams.delete('login_hint');
      const { status, headers, body } = await signInAt(url, instance.issuer, account);
      response.writeHead(status, headers);
      return response.end(body);
    }
  }
  if (path.startsWith('/interaction/')) {
    return interaction(instance, request, response, new URLSearchParams(await text(request)));
  }
  // The provider takes itself to be at the root, and learns from this where it really is.
  request.originalUrl = request.url;
  request.url = request.url.slice(instance.path.length) || '/';
  return instance.provider.callback()(request, response);
}
