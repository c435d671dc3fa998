import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from '@playwright/test';

const TAKEN = new URL('taken/', import.meta.url);
const DOCUMENTS = new URL('../../documents/images/', import.meta.url);
/** Names in the documents, and of which screenshot they are. */
const PICTURES = {
  'sign-in': 'login-desktop-light',
  dashboard: 'dashboard-desktop-dark',
  users: 'all-users-desktop-light',
  audit: 'all-of-the-audit-record-desktop-dark',
};
/** Bytes. */
const MOST = 150_000;
const SHAPE = { width: 1280, height: 800 };
const QUALITY = 0.85;

test.skip(!process.env['E2E_PICTURES'], 'only when the pictures of the documents are to be made anew');

for (const [name, screenshot] of Object.entries(PICTURES)) {
  test(`the picture ${name}`, async ({ page }) => {
    test.skip(test.info().project.name !== 'desktop', 'once is enough');
    const taken = await readFile(new URL(`${screenshot}.png`, TAKEN), 'base64');
    const encoded = await page.evaluate(encode, { taken, ...SHAPE, quality: QUALITY });
    const picture = Buffer.from(encoded, 'base64');
    if (picture.length > MOST) throw new Error(`${picture.length} bytes are too many`);
    await mkdir(DOCUMENTS, { recursive: true });
    await writeFile(new URL(`${name}.webp`, DOCUMENTS), picture);
  });
}

interface Given {
  taken: string;
  width: number;
  height: number;
  quality: number;
}

/** Runs in a page: the upper part of a PNG as a WebP, both in base64. */
async function encode({ taken, width, height, quality }: Given): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${taken}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height: Math.min(height, image.naturalHeight) });
  canvas.getContext('2d')!.drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', quality).split(',')[1]!;
}
