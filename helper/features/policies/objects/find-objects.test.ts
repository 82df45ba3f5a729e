// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { textOf } from '../../../../contract/text.ts';
import { smallPolicy } from '../../../../sepolicy/fixtures/small-policy.ts';
import { prove } from '../../../../sepolicy/prove/prove.ts';
import { findObjects, type LookedAt, withObjects } from './find-objects.ts';
import type { SeenObject } from './judge-object.ts';
import type { LookAtContainer } from './look-at-container.ts';

const { signal } = new AbortController();
const web: LookedAt = { name: 'web', context: 'system_u:system_r:bulkhead_t:s0:c5,c6', initPid: 7 };
const none = { mount: 0, file: 0, terminal: 0, process: 0, descriptor: 0, socket: 0 };

function objectOf(changes: Partial<SeenObject> = {}): SeenObject {
  return { kind: 'file', path: '/srv/x', label: 'system_u:object_r:bulkhead_file_t:s0', ...changes };
}

/** Looks at a container that has these objects. */
function lookThatSees(seen: readonly SeenObject[], unread = 0): LookAtContainer {
  return async (_, onSeen) => {
    seen.forEach(onSeen);
    return { looked: { ...none, file: seen.length }, unread, left: [] };
  };
}

const fine = objectOf({ path: '/srv/fine', label: 'system_u:object_r:bulkhead_file_t:s0:c5,c6' });

it('names an object that was planted without categories, and counts what was looked at', async () => {
  const objects = await findObjects([web], lookThatSees([fine, objectOf()]), signal);
  expect(objects).toMatchObject({
    containers: [{ name: 'web', looked: { file: 2 }, excepted: 0, unread: 0 }],
    found: [{ container: 'web', kind: 'file', path: '/srv/x', context: objectOf().label, lacks: 'all' }],
    foundCount: 1,
  });
  expect(textOf(objects.found[0]?.remedy ?? '')).toContain('bulkheadctl label restore web');
});

it('counts an object once that many descriptors lead to, and names the first fifty', async () => {
  const pipe = (pid: number) =>
    objectOf({ kind: 'descriptor', path: `/proc/${pid}/fd/1 -> pipe:[9]`, key: 'pipe:[9]' });
  const many = Array.from({ length: 60 }, (_, place) => objectOf({ path: `/srv/${place}` }));
  const objects = await findObjects([web], lookThatSees([pipe(1), pipe(2), ...many]), signal);
  expect([objects.foundCount, objects.found.length]).toEqual([61, 50]);
  expect(objects.found[0]?.path).toBe('/proc/1/fd/1 -> pipe:[9]');
});

it('counts what has no categories by design, and does not name it', async () => {
  const made = objectOf({ path: '/dev/.lxc-boot-id', label: 'system_u:object_r:bulkhead_tmpfs_t:s0' });
  const objects = await findObjects([web], lookThatSees([made]), signal);
  expect([objects.containers[0]?.excepted, objects.foundCount]).toEqual([1, 0]);
});

it('passes over what it can say nothing of, and leaves out what does not run', async () => {
  const others: readonly LookedAt[] = [
    { name: 'stopped', context: web.context, initPid: null },
    { name: 'bare', context: null, initPid: 8 },
    { name: 'free', context: 'unconfined_u:unconfined_r:unconfined_t:s0', initPid: 9 },
    { name: 'gone', context: web.context, initPid: 10 },
  ];
  const objects = await findObjects(others, async () => undefined, signal);
  expect(objects.containers).toEqual([]);
  expect(objects.passed.map(({ name, reason }) => `${name}: ${textOf(reason)}`)).toEqual([
    'bare: its context is not known',
    'free: unconfined_t is no domain that is proven anything of',
    'gone: it has ended meanwhile',
  ]);
});

it('takes the proof away where an object is open to others, and where one could not be read', async () => {
  const proof = { ...prove(smallPolicy), verdict: 'proven' as const };
  const verdictWith = async (look: LookAtContainer) =>
    withObjects(proof, await findObjects([web], look, signal)).verdict;
  expect(await verdictWith(lookThatSees([fine]))).toBe('proven');
  expect(await verdictWith(lookThatSees([fine, objectOf()]))).toBe('open');
  expect(await verdictWith(lookThatSees([fine], 1))).toBe('unknown');
  const open = { ...proof, verdict: 'open' as const };
  expect(withObjects(open, await findObjects([web], lookThatSees([fine], 1), signal)).verdict).toBe('open');
});
