// SPDX-License-Identifier: Apache-2.0
/** `npm run texts`: brings the catalogues to what the code says, and lists what has no translation. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrangeCatalogues, catalogueFolder, printCatalogue, readCatalogues, readWindowSources } from './catalogues.ts';

const root = join(import.meta.dirname, '../..');
const sources = readWindowSources(root);
const kept = readCatalogues(root);
const files = arrangeCatalogues(sources, kept);

for (const name of kept.keys()) if (!files.has(name)) rmSync(join(root, catalogueFolder, `${name}.json`));
for (const [name, messages] of files) {
  writeFileSync(join(root, catalogueFolder, `${name}.json`), printCatalogue(messages));
  const missing = Object.values(messages).filter((translation) => translation === '').length;
  if (missing > 0)
    process.stdout.write(`${name}: ${missing} of ${Object.keys(messages).length} without a translation\n`);
}
const [wanted] = process.argv.slice(2);
for (const { path, texts } of sources) {
  if (wanted !== undefined && !path.startsWith(wanted)) continue;
  for (const line of texts.computed) process.stdout.write(`${path}:${line}: the message is no literal\n`);
  if (wanted !== undefined) for (const text of texts.loose) process.stdout.write(`${path}:${text}\n`);
}
