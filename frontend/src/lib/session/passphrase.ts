/** Without letters and digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP = 4;

/** A random password of about 99 bits that can be read out and typed. */
export function suggestPassword(): string {
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, letter).join('')).join('-');
}

function letter(): string {
  // 31 letters: bytes beyond the last whole multiple would favour the first of them.
  const limit = 256 - (256 % LETTERS.length);
  const bytes = new Uint8Array(1);
  do crypto.getRandomValues(bytes);
  while ((bytes[0] ?? limit) >= limit);
  return LETTERS.charAt((bytes[0] ?? 0) % LETTERS.length);
}
