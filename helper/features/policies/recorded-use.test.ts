// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { RecordedAccess } from '../../../contract/model/policy/replay.ts';
import { generateModule } from '../../../sepolicy/own-domain/generate.ts';
import { learningModule } from '../../../sepolicy/own-domain/learning-module.ts';
import { type CompilationAnswer, withoutDifference } from '../../selinux/policy/compilation.ts';
import { askedOf, createRecordedUse, type RecordedUseOptions } from './recorded-use.ts';

const day = 24 * 3600;
const signal = new AbortController().signal;
const accessTo = (type: string, domain = 'bulkhead_c_web_t'): RecordedAccess => ({
  source: { user: 'system_u', role: 'system_r', type: domain, level: 's0:c1,c2' },
  target: { user: 'system_u', role: 'object_r', type, level: 's0' },
  class: 'file',
  permissions: ['read'],
  container: 'web',
  comms: ['nginx'],
  used: 2,
  blocked: 0,
  last: 9 * day,
});
const answer = (change: Partial<CompilationAnswer>): CompilationAnswer => ({
  problems: [],
  ...withoutDifference,
  ...change,
});
const denied = { place: 1, permissions: ['read'], grantedBy: ['a rule'], deniedBy: ['none'] };

function useOf(accesses: readonly RecordedAccess[], options: Partial<RecordedUseOptions> = {}) {
  const filters: unknown[] = [];
  const use = createRecordedUse({
    policy: { ask: () => Promise.reject(new Error('the loaded policy is not asked')) },
    modules: { check: () => Promise.reject(new Error('nothing is compiled again')) },
    denials: {
      recorded: (filter) => (filters.push(filter), accesses),
      keptSince: () => 4 * day,
      oldest: () => 5 * day,
    },
    records: { since: async () => ['no-auditd'] },
    now: () => 10 * day,
    ...options,
  });
  return { use, filters };
}

it('says since when records are whole, how old the oldest is, and which gaps there are', async () => {
  const { use, filters } = useOf([accessTo('proc_t'), accessTo('sysfs_t', 'bulkhead_t')]);
  const { accesses, recording } = await use.gather({ days: 7, container: 'web', domain: 'bulkhead_c_web_t' });
  expect(filters).toEqual([{ since: 3 * day, container: 'web' }]);
  expect(accesses.map(({ target }) => target.type)).toEqual(['proc_t']);
  expect(recording).toEqual({ since: 4 * day, oldest: 5 * day, gaps: ['no-auditd'], leftOut: 0 });
  expect((await use.gather({ days: 2 })).recording.since).toBe(8 * day);
});

it('is bounded by number and by length, and counts what is left out', async () => {
  const many = useOf(Array.from({ length: 1500 }, (_, place) => accessTo(`a${place}_t`))).use;
  const { accesses, recording } = await many.gather({ days: 7 });
  expect([accesses.length, recording.leftOut]).toEqual([1000, 500]);
  const long = useOf([accessTo('a_t'), accessTo('b'.repeat(400 * 1024)), accessTo('c_t')]).use;
  expect((await long.gather({ days: 7 })).recording.leftOut).toBe(2);
});

it('gives the compiler nothing that a container wrote', () => {
  expect(askedOf([accessTo('proc_t')])).toEqual([
    { source: accessTo('').source, target: accessTo('proc_t').target, class: 'file', permissions: ['read'] },
  ]);
});

it('names the recorded access behind each place of the compiled answer', async () => {
  const { use } = useOf([accessTo('proc_t'), accessTo('sysfs_t')]);
  const gathered = await use.gather({ days: 7 });
  const tried = { owner: 'web', source: '(type x)', isLearning: false, gathered, signal };
  const replayed = { denied: [denied], allowed: [], unknown: [] };
  expect(await use.replayed({ ...tried, answer: answer({ replayed }) })).toMatchObject({
    examined: 2,
    denied: [{ access: { target: { type: 'sysfs_t' }, comms: ['nginx'] }, deniedBy: ['none'] }],
    deniedCount: 1,
    recording: { oldest: 5 * day },
  });
  expect(await use.replayed({ ...tried, answer: answer({}) })).toBeUndefined();
});

it('replays the module of a container that learns as it is afterwards', async () => {
  const facts = { owner: 'web', ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false };
  const usual = generateModule(facts);
  const checked: unknown[] = [];
  const { use } = useOf([accessTo('proc_t'), accessTo('sysfs_t')], {
    modules: {
      check: async (owner, source, { mayBePermissive, recorded }) => {
        checked.push([owner, source.trim(), mayBePermissive, recorded?.length]);
        return answer({ replayed: { denied: [denied], allowed: [], unknown: [] } });
      },
    },
  });
  const gathered = await use.gather({ days: 7 });
  const source = learningModule(usual, 'web');
  const found = await use.replayed({ owner: 'web', source, isLearning: true, gathered, answer: answer({}), signal });
  expect(checked).toEqual([['web', usual.trim(), false, 2]]);
  expect(found?.deniedCount).toBe(1);
});

it('replays what all did on the loaded policy with a boolean, and names what it was', async () => {
  const asked: unknown[] = [];
  const replayed = { denied: [], allowed: [{ ...denied, place: 1 }], unknown: [] };
  const policy = { ask: async (...all: unknown[]) => (asked.push(all.slice(0, 2)), replayed) };
  const { use, filters } = useOf([accessTo('proc_t'), accessTo('sysfs_t', 'init_t')], {
    policy: policy as unknown as RecordedUseOptions['policy'],
  });
  const boolean = { name: 'web_connect_db', isOn: true };
  const { signal } = new AbortController();
  const { examined, allowed, allowedCount } = await use.withBoolean({ boolean, days: 7, signal });
  expect([examined, allowedCount, allowed[0]?.access.source.type]).toEqual([2, 1, 'init_t']);
  expect(filters).toEqual([{ since: 3 * day, container: undefined }]);
  expect(asked).toMatchObject([['replay', { boolean, accesses: [{ class: 'file' }, { class: 'file' }] }]]);
});

it('replays nothing for a boolean that the policy does not have', async () => {
  const { use } = useOf([], { policy: { ask: async () => null } as unknown as RecordedUseOptions['policy'] });
  const boolean = { name: 'no_such', isOn: true };
  await expect(use.withBoolean({ boolean, days: 7, signal: new AbortController().signal })).rejects.toMatchObject({
    code: 'context-unknown',
  });
});
