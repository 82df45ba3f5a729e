// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Params } from '../../../contract/operations/index.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import { connectStatement } from '../../../sepolicy/own-domain/connect-statement.ts';
import { containerCall, generateModule } from '../../../sepolicy/own-domain/generate.ts';
import type { GrantedAccess } from '../../../sepolicy/own-domain/granted-beyond.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import { remedyOf } from '../../../sepolicy/remedy.ts';
import { withoutDifference } from '../../selinux/policy/compilation.ts';
import { createReview } from './review.ts';

const domain = 'bulkhead_c_web_t';
const { signal } = new AbortController();
const usual = generateModule({
  owner: 'web',
  ports: [],
  allow: [],
  connectTypes: [],
  volumes: [],
  hasVolumes: false,
});
const learning = learningModule(usual, 'web');
const low = { level: 'low', reason: 'Harmless.' } as const;

const proc: GrantedAccess = {
  target: 'proc_t',
  class: 'file',
  permissions: ['open', 'read', 'ioctl'],
  isOwn: false,
  isQuiet: false,
};
const own: GrantedAccess = { target: domain, class: 'process', permissions: ['fork'], isOwn: true, isQuiet: false };

function groupOf(id: string, targetType: string, permissions: readonly string[], changes: Partial<DenialGroup> = {}) {
  return {
    id,
    sourceType: domain,
    targetType,
    class: 'file',
    permissions: [...permissions],
    count: 1,
    first: 1,
    last: 9,
    containers: ['web'],
    comms: ['cat'],
    permissive: true,
    notBlocked: 1,
    reason: 'no-rule' as const,
    sample: undefined as never,
    ...changes,
  };
}

const connection = groupOf('4'.repeat(16), 'postgresql_port_t', ['name_connect'], { class: 'tcp_socket' });

const connectRemedy = remedyOf({
  id: 'connect-port:postgresql_port_t',
  kind: 'connect-port',
  reach: 'container',
  summary: '',
  cannotApply: null,
  change: [connectStatement('web', 'postgresql_port_t')],
  risk: { level: 'medium', reason: 'It opens connections.' },
  opens: [{ source: domain, target: 'postgresql_port_t', class: 'tcp_socket', permissions: ['name_connect'] }],
});

/** Makes the review of a container whose module is in this form, and whose compiler grants what its sources name. */
function reviewOf(
  stored: string,
  groups: readonly DenialGroup[],
  isLearning = stored === learning,
  learnedSince: number | null = 1,
) {
  const explained: string[] = [];
  const installed: string[] = [];
  const connected: (readonly string[])[] = [];
  const grantsOf = (source: string): readonly GrantedAccess[] => {
    if (source.includes(`\n${containerCall('web', 'container')}`)) return [proc, own];
    return source.includes(`\n${containerCall('web', 'narrow_container')}`) ? [own] : [];
  };
  const beyond = (these: readonly GrantedAccess[], those: readonly GrantedAccess[]): readonly GrantedAccess[] =>
    these.filter((one) => !those.includes(one));
  const review = createReview({
    containers: {
      describedDomain: () =>
        ({
          learnedSince,
          plainDomain: null,
          learningUntil: isLearning ? 99 : null,
          connectTypes: ['smtp_port_t'],
        }) as never,
    },
    modules: {
      read: async () => ({ source: stored }) as never,
      check: async (_container, source) => ({
        problems: [],
        ...withoutDifference,
        accesses: {
          added: beyond(grantsOf(source), grantsOf(stored)),
          removed: beyond(grantsOf(stored), grantsOf(source)),
        },
      }),
    },
    learning: {
      end: async (_name, { source, connectTypes }) => {
        installed.push(source ?? '');
        connected.push(connectTypes ?? []);
      },
    },
    denials: {
      query: async () => ({ groups }) as never,
      explain: async ({ group }) => {
        explained.push(group);
        if (group === connection.id) return { reason: { kind: 'no-rule' }, remedies: [connectRemedy] } as never;
        const opens = [{ source: domain, target: 'proc_t', class: 'file', permissions: ['read', 'write'] }];
        const remedy = remedyOf({
          id: 'own-rule',
          kind: 'own-rule',
          reach: 'container',
          summary: '',
          change: [],
          cannotApply: null,
          risk: low,
          opens,
        });
        return { reason: { kind: 'no-rule' }, remedies: [remedy] } as never;
      },
    },
  });
  const adopt = (remove: readonly GrantedAccess[], rules: Params<'policy.adopt'>['rules'] = []): Promise<void> =>
    review.adopt(
      {
        name: 'web',
        rules,
        remove: remove.map(({ target, class: className, permissions }) => ({
          target,
          class: className,
          permissions: [...permissions],
        })),
      },
      { signal, onStep: () => undefined },
    );
  return { review, adopt, explained, installed, connected };
}

