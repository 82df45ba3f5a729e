// SPDX-License-Identifier: Apache-2.0
/** Builds the same pages for Cockpit, with the manifest by which it finds them. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPage } from './build-page.ts';
import { cockpitManifest } from './cockpit-manifest.ts';
import { checkout, type Target } from './target.ts';

export const cockpit: Target = {
  name: 'cockpit',
  async build() {
    await buildPage('cockpit');
    const manifest = `${JSON.stringify(cockpitManifest, undefined, 2)}\n`;
    await writeFile(join(checkout, 'dist/cockpit/manifest.json'), manifest);
  },
};
