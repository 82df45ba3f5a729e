// SPDX-License-Identifier: Apache-2.0
/** What each finding about contexts and categories says of itself. */

import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { actOf, db, noRoot, seen, seenOf, stopped, web } from '../fixtures/findings-seen.ts';
import { type Changes, containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

describe('of contexts', () => {
  it('none, and one that the policy does not know', () => {
    const none = containerFacts('old', {
      container: { context: null, ...stopped, isManaged: false },
      facts: { configured: undefined },
    });
    expect(judgeIsolation(isolationFacts([none])).map(seen)).toEqual([
      {
        id: 'no-context:old',
        evidence: ['/var/lib/lxc/old/config: no line lxc.selinux.context'],
        fix: [
          'lxc-stop -n old',
          "echo 'lxc.selinux.context = system_u:system_r:container_t:s0:cA,cB' >> /var/lib/lxc/old/config",
          'chcon -R -t container_file_t -l s0:cA,cB /var/lib/lxc/old/rootfs',
          'lxc-start -n old',
        ],
      },
    ]);
    expect(seenOf({ facts: { isKnown: false } })).toEqual([
      { id: 'unknown-context:c0', evidence: [`lxc.selinux.context = ${web}`], fix: [] },
    ]);
  });

  it('one that confines nothing, of a container that would be started in it', () => {
    const context = 'system_u:system_r:unconfined_t:s0';
    expect(
      judgeIsolation(
        isolationFacts([
          containerFacts('old', {
            container: { context: null, ...stopped },
            facts: { configured: context, processes: [], root: noRoot },
          }),
        ]),
      ),
    ).toMatchObject([
      {
        id: 'unconfined:old',
        isRunning: false,
        context,
        summary: 'old would be started in unconfined_t, which confines nothing.',
        evidence: [`lxc.selinux.context = ${context}`],
        fix: { by: 'advice' },
      },
    ]);
  });

  it('of one that runs the context that it has, whatever is configured', () => {
    const context = 'system_u:system_r:unconfined_t:s0';
    const found = seenOf({ container: { context }, facts: { configured: web, processes: [], root: noRoot } });
    expect(found).toMatchObject([{ id: 'unconfined:c0', fix: ['kill of c0'] }, { id: 'context-differs:c0' }]);
    expect(seenOf({ facts: { configured: undefined, isKnown: false } })).toMatchObject([{ id: 'no-context:c0' }]);
    const nonsense = { configured: 'nonsense', isKnown: false };
    expect(seenOf({ container: { context: null, ...stopped }, facts: nonsense })).toMatchObject([
      { id: 'unknown-context:c0' },
    ]);
  });

  it('another one than is configured, and a permissive domain', () => {
    expect(seenOf({ facts: { configured: db, root: noRoot } })).toEqual([
      {
        id: 'context-differs:c0',
        evidence: [`/proc/100/attr/current: ${web}`, `lxc.selinux.context = ${db}`],
        fix: ['kill of c0'],
      },
    ]);
    expect(seenOf({ container: { confinementMode: 'permissive' } })).toEqual([
      {
        id: 'permissive-domain:c0',
        evidence: ['(typepermissive bulkhead_t)'],
        fix: ['semanage permissive -d bulkhead_t'],
      },
    ]);
  });

  it('processes of another one, of which twenty are named', () => {
    const strays = Array.from({ length: 25 }, (_, index) => ({
      pid: index,
      comm: 'sh',
      context: index < 20 ? 'system_u:system_r:unconfined_t:s0' : db,
    }));
    const [finding] = judgeIsolation(
      isolationFacts([
        containerFacts('web', { facts: { processes: [{ pid: 100, comm: 'init', context: web }, ...strays] } }),
      ]),
    );
    expect(finding).toMatchObject({
      id: 'stray-processes:web',
      severity: 'broken',
      summary: '25 processes in web have another context than its init, one that confines nothing.',
      count: 25,
      processes: strays.slice(0, 20),
      evidence: [`init: ${web}`, `5 in ${db}`, '20 in system_u:system_r:unconfined_t:s0'],
      fix: { by: 'commands' },
    });
    expect(actOf(finding?.fix ?? { by: 'advice', summary: '' }).slice(0, 2)).toEqual([
      'ps -o pid,label,args -p 0',
      'kill -9 0',
    ]);
  });

  it('a single process, and one whose context cannot be read', () => {
    const processes = [{ pid: 7, comm: 'sh', context: db }];
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { processes } })]))).toMatchObject([
      { severity: 'weak', summary: 'A process in web has another context than its init.' },
    ]);
    expect(seenOf({ facts: { processes: [{ pid: 7, comm: 'sh', context: '' }] } })).toMatchObject([
      { id: 'stray-processes:c0', evidence: [`init: ${web}`, '1 in '] },
    ]);
  });

  it('denials that a dontaudit rule keeps out of the log', () => {
    expect(seenOf({ facts: { unlogged: ['search', 'open'] } })).toEqual([
      {
        id: 'dontaudit-denials:c0',
        evidence: ['dontaudit bulkhead_t …:dir { search open };'],
        fix: ['semodule -DB', 'semodule -B'],
      },
    ]);
  });
});

