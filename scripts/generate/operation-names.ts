// SPDX-License-Identifier: Apache-2.0
/** The names of the contract's operations, for what knows no more of them and starts without their schemas. */

import { operationNames } from '../../contract/operations/index.ts';
import { addSpdxHeader } from '../check/spdx-header.ts';

export function operationNamesModule(): string {
  const about = '/** Written by `npm run generate` from the operations beside it, without their schemas. */';
  const lines = operationNames.map((name) => `  '${name}',\n`).join('');
  const list = `export const listedOperations: ReadonlySet<string> = new Set([\n${lines}]);`;
  return addSpdxHeader('operation-names.ts', `${about}\n\n${list}\n`);
}
