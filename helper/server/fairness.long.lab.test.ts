// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFailure } from '../../contract/errors.ts';
import { openLabHelper, type LabHelper } from '../../hosts/fixtures/hostile-clients.ts';
import { type LabClient, openLabClient } from '../../hosts/fixtures/lab-client.ts';
import type { Client } from '../../rpc/client.ts';
import { readResult } from '../../rpc/read-result.ts';
import { generateModule } from '../../sepolicy/own-domain/generate.ts';

const slow = { timeout: 900_000 };
const container = `fair-${Date.now().toString(36)}`;
const source = generateModule({
  owner: container,
  ports: [],
  allow: [],
  connectTypes: [],
  volumes: [],
  hasVolumes: false,
});
const folder = `/srv/${container}`;
const places = '/sys/fs/cgroup/system.slice/bulkhead-policy.service/work';

let lab: LabHelper;
/** The one who asks much, and another who wants answers meanwhile. */
let busy: LabClient;
let other: LabClient;

beforeAll(async () => {
  lab = await openLabHelper();
  busy = await openLabClient(lab.guest);
  other = await openLabClient(lab.guest, 'root');
  await busy.create({ name: container, image: 'debian-13' });
}, slow.timeout);
afterAll(async () => {
  await other.close();
  await busy.close();
  await lab.guest.run(`rm -rf ${folder}`);
}, slow.timeout);

/** What became of so many previews, each the code that it failed with, or `done`; and a way to cancel them. */
async function preview(count: number): Promise<{ readonly outcomes: Promise<readonly string[]>; cancel(): void }> {
  const abort = new AbortController();
  const client = await busy.client();
  const all = Array.from({ length: count }, () =>
    codeOf(readResult(client.stream('policy.preview', { name: container, source }, { signal: abort.signal }))),
  );
  return { outcomes: Promise.all(all), cancel: () => abort.abort() };
}

async function codeOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'done',
    (error: unknown) => (isFailure(error) ? error.code : String(error)),
  );
}

/** Names of the cgroups in which something is compiled now. */
async function compilations(): Promise<readonly string[]> {
  return (await lab.guest.mustRun(`ls ${places} | grep ^compile- || true`))
    .trim()
    .split('\n')
    .filter((name) => name !== '');
}

async function untilCompiling(): Promise<string> {
  for (;;) {
    const [name] = await compilations();
    if (name !== undefined) return name;
  }
}

/** Its progress is read as a client would: the helper goes no further than that. */
async function readAll<T>(stream: AsyncIterable<unknown> & { readonly result: Promise<T> }): Promise<T> {
  const items = stream[Symbol.asyncIterator]();
  while ((await items.next()).done !== true);
  return stream.result;
}

const enough = 10;

/** Asks one question after another until the work has ended, or enough were answered. Gives how many were. */
async function answeredDuring(client: Client, ended: Promise<unknown>): Promise<number> {
  const work = { isOver: false };
  const end = (): void => void (work.isOver = true);
  ended.then(end, end);
  let answered = -1;
  // Only these calls: calls without a pause would use the processor that the work with the lowest share needs.
  while (!work.isOver && answered < enough) {
    await client.request('container.list', {});
    answered += 1;
  }
  return answered;
}

describe('compilations', () => {
  it(
    'are one at a time for a user who asks for ten, while another is answered; cancelling leaves none (review F5) (C9) (E6)',
    slow,
    async () => {
      const pid = await lab.pid();
      const { outcomes, cancel } = await preview(10);
      await untilCompiling();
      for (let count = 0; count < 5; count += 1) {
        await (await other.client()).request('host.info', {});
        expect((await compilations()).length).toBeLessThanOrEqual(1);
      }
      cancel();
      expect(new Set(await outcomes)).toEqual(new Set(['cancelled']));
      while ((await compilations()).length > 0);
      expect(await lab.guest.mustRun('pgrep -fc "[b]ulkhead-module-compiler" || true')).toBe('0\n');
      expect(await lab.pid()).toBe(pid);
    },
  );

  it('that take too much memory are killed as a whole, and the helper lives (review F5) (C9)', slow, async () => {
    const pid = await lab.pid();
    const { outcomes } = await preview(1);
    const name = await untilCompiling();
    // A compiler with a fault would do the same: a process in its cgroup takes all that it can get.
    await lab.guest.run([
      'sh',
      '-c',
      `echo $$ > ${places}/${name}/cgroup.procs && exec python3 -c 'kept = [b"x" * 2 ** 24 for _ in range(200)]'`,
    ]);
    expect(await outcomes).toEqual(['policy-unavailable']);
    expect(await lab.guest.mustRun('systemctl is-active bulkhead-helper')).toBe('active\n');
    expect(await lab.pid()).toBe(pid);
    await (await other.client()).request('host.info', {});
  });

  it('run as nobody with the lowest claim to processor and memory', slow, async () => {
    const { outcomes, cancel } = await preview(1);
    const name = await untilCompiling();
    const facts = await lab.guest.mustRun(
      `cd ${places}; cat cpu.weight memory.max ${name}/pids.max ${name}/memory.max ${name}/memory.oom.group; ` +
        `p=$(pgrep -f '[b]ulkhead-module-compiler'); stat -c %u /proc/$p; cat /proc/$p/oom_score_adj; ` +
        'ps -o ni= -p $p; sed s,.*service/,, /proc/$p/cgroup',
    );
    cancel();
    await outcomes;
    expect(facts.split(/\s+/).filter((word) => word !== '')).toEqual([
      '10',
      String(1024 ** 3),
      '64',
      String(640 * 1024 ** 2),
      '1',
      '65534',
      '500',
      '10',
      `work/${name}`,
    ]);
  });
});

describe('long work', () => {
  it('lets others be answered while a module is compiled, linked and loaded (E6)', slow, async () => {
    // No plain domain has this choice, so that a module is compiled.
    const made = readResult(
      (await busy.client()).stream('container.confine', { name: container, confinement: 'own', allow: ['ping'] }),
    );
    expect(await answeredDuring(await other.client(), made)).toBeGreaterThan(5);
    expect((await made).container.domain).toMatch(/^bulkhead_p_\d+_t$/);
  });

  it('lets others be answered while 5,000 files are labelled (E6)', slow, async () => {
    await lab.guest.mustRun(`mkdir -p ${folder} && cd ${folder} && seq 5000 | xargs touch`);
    const attached = readAll(
      (await busy.client()).stream('volume.attach', { name: container, source: folder, target: '/srv' }),
    );
    expect(await answeredDuring(await other.client(), attached)).toBeGreaterThan(5);
    await attached;
    await readAll((await busy.client()).stream('volume.detach', { name: container, target: '/srv' }));
  });
});