describe('of categories', () => {
  const judge = (rows: readonly string[], ...containers: readonly Changes[]): readonly Finding[] =>
    judgeIsolation(
      isolationFacts(
        containers.map((changes, index) => containerFacts(`c${index}`, changes)),
        { map: { containers: [], rows: [...rows] } },
      ),
    );

  it('two of other tools with the same pair', () => {
    const foreign = { container: { isManaged: false }, facts: { root: noRoot } };
    expect(judge(['-o', 'o-'], foreign, foreign)).toMatchObject([
      {
        id: 'shared-categories:c0,c1',
        level: 's0:c5,c6',
        summary: 'c0 and c1 have the same categories, c5 and c6: each reaches the files of the others.',
        evidence: [`c0: ${web}`, `c1: ${web}`],
        fix: {
          commands: [
            'lxc-stop -n c1',
            "sed -i 's/^lxc.selinux.context = \\(.*\\):s0.*$/lxc.selinux.context = \\1:s0:cA,cB/' " +
              '/var/lib/lxc/c1/config',
            'chcon -R -l s0:cA,cB /var/lib/lxc/c1/rootfs',
          ],
        },
      },
    ]);
  });

  it('three without any, of which only the first reaches another', () => {
    const bare = {
      container: { context: 'system_u:system_r:bulkhead_t:s0', isManaged: false },
      facts: { root: noRoot },
    };
    expect(judge(['-ot', 't-t', 'tt-'], bare, bare, bare)).toMatchObject([
      {
        id: 'shared-categories:c0,c1,c2',
        severity: 'broken',
        relation: 'none',
        summary: 'c0, c1 and c2 have no categories: each reaches the files of the others.',
        fix: { commands: expect.arrayContaining(['lxc-stop -n c2']) as string[] },
      },
    ]);
  });

  it('one that holds those of another and more, and one that reaches what has none', () => {
    const wide = { container: { context: 'system_u:system_r:bulkhead_t:s0:c0.c20', ...stopped } };
    expect(judge(['-o', 'c-'], wide, {}).map(seen)).toEqual([
      {
        id: 'shared-categories:c0>c1',
        evidence: ['c0: system_u:system_r:bulkhead_t:s0:c0.c20', `c1: ${web}`],
        fix: ['reassign-categories of c0'],
      },
    ]);
    expect(judge(['-o', 'c-'], wide, {})).toMatchObject([
      { relation: 'contains', summary: 'c0 holds all categories of c1 beside its own, so it reaches its files.' },
    ]);
    const bare = {
      container: { context: 'system_u:system_r:bulkhead_t:s0', isManaged: false },
      facts: { root: noRoot },
    };
    expect(judge(['-o', 'c-'], {}, bare)).toMatchObject([
      {
        id: 'shared-categories:c0>c1',
        relation: 'none',
        level: 's0',
        summary: 'c1 has no categories, so c0 reaches its files.',
      },
    ]);
  });

  it('processes outside of every container, each named once', () => {
    const outside = [900, 901].map((pid) => ({
      pid,
      comm: 'conmon',
      context: 'system_u:system_r:container_t:s0:c5.c6',
    }));
    expect(judgeIsolation(isolationFacts([containerFacts('web')], { outside }))).toMatchObject([
      {
        id: 'outside-processes:web',
        count: 2,
        processes: outside,
        summary: expect.stringContaining('2 processes outside of every LXC container hold the') as string,
        evidence: ['2 in system_u:system_r:container_t:s0:c5.c6'],
        fix: { commands: ['ps -o pid,label,cgroup,args -p 900', 'ps -o pid,label,cgroup,args -p 901'] },
      },
    ]);
    expect(judgeIsolation(isolationFacts([containerFacts('web')], { outside: outside.slice(1) }))).toMatchObject([
      { summary: expect.stringMatching(/^A process outside of every LXC container holds/) as string },
    ]);
    const free = outside.map((process) => ({ ...process, context: 'system_u:system_r:container_t:s0' }));
    const bare = containerFacts('bare', {
      container: { context: 'system_u:system_r:bulkhead_t:s0' },
      facts: { root: noRoot },
    });
    expect(judgeIsolation(isolationFacts([bare], { outside: free }))).toEqual([]);
  });
});
