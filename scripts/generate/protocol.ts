// SPDX-License-Identifier: Apache-2.0
/**
 * The protocol reference, which is generated when it is read and not kept: `npm run protocol` prints it, and
 * `npm run site` writes it to the file from which the site's page takes it.
 *
 *     npm run protocol [-- FILE]
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { protocolReference } from './protocol-reference.ts';

const [, , file] = process.argv;
if (file === undefined) process.stdout.write(protocolReference());
else {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, protocolReference());
}
