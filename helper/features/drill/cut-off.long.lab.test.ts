// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DrillStep, drillStepSchema } from '../../../contract/model/drill.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { tracesOfDrill } from './fixtures/traces.ts';

const lab = await useTestLab();

/** Few, and yet for each variant one, so that a run goes through all its steps. */
const probes = ['ipc-shared', 'kernel-module'];
/**
 * The steps in which most is there to be removed: containers that are being made, and all of it with a permissive domain
 * loaded. With BULKHEAD_EVERY_STEP=1, as before a release, a helper is killed, a drill is cancelled, and a caller leaves
 * in each step: the others take the same ways, in a quarter of an hour.
 */
const isThorough = process.env['BULKHEAD_EVERY_STEP'] === '1';
const everyStep = drillStepSchema().options;
const killedIn: readonly DrillStep[] = isThorough ? everyStep : ['create', 'without-selinux'];
const cancelledIn: readonly DrillStep[] = isThorough ? everyStep : ['create'];
const leftIn: readonly DrillStep[] = isThorough
  ? ['create', 'plant', 'with-selinux', 'without-selinux', 'report']
  : ['plant'];
/** Says whether there may be nothing yet in this step, or nothing any more. */
const isEmpty = (step: DrillStep): boolean => step === 'check' || step === 'create';

const timeout = { timeout: 900_000 };
const timeoutSeconds = 600;

describe('a drill that is cut off', () => {
  let helper: LabClient;
  let untouched: readonly string[];

  beforeAll(async () => {
    helper = await openLabClient(lab);
    untouched = await tracesOfDrill(lab);
  });
  afterAll(() => helper.close());

  /** Begins one, and resolves when it is in this step. */
  async function begin(by: LabClient, step: DrillStep): Promise<{ cancel(): void; readonly ended: Promise<unknown> }> {
    const abort = new AbortController();
    const drill = (await by.client()).stream('drill.run', { probes }, { signal: abort.signal });
    const ended = drill.result.catch((error: unknown) => error);
    await new Promise<void>((reached) => {
      // Read on to the end: to stop reading would be to cancel.
      const read = async (): Promise<void> => {
        for await (const item of drill) if (item.type === 'step' && item.step === step) reached();
      };
      read().then(reached, () => reached());
    });
    return { cancel: () => abort.abort(), ended };
  }

  async function untilUntouched(): Promise<void> {
    let last: readonly string[] = [];
    await until(async () => {
      last = await tracesOfDrill(lab);
      return last.join() === untouched.join();
    }, timeoutSeconds).catch(() => expect(last).toEqual(untouched));
  }

  const killHelper = (): Promise<string> =>
    lab.mustRun(['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'bulkhead-helper.service']);

  it('begins on a host that has nothing of a drill, and enforces', () => {
    expect(untouched).toEqual(['Enforcing', expect.stringMatching(/^[0-9a-f]{64} /)]);
  });

  it.each(killedIn)('leaves nothing when the helper is killed in the step %s', timeout, async (step) => {
    const { ended } = await begin(helper, step);
    await killHelper();
    await ended;
    if (!isEmpty(step)) expect(await tracesOfDrill(lab)).not.toEqual(untouched);
    await untilUntouched();
  });

  it.each(cancelledIn)('leaves nothing when it is cancelled in the step %s', timeout, async (step) => {
    const { cancel, ended } = await begin(helper, step);
    cancel();
    await ended;
    await untilUntouched();
  });

  it.each(leftIn)('leaves nothing when its caller is gone in the step %s', timeout, async (step) => {
    const other = await openLabClient(lab);
    const { ended } = await begin(other, step);
    (await other.client()).close();
    await ended;
    await untilUntouched();
  });

  it('leaves nothing when the helper is killed while it takes the permissive domain away', timeout, async () => {
    const { ended } = await begin(helper, 'report');
    await until(
      async () => (await lab.mustRun('pgrep -fa "semodule .*-r bulkhead_d_drill" || true')).includes('semodule -X'),
      timeoutSeconds,
    );
    await killHelper();
    await ended;
    expect(await tracesOfDrill(lab)).not.toEqual(untouched);
    await untilUntouched();
  });
});
