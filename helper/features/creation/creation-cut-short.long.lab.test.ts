// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creationSteps } from '../../../contract/wording/creation-steps.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { createUntil, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { until } from '../../lxc/fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);

let helper: LabClient;

/** A folder of the host that each of these creations asks for, with enough files that labelling them takes a while. */
const folder = `/srv/cut-${suffix}`;
const withVolume = { volumes: [{ source: folder, target: '/data' }] };
/** Whole paths, labels and marks: what must be as it was. */
const listing = (): Promise<string> =>
  lab.mustRun(
    `find ${folder} -printf '%p %Z %m %U\\n' | sort; getfattr -R -h -d -m trusted.bulkhead ${folder} ` +
      `2>/dev/null; grep -F ${folder} /proc/mounts; true`,
  );
let before: string;

beforeAll(async () => {
  await lab.mustRun(
    `mkdir -p ${folder}/sub && cd ${folder}/sub && seq 1 400 | xargs touch && chcon -t public_content_t ${folder}/sub ${folder}/sub/1`,
  );
  before = await listing();
  helper = await openLabClient(lab);
});
afterAll(async () => {
  await helper.close();
  await lab.mustRun(['rm', '-rf', folder]);
});

describe('a creation that is cancelled', () => {
  it.each(creationSteps({ ...withVolume, confinement: 'own', allow: ['ping'], start: true }))(
    'during the step %s leaves nothing, and its volume the labels that it had (window 6)',
    async (step) => {
      const name = `cut-${step}-${suffix}`;
      helper.adopt(name);
      const outcome = await createUntil(helper, { name, ...withVolume }, { step, act: (abort) => abort() });
      // The last step may have ended before the word arrives; then the container is whole.
      if (step === 'verify' && outcome === 'done')
        expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
      else expect({ outcome, traces: await tracesOf(lab, name) }).toEqual({ outcome: 'cancelled', traces: noTraces });
      if (outcome === 'done') await (await helper.client()).request('container.remove', { name, force: true });
      expect(await listing()).toBe(before);
    },
  );
});

describe('a helper that is killed during a creation (F1)', () => {
  it.each(['policy', 'configure', 'volumes', 'start'] as const)(
    'in the step %s leaves nothing half made, and its volume the labels that it had (window 6)',
    async (step) => {
      const name = `shot-${step}-${suffix}`;
      helper.adopt(name);
      await createUntil(
        helper,
        { name, ...withVolume },
        {
          step,
          act: () => lab.mustRun(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'bulkhead-helper.service']),
        },
      ).catch(() => 'gone');
      await until(
        async () =>
          (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n',
      );
      // Its intents have ended.
      await until(async () => (await tracesOf(lab, name)).endsWith(noTraces));
      const isThere = (await helper.find(name)) !== undefined;
      // The signal may come when all is done; then it is whole.
      if (isThere) expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
      else expect(await tracesOf(lab, name)).toBe(noTraces);
      if (isThere) await (await helper.client()).request('container.remove', { name, force: true });
      await until(async () => (await listing()) === before);
      expect(await listing()).toBe(before);
    },
  );
});
