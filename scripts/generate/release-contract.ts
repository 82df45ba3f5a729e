// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run release-contract`: keeps the contract of the version that is being released, so that a test can say which
 * later change would break its clients. One version back is served, so there is one file.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractShape } from '../../contract/compatibility/contract-shape.ts';

const checkout = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { readonly version: string };
const { operations, failures } = contractShape();

/** One line for each entry, so that a change of one is a change of one line. */
function linesOf(record: object): string {
  return Object.entries(record)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
}

const path = 'contract/compatibility/fixtures/released-contract.json';
writeFileSync(
  join(checkout, path),
  `{\n  "version": ${JSON.stringify(version)},\n` +
    `  "operations": {\n${linesOf(operations)}\n  },\n  "failures": {\n${linesOf(failures)}\n  }\n}\n`,
);
process.stdout.write(`wrote ${path}, version ${version}\n`);
