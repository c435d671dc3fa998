// Writes the types of both servers out of their OpenAPI documents.
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const documents = new URL('../../documents/openapi/', import.meta.url);
const types = new URL('../src/lib/api/types/', import.meta.url);

await mkdir(types, { recursive: true });
for (const name of ['issuer', 'api']) {
  const document = await readFile(new URL(`${name}.json`, documents), 'utf8');
  const source = astToString(await openapiTS(document, { alphabetize: true }));
  const notice = `// Made by \`npm run generate\` from documents/openapi/${name}.json. Do not edit.\n`;
  await writeFile(new URL(`${name}.d.ts`, types), notice + source);
}
