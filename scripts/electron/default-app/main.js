// SPDX-License-Identifier: Apache-2.0
/**
 * Loads the application named on the command line, as Electron's own default application does.
 * Top-level `await` holds `ready` back until that application has run.
 */

import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const words = process.argv.slice(1);
if (words.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}

const preloads = [];
let folder;
for (let index = 0; index < words.length && folder === undefined; index += 1) {
  const word = words[index];
  if (word === '-r' || word === '--require') preloads.push(words[(index += 1)]);
  else if (!word.startsWith('-')) folder = resolve(word);
}
if (folder === undefined) {
  console.error('cannot start: name the folder of an application on the command line');
  process.exit(2);
}

const require = createRequire(join(folder, 'package.json'));
for (const preload of preloads) require(resolve(preload));

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setVersion(manifest.version ?? '0.0.0');
app.name = manifest.productName ?? manifest.name;
app.setPath('userData', join(app.getPath('appData'), app.name));
app.setAppPath(folder);
await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
