// SPDX-License-Identifier: Apache-2.0
/** Presets and copies on a real host, by bulkheadctl. A copy has two connections, here to the same helper. */

import { afterAll, describe, expect, it } from 'vitest';
import { useTestLab } from '../lab/test-lab.ts';
import { policyNames } from '../sepolicy/own-domain/names.ts';

const lab = await useTestLab();
const operator = { user: 'operator' };
const suffix = Date.now().toString(36);
const [preset, name, copied] = [`shop-${suffix}`, `one-${suffix}`, `two-${suffix}`] as const;
const slow = { timeout: 900_000 };

const ctl = (words: string): Promise<string> => lab.mustRun(`bulkheadctl ${words}`, operator);
/** What comes last: progress is before it. */
async function json(words: string): Promise<Record<string, unknown>> {
  const text = await ctl(`--json ${words}`);
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}
const listed = async (one: string): Promise<Record<string, unknown> | undefined> =>
  (await ctl('--json ls'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find((container) => container['name'] === one);
/** Keys of lines of LXC's configuration, in order. */
const keysOf = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^lxc\.\S+/.exec(line)?.[0] ?? []);
/** What a copy that failed or was cancelled could leave. */
const left = (): Promise<string> => lab.mustRun('ls -A /var/lib/bulkhead/transfers 2>/dev/null || true');

afterAll(async () => {
  await lab.run(`bulkheadctl rm --force --yes ${name} ${copied}; bulkheadctl preset rm ${preset}`);
}, slow.timeout);

describe('a preset on a real host', () => {
  it('makes a container with what was saved, but for what is said otherwise', slow, async () => {
    await ctl(
      `preset save ${preset} --image debian-13 --memory 300M --pids 200 --tag ${preset} --confinement own --listen 8080 ` +
        '--setting env.GREETING=hello --start',
    );
    expect(await ctl('preset ls')).toMatch(new RegExp(`^${preset} +debian-13 +nat +own +${preset}$`, 'm'));
    const create = `create ${name} --preset ${preset} --memory 256M`;
    const preview = keysOf(await ctl(`${create} --dry-run`));
    expect(await listed(name)).toBeUndefined();
    await ctl(create);
    expect(keysOf(await lab.mustRun(`cat /var/lib/lxc/${name}/config`))).toEqual(preview);
    expect(await listed(name)).toMatchObject({
      state: 'running',
      image: 'debian-13',
      tags: [preset],
      domain: policyNames(name).domain,
      environment: { GREETING: 'hello' },
    });
    expect(await lab.mustRun(`cd /sys/fs/cgroup/lxc.payload.${name} && cat memory.max pids.max`)).toBe(
      `${256 * 2 ** 20}\n200\n`,
    );
  });

  it('is replaced under its name, and gone when it is removed', slow, async () => {
    expect(await ctl(`preset save ${preset} --image debian-13 --memory 1G`)).toBe(`replaced ${preset}\n`);
    await ctl(`preset rm ${preset}`);
    expect(await lab.run(`bulkheadctl create x-${suffix} --preset ${preset}`, operator)).toMatchObject({ code: 1 });
  });
});

describe('a copy on a real host', () => {
  it('has the files, a domain, ids and categories of its own', slow, async () => {
    await ctl(`exec ${name} -- sh -c 'echo data > /srv/file && chown 33:33 /srv/file'`);
    expect(await json(`copy ${name} --to local --as ${copied} --start`)).toMatchObject({
      done: { container: copied, host: 'local' },
    });
    expect(await ctl(`exec ${copied} -- stat -c '%u:%g %s' /srv/file`)).toMatch(/^33:33 5\r?\n$/);
    const [one, two] = [await listed(name), await listed(copied)];
    expect(two).toMatchObject({ state: 'running', domain: policyNames(copied).domain, tags: [preset] });
    expect([two?.['categories'], two?.['userns']]).not.toEqual([one?.['categories'], one?.['userns']]);
    expect(await left()).toBe('');
  });

  it('under a name that is taken is no copy, and a move that fails leaves the original running', slow, async () => {
    const moved = await lab.run(`bulkheadctl copy ${name} --to local --as ${copied} --move`, operator);
    expect([moved.code, moved.stderr]).toEqual([1, expect.stringContaining('the name is taken')]);
    expect(await listed(name)).toMatchObject({ state: 'running' });
  });

  it('that moves stops the original, and leaves it', slow, async () => {
    await ctl(`rm --force --yes ${copied}`);
    const { code, stderr } = await lab.run(`bulkheadctl copy ${name} --to local --as ${copied} --move`, operator);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`bulkheadctl rm ${name}`)]);
    expect([(await listed(name))?.['state'], (await listed(copied))?.['state']]).toEqual(['stopped', 'stopped']);
    expect(await left()).toBe('');
  });
});
