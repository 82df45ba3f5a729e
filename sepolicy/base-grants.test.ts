// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statementsOf, textOf } from './cil/statements.ts';
import { beyondBase, ofSharedAlone } from './base-grants.ts';
import { readPolicy } from './read-policy.ts';

test('what the shared domain alone may do to itself is what the base module says', () => {
  const base = readFileSync(new URL('../policy/selinux/bulkhead.cil', import.meta.url), 'utf8');
  const said = [...statementsOf(base)]
    .map(({ expression }) => textOf(expression))
    .filter((text) => text.startsWith('(allow bulkhead_common self '));
  expect(said.sort()).toEqual(
    Object.entries(ofSharedAlone)
      .map(([className, permissions]) => `(allow bulkhead_common self (${className} (${permissions.join(' ')})))`)
      .sort(),
  );
});

test('it counts for a domain of its own, and what every container may do does not', () => {
  const policy = readPolicy(`(handleunknown deny)
(class process (execmem fork))
(type bulkhead_t)
(type bulkhead_c_web_t)
(allow bulkhead_t self (process (execmem fork)))`);
  const [source, target] = ['bulkhead_c_web_t', 'bulkhead_c_web_t'];
  expect(beyondBase(policy, [{ source, target, class: 'process', permissions: ['execmem', 'fork'] }])).toEqual([
    { source, target, class: 'process', permissions: ['execmem'] },
  ]);
});
