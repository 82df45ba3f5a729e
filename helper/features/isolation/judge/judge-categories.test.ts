// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation } from './judge-isolation.ts';
import type { sound } from '../fixtures/sound-facts.ts';
import { db, brief } from '../fixtures/sound-facts.ts';

describe('of categories', () => {
  const stopped = { initPid: null, state: 'stopped' } as const;
  const open = (rows: readonly string[]): Partial<typeof sound> => ({ map: { containers: [], rows: [...rows] } });

  it('the same pair, however it is written, and the helper gives the stopped one another', () => {
    const twin = containerFacts('twin', {
      container: { context: 'system_u:system_r:bulkhead_t:s0:c5.c6', ...stopped },
    });
    const [finding, ...others] = judgeIsolation(isolationFacts([containerFacts('web'), twin], open(['-o', 'o-'])));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'shared-categories',
      severity: 'broken',
      relation: 'same',
      containers: ['web', 'twin'],
      fix: { by: 'helper', operation: 'reassign-categories', container: 'twin' },
    });
  });

  it.each([
    ['s0:c6,c5', 's0:c5,c6', ['shared-categories weak web twin']],
    ['s0:c15.c16', 's0:c15,c16', ['shared-categories weak web twin']],
    ['s0:c10,c9', 's0:c9,c10', ['shared-categories weak web twin']],
    ['s0:c10,c11', 's0:c10,c12', []],
    ['s0:c10,c110', 's0:c10,c111', []],
  ])('%s and %s are the same or not: %j', (one, other, expected) => {
    const of = (name: string, level: string): ReturnType<typeof containerFacts> =>
      containerFacts(name, { container: { context: `system_u:system_r:bulkhead_t:${level}` } });
    expect(judgeIsolation(isolationFacts([of('web', one), of('twin', other)])).map(brief)).toEqual(expected);
  });

  it('none of a container whose context names no categories that can be read', () => {
    const nameless = { container: { context: 'nonsense' }, facts: { isKnown: false } };
    expect(
      judgeIsolation(isolationFacts([containerFacts('web', nameless), containerFacts('db', nameless)])).map(brief),
    ).toEqual(['unknown-context weak web', 'unknown-context weak db']);
  });

  it('what the kernel allows although the pairs differ is the fault of the domain', () => {
    const permissive = containerFacts('web', { container: { confinementMode: 'permissive' } });
    const other = containerFacts('db', { container: { context: db } });
    expect(judgeIsolation(isolationFacts([permissive, other], open(['-o', 'c-']))).map(brief)).toEqual([
      'permissive-domain broken web',
    ]);
  });

  it('of two that run neither is changed: the commands begin with a stop', () => {
    const [finding] = judgeIsolation(
      isolationFacts([containerFacts('web'), containerFacts('twin')], open(['-o', 'o-'])),
    );
    expect(finding?.fix).toMatchObject({
      by: 'commands',
      commands: ['bulkheadctl stop web', "bulkheadctl audit --fix 'shared-categories:web,twin'"],
    });
  });

  it('the same pair of types that may not touch each other is weaker', () => {
    const other = containerFacts('pod', {
      container: { context: 'system_u:system_r:container_t:s0:c5,c6', isManaged: false },
      facts: { root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false } },
    });
    expect(judgeIsolation(isolationFacts([containerFacts('web'), other], open(['-t', 't-']))).map(brief)).toEqual([
      'shared-categories weak web pod',
    ]);
  });

  it('a container that holds all categories of another, but only where the kernel says that it reaches it', () => {
    const wide = containerFacts('wide', { container: { context: 'system_u:system_r:bulkhead_t:s0:c0.c20' } });
    expect(judgeIsolation(isolationFacts([wide, containerFacts('web')], open(['-o', 'c-']))).map(brief)).toEqual([
      'shared-categories broken wide web',
    ]);
    expect(judgeIsolation(isolationFacts([wide, containerFacts('web')], open(['-t', 'c-'])))).toEqual([]);
  });

  it('a pair that overlaps in one category only is no finding', () => {
    const half = containerFacts('half', { container: { context: 'system_u:system_r:bulkhead_t:s0:c6,c9' } });
    expect(judgeIsolation(isolationFacts([containerFacts('web'), half]))).toEqual([]);
  });

  it('a process of another tool with the same pair', () => {
    const outside = [{ pid: 900, comm: 'conmon', context: 'system_u:system_r:container_t:s0:c5,c6' }];
    expect(
      judgeIsolation(
        isolationFacts([containerFacts('web'), containerFacts('db', { container: { context: db } })], { outside }),
      ).map(brief),
    ).toEqual(['outside-processes weak web']);
  });

  it('a process of another tool with the pair that a stopped container is configured with', () => {
    const outside = [
      { pid: 900, comm: 'conmon', context: 'system_u:system_r:container_t:s0:c5,c6' },
      { pid: 901, comm: 'gone', context: '' },
    ];
    const web = containerFacts('web', {
      container: { context: null, ...stopped },
      facts: {
        configured: 'system_u:system_r:bulkhead_t:s0:c5,c6',
        root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false },
      },
    });
    expect(judgeIsolation(isolationFacts([web], { outside }))).toMatchObject([
      { kind: 'outside-processes', containers: ['web'], count: 1 },
    ]);
  });
});
