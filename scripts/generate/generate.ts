// SPDX-License-Identifier: Apache-2.0
/** `npm run generate`: writes the generated files. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputs } from './outputs.ts';

for (const [path, generate] of Object.entries(outputs)) {
  writeFileSync(join(import.meta.dirname, '../..', path), await generate());
  process.stdout.write(`wrote ${path}\n`);
}
