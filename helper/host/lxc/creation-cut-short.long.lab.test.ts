import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creationStepSchema } from '../../../contract/operations/container.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { createUntil, noTraces, tracesOf } from '../../../hosts/fixtures/cut-creation.ts';
import { until } from './fixtures/until.ts';

const lab = await useTestLab();
const suffix = Date.now().toString(36);

let helper: LabClient;

beforeAll(async () => {
  helper = await openLabClient(lab);
});
afterAll(() => helper.close());

describe('a creation that is cancelled', () => {
  it.each(creationStepSchema.options)('during the step %s leaves nothing', { timeout: 400_000 }, async (step) => {
    const name = `cut-${step}-${suffix}`;
    helper.adopt(name);
    const outcome = await createUntil(helper, name, step, (abort) => abort());
    // The last step may have ended before the word arrives; then the container is whole.
    if (step === 'verify' && outcome === 'done') expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
    else expect({ outcome, traces: await tracesOf(lab, name) }).toEqual({ outcome: 'cancelled', traces: noTraces });
  });
});

describe('a helper that is killed during a creation (F1)', () => {
  it.each(['configure', 'start'] as const)('in the step %s leaves nothing half made', { timeout: 400_000 }, async (step) => {
    const name = `shot-${step}-${suffix}`;
    helper.adopt(name);
    await createUntil(helper, name, step, () => lab.mustRun(['systemctl', 'kill', '-s', 'KILL', '--kill-whom=main', 'bulkhead-helper.service'])).catch(() => 'gone');
    await until(async () => (await lab.mustRun(['systemctl', 'is-active', 'bulkhead-helper.service']).catch(() => '')) === 'active\n', 240);
    // Its intents have ended.
    await until(async () => (await tracesOf(lab, name)).endsWith(noTraces), 30);
    const isThere = (await helper.find(name)) !== undefined;
    // The signal may come when all is done; then it is whole.
    if (isThere) expect(await helper.exec(name, 'true')).toEqual({ exitCode: 0, output: '' });
    else expect(await tracesOf(lab, name)).toBe(noTraces);
  });
});
