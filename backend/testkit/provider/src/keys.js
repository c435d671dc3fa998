// Key pairs by name. They are made when they are first needed and last as long as the process.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';

const KINDS = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  // Too short to be believed.
  weak: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
  ec: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: () => generateKeyPairSync('ed25519'),
};

const ALGORITHMS = { rsa: 'RS256', weak: 'RS256', ec: 'ES256', ed: 'EdDSA' };

const pairs = new Map();

// The pair of a name such as `rsa-1`. Two names are two keys, of the kind before the hyphen.
export function pair(name) {
  if (!pairs.has(name)) {
    const kind = name.split('-')[0];
    const make = KINDS[kind];
    if (!make) throw new Error(`no kind of key is called ${kind}`);
    pairs.set(name, { name, kid: name, alg: ALGORITHMS[kind], ...make() });
  }
  return pairs.get(name);
}

// What a provider signs with, as JSON Web Keys. A number for each generation of keys.
export function privateKeys(generation) {
  return ['rsa', 'ec', 'ed'].map((kind) => {
    const { kid, alg, privateKey } = pair(`${kind}-${generation}`);
    return { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
  });
}

// A key as it is published.
export function publicKey(name) {
  const { kid, alg, privateKey } = pair(name);
  return { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid, alg, use: 'sig' };
}
