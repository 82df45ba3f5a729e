// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFailure } from '../../../contract/errors.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';

/** An administrator who uses LXC and semodule by hand on the container that an operation is about. */
const lab = await useTestLab();
const suffix = Date.now().toString(36);

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

const helperPid = (): Promise<string> => lab.mustRun(['systemctl', 'show', '-P', 'MainPID', 'bulkhead-helper.service']);

/** `done`, or the code of a declared failure; a fault of the helper is no such. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return isFailure(error) ? error.code : String(error);
  }
}

const declared =
  /^(?:done|container-(?:failed|busy|running|not-running|not-started|not-found|not-managed)|context-mismatch)$/;

it(
  'lxc-start, lxc-stop and lxc-destroy beside our operations: each ends in words, and what is shown is true (F6)',
  { timeout: 1_200_000 },
  async () => {
    const pid = await helperPid();
    const outcomes: string[] = [];
    for (const [round, byHand] of [
      'lxc-start',
      'lxc-stop -k',
      'lxc-destroy -f',
      'lxc-start',
      'lxc-destroy',
      'lxc-stop -k',
      'lxc-destroy -f',
      'lxc-start',
    ].entries()) {
      const name = `hand-${suffix}-${round}`;
      await helper.create({ name, image: 'debian-13', start: byHand !== 'lxc-start' });
      const client = await helper.client();
      const ours = [
        () => client.request('container.start', { name }),
        () => client.request('container.stop', { name, force: true }),
        () => client.request('container.remove', { name, force: true }),
      ][round % 3];
      const [outcome] = await Promise.all([
        outcomeOf(ours?.() ?? Promise.reject(new Error('no operation'))),
        lab.run(`${byHand} -n ${name} 2>&1`),
      ]);
      outcomes.push(`${byHand}: ${outcome}`);
      expect(outcome, byHand).toMatch(declared);
      const state = (await lab.mustRun(`lxc-info -n ${name} -s -H 2>/dev/null || echo ABSENT`)).trim();
      const shown = (await helper.find(name))?.state ?? 'absent';
      expect([byHand, shown]).toEqual([byHand, state.toLowerCase()]);
      expect(await outcomeOf(client.request('container.remove', { name, force: true }))).toMatch(
        /^(?:done|container-not-found|container-not-managed)$/,
      );
      await lab.mustRun(
        `lxc-stop -k -n ${name} 2>/dev/null; umount -l /var/lib/lxc/${name}/rootfs ` +
          `/var/lib/bulkhead/containers/${name}/lower 2>/dev/null; rm -rf --one-file-system /var/lib/lxc/${name} ` +
          `/var/lib/bulkhead/containers/${name}; true`,
      );
    }
    process.stdout.write(`by hand: ${outcomes.join('; ')}\n`);
    expect(await helperPid()).toBe(pid);
  },
);

it('a configuration that is changed by hand meanwhile is not started with what it opens, and says so (D5) (F6)', async () => {
  const name = `edited-${suffix}`;
  await helper.create({ name, image: 'debian-13' });
  const configuration = `/var/lib/lxc/${name}/config`;
  const starting = outcomeOf((await helper.client()).request('container.start', { name }));
  await lab.mustRun(
    `sed -i 's/^lxc.selinux.context = .*/lxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0/' ${configuration}`,
  );
  expect(await starting).toMatch(/^(?:done|container-failed|container-not-started|context-mismatch)$/);
  expect(
    (
      await lab.run(
        `for pid in $(cat /sys/fs/cgroup/lxc.payload.${name}/cgroup.procs ` +
          `/sys/fs/cgroup/lxc.payload.${name}/init.scope/cgroup.procs 2>/dev/null); ` +
          `do tr -d '\\0' < /proc/$pid/attr/current; echo; done | grep -v ':bulkhead_t:'`,
      )
    ).stdout,
  ).toBe('');
  await lab.mustRun(`rm ${configuration}`);
  expect(await outcomeOf((await helper.client()).request('container.start', { name }))).toMatch(/^container-/);
});
