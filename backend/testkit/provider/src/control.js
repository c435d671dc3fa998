// How a test tells the provider what to be. JSON in, JSON out.
import { Instance } from './instance.js';
import { publicKey } from './keys.js';

const instances = new Map();
let made = 0;

// The instance below whose path something is asked.
export function instanceAt(pathname) {
  return instances.get(pathname.split('/')[1]);
}

function make(origin, { slash, claims_in, ...settings }) {
  made += 1;
  const instance = new Instance(String(made), origin, { slash, claims_in });
  instance.change(settings);
  instances.set(instance.name, instance);
  return { name: instance.name, issuer: instance.issuer };
}

// POST   /control/instances                     { slash?, claims_in?, clients?, accounts?, account?, faults?, now? }
// PATCH  /control/instances/<name>              { clients?, accounts?, account?, faults?, now? }
// DELETE /control/instances/<name>
// POST   /control/instances/<name>/rotate-keys
// POST   /control/instances/<name>/logout-token { client_id, sub?, sid?, and what `forged` takes }
// GET    /control/instances/<name>/requests
// GET    /control/keys/<name>                   the public half of a key, whether somebody publishes it or not
export async function control(method, pathname, origin, body) {
  const [, , what, name, verb] = pathname.split('/');
  if (what === 'keys') return publicKey(name);
  if (method === 'POST' && !name) return make(origin, body);
  const instance = instances.get(name);
  if (!instance) throw new Error(`there is no instance ${name}`);
  switch (`${method} ${verb ?? ''}`) {
    case 'PATCH ':
      instance.change(body);
      return {};
    case 'DELETE ':
      instances.delete(name);
      return {};
    case 'POST rotate-keys':
      instance.rotateKeys();
      return {};
    case 'POST logout-token':
      return { logout_token: await instance.logoutToken(body) };
    case 'GET requests':
      return { requests: instance.requests };
    default:
      throw new Error(`nothing to ${method} there`);
  }
}
