// SPDX-License-Identifier: Apache-2.0
/** What is known of the contract's operations without their schemas, for what starts without those. */

import { operationNames, operations } from '../../contract/operations/index.ts';
import type { Operation } from '../../contract/operation.ts';
import { addSpdxHeader } from '../check/spdx-header.ts';

export function operationNamesModule(): string {
  const about = '/** Written by `npm run generate` from the operations beside it, without their schemas. */';
  const names = operationNames.map((name) => `  '${name}',\n`).join('');
  const reaching = operationNames.flatMap((name) => {
    const { reachesInto }: Operation = operations[name];
    return reachesInto === undefined ? [] : [`  ['${name}', '${reachesInto}'],\n`];
  });
  return addSpdxHeader(
    'operation-names.ts',
    `${about}\n\nexport const listedOperations: ReadonlySet<string> = new Set([\n${names}]);\n\n` +
      '/** The param of each operation that reaches into a container, which names it. */\n' +
      `export const reachingOperations: ReadonlyMap<string, string> = new Map([\n${reaching.join('')}]);\n`,
  );
}
