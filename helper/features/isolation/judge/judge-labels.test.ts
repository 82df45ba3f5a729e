// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../contract/fixtures/in-english.ts';
import type { Finding } from '../../../../contract/model/isolation-finding.ts';
import { containerFacts, contextOf, isolationFacts } from '../fixtures/some-facts.ts';
import { judgeIsolation as givenJudgeIsolation } from './judge-isolation.ts';

const judgeIsolation = (...args: Parameters<typeof givenJudgeIsolation>) => inEnglish(givenJudgeIsolation(...args));

describe('of labels', () => {
  const labelled = (
    label: string,
    { mountLabel }: { readonly mountLabel: string | undefined } = { mountLabel: label },
  ): readonly Finding[] =>
    judgeIsolation(
      isolationFacts([
        containerFacts('web', {
          container: { initPid: null },
          facts: { root: { path: '/var/lib/lxc/web/rootfs', label: contextOf(label), mountLabel, isMounted: true } },
        }),
      ]),
    );

  it("a root with another pair than the context's", () => {
    expect(labelled('system_u:object_r:bulkhead_file_t:s0:c1,c2')).toMatchObject([
      { kind: 'root-label', severity: 'weak', fix: { by: 'helper', operation: 'remount-root', container: 'web' } },
    ]);
  });

  it('a root without categories, which everybody reaches', () => {
    expect(labelled('system_u:object_r:bulkhead_file_t:s0')).toMatchObject([
      { kind: 'root-label', severity: 'broken' },
    ]);
  });

  it('a root of another type, or mounted without a label', () => {
    expect(labelled('system_u:object_r:var_lib_t:s0:c5,c6')).toMatchObject([
      {
        kind: 'root-label',
        actual: 'system_u:object_r:var_lib_t:s0:c5,c6',
        expected: 'system_u:object_r:bulkhead_file_t:s0:c5,c6',
      },
    ]);
    expect(labelled('system_u:object_r:bulkhead_file_t:s0:c5,c6', { mountLabel: undefined })).toMatchObject([
      {
        kind: 'root-label',
        summary: expect.stringContaining('its files keep labels of their own') as string,
        fix: { by: 'helper', operation: 'remount-root' },
      },
    ]);
  });

  it('no mount without a label of what is not mounted, or is of another tool', () => {
    const label = contextOf('system_u:object_r:bulkhead_file_t:s0:c5,c6');
    const root = { path: '/var/lib/lxc/web/rootfs', label, mountLabel: undefined, isMounted: true };
    const judge = (isManaged: boolean, changes: Partial<typeof root>): readonly Finding[] =>
      judgeIsolation(
        isolationFacts([containerFacts('web', { container: { isManaged }, facts: { root: { ...root, ...changes } } })]),
      );
    expect([judge(true, { isMounted: false }), judge(false, {})]).toEqual([[], []]);
  });

  it('a root whose label cannot be read is no finding, and one without categories of a container without any', () => {
    const unread = { path: '/r', label: undefined, mountLabel: undefined, isMounted: true };
    expect(judgeIsolation(isolationFacts([containerFacts('web', { facts: { root: unread } })]))).toEqual([]);
    const bare = containerFacts('bare', { container: { context: 'system_u:system_r:bulkhead_t:s0' } });
    expect(judgeIsolation(isolationFacts([bare]))).toEqual([]);
  });

  it('of a container that names no context the label that its processes call for', () => {
    const [, finding] = judgeIsolation(
      isolationFacts([
        containerFacts('web', {
          facts: {
            configured: undefined,
            root: {
              path: '/r',
              label: contextOf('system_u:object_r:bulkhead_file_t:s0:c1,c2'),
              mountLabel: 'any',
              isMounted: true,
            },
          },
        }),
      ]),
    );
    expect(finding).toMatchObject({
      kind: 'root-label',
      expected: 'system_u:object_r:bulkhead_file_t:s0:c5,c6',
    });
  });
});
