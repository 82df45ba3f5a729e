// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { containerFacts, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';
import { web, db, brief } from '../fixtures/sound-facts.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

describe('of contexts', () => {
  it('a configuration without one', () => {
    const found = judgeIsolation(
      isolationFacts([
        containerFacts('old', {
          container: { context: null, initPid: null, isManaged: false },
          facts: { configured: undefined },
        }),
      ]),
    );
    expect(found.map(brief)).toEqual(['no-context broken old']);
  });

  it('a running container in a domain that confines nothing, which the helper can kill', () => {
    const context = 'unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023';
    const [finding] = judgeIsolation(
      isolationFacts([
        containerFacts('old', {
          container: { context, confinementMode: 'unconfined' },
          facts: { configured: context, processes: [] },
        }),
      ]),
    );
    expect(finding).toMatchObject({
      kind: 'unconfined',
      severity: 'broken',
      isRunning: true,
      summary: expect.stringMatching(/^old runs in unconfined_t/) as string,
      evidence: [`/proc/100/attr/current: ${context}`],
      fix: { by: 'helper', operation: 'kill', container: 'old' },
    });
  });

  it('an init in another context than is configured', () => {
    expect(
      judgeIsolation(
        isolationFacts([
          containerFacts('web', {
            facts: {
              configured: db,
              root: { path: undefined, label: undefined, mountLabel: undefined, isMounted: false },
            },
          }),
        ]),
      ).map(brief),
    ).toEqual(['context-differs weak web']);
  });

  it('a domain that is permissive, and not once more where the host is', () => {
    const facts = isolationFacts([containerFacts('web', { container: { confinementMode: 'permissive' } })]);
    expect(judgeIsolation(facts).map(brief)).toEqual(['permissive-domain broken web']);
    expect(judgeIsolation({ ...facts, selinux: { ...facts.selinux, status: 'permissive' } }).map(brief)).toEqual([
      'permissive-host broken',
    ]);
  });

  it('a context that the policy does not know', () => {
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { isKnown: false } })])).map(brief)).toEqual([
      'unknown-context weak web',
    ]);
  });

  it('a process in another context than its init, worse when it is free', () => {
    const stray = (context: string): readonly Finding[] =>
      judgeIsolation(
        isolationFacts([
          containerFacts('web', {
            facts: {
              processes: [
                { pid: 100, comm: 'init', context: web },
                { pid: 7, comm: 'sh', context },
              ],
            },
          }),
        ]),
      );
    expect(stray('system_u:system_r:unconfined_t:s0')[0]).toMatchObject({
      kind: 'stray-processes',
      severity: 'broken',
      count: 1,
      processes: [{ pid: 7, comm: 'sh', context: 'system_u:system_r:unconfined_t:s0' }],
    });
    expect(stray(db)[0]).toMatchObject({ severity: 'weak' });
  });

  it('denials that dontaudit rules keep out of the log', () => {
    const [finding] = judgeIsolation(
      isolationFacts([containerFacts('web', { facts: { unlogged: ['search', 'open'] } })]),
    );
    expect(finding).toMatchObject({ kind: 'dontaudit-denials', severity: 'notice', permissions: ['search', 'open'] });
  });
});