const used = groupOf('1'.repeat(16), 'proc_t', ['read']);

describe.each([
  ['while it learns', learning],
  ['after its time is over', usual],
])('%s', (_when, stored) => {
  it('asks why only about what its module does not grant, and proposes that alone', async () => {
    const { review, explained } = reviewOf(stored, [used, groupOf('2'.repeat(16), 'proc_t', ['read', 'write'])]);
    const { rules, usage } = await review.learned('web', signal);
    expect(explained).toEqual(['2'.repeat(16)]);
    expect(rules.map(({ rule }) => rule.rule)).toEqual([`(allow ${domain} proc_t (file (write)))`]);
    expect(usage).toEqual({
      granted: 4,
      used: 1,
      grantedOutside: 3,
      usedOutside: 1,
      accesses: [{ target: 'proc_t', class: 'file', permissions: ['read'] }],
      surplus: [{ target: 'proc_t', class: 'file', permissions: ['open', 'ioctl'] }],
      unknown: [],
    });
  });

  it('keeps all of its grants when nothing is taken away', async () => {
    const { adopt, installed } = reviewOf(stored, [used]);
    await adopt([]);
    expect(installed).toEqual([usual]);
  });

  it('names what is left when something is taken away', async () => {
    const { adopt, installed } = reviewOf(stored, [used]);
    await adopt([{ ...proc, permissions: ['ioctl'] }]);
    const [source = ''] = installed;
    expect(source).toContain(`\n${containerCall('web', 'narrow_container')}\n`);
    expect(source.split('\n').filter((line) => line.startsWith('(allow '))).toEqual([
      `(allow ${domain} proc_t (file (open read)))`,
    ]);
  });

  it('says of another source what of it was used, and what it adds', async () => {
    const { review } = reviewOf(stored, [used]);
    const more: GrantedAccess = { ...proc, target: 'sysfs_t', permissions: ['read'] };
    const accesses = { added: [more], removed: [{ ...proc, permissions: ['ioctl'] }] };
    const usage = await review.usageBy('web', stored, { accesses, signal });
    // While it learns, the source itself is compiled as it is when it does not.
    expect([usage?.grantedOutside, usage?.usedOutside]).toEqual([3, 1]);
    expect(usage?.surplus.map(({ target, permissions }) => `${target} ${permissions.join(' ')}`)).toEqual(
      stored === learning ? ['proc_t open ioctl'] : ['proc_t open', 'sysfs_t read'],
    );
  });

  it('adds the type of a port that it connected to, to those that are chosen for it', async () => {
    const { adopt, review, installed, connected } = reviewOf(stored, [connection]);
    const { rules } = await review.learned('web', signal);
    expect(rules.map(({ rule }) => [rule.rule, rule.advice])).toEqual([[connectRemedy.change[0], 'decide']]);
    await adopt([], [{ group: connection.id, permissions: ['name_connect'] }]);
    expect(connected).toEqual([['smtp_port_t', 'postgresql_port_t']]);
    expect(installed[0]?.split('\n').filter((line) => line.includes('postgresql_port_t'))).toEqual(
      connectRemedy.change,
    );
  });

  it('takes nothing away that was used, or that is its own', async () => {
    const { adopt, installed } = reviewOf(stored, [used]);
    for (const access of [{ ...proc, permissions: ['read'] }, own])
      await expect(adopt([access])).rejects.toMatchObject({ code: 'policy-rejected' });
    expect(installed).toEqual([]);
  });
});

it('explains what other categories deny although its module grants it', async () => {
  const { review, explained } = reviewOf(learning, [
    groupOf('3'.repeat(16), 'proc_t', ['read'], { reason: 'other-categories' }),
  ]);
  await review.learned('web', signal);
  expect(explained).toEqual(['3'.repeat(16)]);
});

it('does not know the use when it learns with its grants', async () => {
  const { review, adopt } = reviewOf(usual, [used], true);
  expect((await review.learned('web', signal)).usage).toBe(null);
  await expect(adopt([{ ...proc, permissions: ['ioctl'] }])).rejects.toMatchObject({ code: 'policy-rejected' });
});

it('knows nothing of the use of one that never learned', async () => {
  const { review } = reviewOf(usual, [used], false, null);
  expect(await review.usageBy('web', usual, { accesses: { added: [], removed: [] }, signal })).toBe(null);
});
