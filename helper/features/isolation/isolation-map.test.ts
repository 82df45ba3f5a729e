// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { DecideByKernel } from '../../selinux/ask-kernel.ts';
import { contextOf } from './fixtures/some-facts.ts';
import { mapRows } from './isolation-map.ts';

/** A kernel with two types of content, which isolates levels except for what is free. */
const decide: DecideByKernel = ({ source, target, class: className, permissions }) => {
  const isFree = source.type === 'free_t';
  const isOwnKind = target.type.startsWith(source.type.slice(0, 3));
  const isAllowed = className !== 'process' && (isFree || (isOwnKind && source.level === target.level));
  return target.type === 'gone_file_t'
    ? undefined
    : { allowed: new Set(isAllowed ? permissions : []), unlogged: new Set(), isPermissive: source.type === 'lax_t' };
};

function isolated(
  name: string,
  type: string,
  level: string,
): {
  readonly name: string;
  readonly context: ReturnType<typeof contextOf>;
  readonly content: ReturnType<typeof contextOf>;
} {
  return {
    name,
    context: contextOf(`u:r:${type}_t:${level}`),
    content: contextOf(`u:object_r:${type}_file_t:${level}`),
  };
}

it('says for each pair by what it is isolated', () => {
  const containers = [
    isolated('a', 'web', 's0:c1,c2'),
    isolated('b', 'web', 's0:c3,c4'),
    isolated('twin', 'web', 's0:c1,c2'),
    isolated('d', 'own', 's0:c5,c6'),
    isolated('free', 'free', 's0'),
    isolated('lax', 'lax', 's0:c7,c8'),
    isolated('gone', 'gone', 's0:c9,c10'),
  ];
  expect([...mapRows(containers, decide, { isEnforcing: true })]).toEqual([
    // a and its twin share; the others of its type are isolated by categories, other types by type.
    '-cottt' + 'u',
    'c-cttt' + 'u',
    'oc-ttt' + 'u',
    'ttt-tt' + 'u',
    'oooo-o' + 'u',
    'ooooo-' + 'u',
    'tttttt' + '-',
  ]);
});

it('knows nothing of a pair of which one context is unknown, that of the files too', () => {
  const whole = isolated('a', 'web', 's0:c1,c2');
  const [noFiles, noProcesses] = [
    { ...whole, content: undefined },
    { ...whole, context: undefined },
  ];
  expect([...mapRows([whole, noFiles, noProcesses], decide, { isEnforcing: true })]).toEqual(['-uu', 'o-u', 'uu-']);
});

it('knows nothing of a container without a context', () => {
  expect([
    ...mapRows([isolated('a', 'web', 's0:c1,c2'), { name: 'none', context: undefined, content: undefined }], decide, {
      isEnforcing: true,
    }),
  ]).toEqual(['-u', 'u-']);
});

it('isolates nobody on a host that does not enforce', () => {
  const containers = [isolated('a', 'web', 's0:c1,c2'), isolated('b', 'web', 's0:c3,c4')];
  expect([...mapRows(containers, decide, { isEnforcing: false })]).toEqual(['-o', 'o-']);
});
