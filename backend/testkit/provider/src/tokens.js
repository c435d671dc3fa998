// Signed tokens, put together by hand so that they can be wrong in every way.
import { createHmac, createPublicKey, sign } from 'node:crypto';

import { pair } from './keys.js';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

// `object` without some members and with others.
export function changed(object, { set = {}, without = [] } = {}) {
  const rest = Object.fromEntries(Object.entries(object).filter(([name]) => !without.includes(name)));
  return { ...rest, ...set };
}

export function read(token) {
  const [header, payload] = token.split('.');
  return { header: decoded(header), payload: decoded(payload) };
}

// A token as somebody wants it:
// - `set`, `without`: changes of the claims
// - `header`: the same for the header, after key and algorithm had their say
// - `key`: the name of the key that signs, otherwise the one that the header names
// - `alg`: `none`, or `HS256` with the key's public half as the secret
// - `broken`: one bit of the signature is turned
export function forged({ header, payload }, { set, without, header: headers, key, alg, broken } = {}) {
  const signer = pair(key ?? header.kid);
  const started = { ...header, kid: signer.kid, alg: alg ?? signer.alg };
  const input = `${encoded(changed(started, headers))}.${encoded(changed(payload, { set, without }))}`;
  const signature = signatureOf(input, started.alg, signer);
  if (broken) signature[signature.length - 1] ^= 1;
  return `${input}.${signature.toString('base64url')}`;
}

function signatureOf(input, alg, { privateKey }) {
  switch (alg) {
    case 'none':
      return Buffer.alloc(0);
    case 'HS256': {
      const secret = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' });
      return createHmac('sha256', secret).update(input).digest();
    }
    case 'EdDSA':
      return sign(null, Buffer.from(input), privateKey);
    default:
      return sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

// The same token as if it had been given out at another time, in seconds, to somebody who was seen just then.
export function at({ header, payload }, now) {
  const times = { iat: now, exp: now + payload.exp - payload.iat, ...('auth_time' in payload && { auth_time: now }) };
  return { header, payload: { ...payload, ...times } };
}
