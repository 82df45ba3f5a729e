// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../../contract/model/policy/change.ts';
import type { DenialGroup } from '../../../contract/model/denials/denial.ts';
import type { Remedy } from '../../../contract/model/denials/explanation.ts';
import { openLabClient, type LabClient } from '../../../hosts/fixtures/lab-client.ts';
import { useTestLab } from '../../../lab/test-lab.ts';
import { readResult } from '../../../rpc/read-result.ts';
import { theirClassOf } from '../../../sepolicy/fixtures/audit2why.ts';
import { until } from '../../lxc/fixtures/until.ts';
import { remedyCil, remedyFolder, remedyModule } from './fixtures/remedy-domains.ts';

const lab = await useTestLab();
let helper: LabClient;

const port = 8797;
/** What each runs, and its output when it was allowed. */
const programs = {
  note: { command: `cat ${remedyFolder}/note`, success: 'text of note' },
  key: { command: `cat ${remedyFolder}/key`, success: 'text of key' },
  page: { command: `stat -c 'size %s' ${remedyFolder}/page`, success: 'size 5' },
  give: { command: `chcon -u system_u ${remedyFolder}/mark 2>&1 && echo given`, success: 'given' },
  override: { command: `cat ${remedyFolder}/private`, success: 'text of private' },
  bind: {
    command: `socat -d -d -u TCP-LISTEN:${port},bind=127.0.0.1,accept-timeout=1 /dev/null`,
    success: 'listening on',
  },
} as const;
type Program = keyof typeof programs;

beforeAll(async () => {
  await lab.mustRun(
    `set -e
mkdir -p ${remedyFolder} && cd ${remedyFolder}
echo 'text of note' > note && echo 'text of key' > key && echo page > page && touch mark
echo 'text of private' > private && chown nobody private && chmod 0 private
cat > /root/${remedyModule}.cil && semodule -i /root/${remedyModule}.cil
chcon -t bulkheadtest_note_t note && chcon -t bulkheadtest_key_t key && chcon -t bulkheadtest_stray_t page
chcon -t bulkheadtest_mark_t mark && chcon -t bulkheadtest_page_t private`,
    { input: remedyCil },
  );
  helper = await openLabClient(lab);
});
afterAll(async () => {
  await helper.close();
  // A reset is faster than removing the module again.
  await lab.reset();
});

/** Says whether SELinux lets the domain do it. */
async function may(domain: 'one' | 'two', program: Program): Promise<boolean> {
  const { command, success } = programs[program];
  const words = await lab.mustRun(`runcon -t bulkheadtest_${domain}_t ${command} 2>&1; true`);
  if (words.includes(success)) return true;
  if (words.includes('Permission denied')) return false;
  throw new Error(`cannot tell what became of it: ${words}`);
}

/** What each of the two may do. */
async function both(program: Program): Promise<object> {
  return { one: await may('one', program), two: await may('two', program) };
}

async function groupOf(targetType: string, permission: string): Promise<DenialGroup> {
  const client = await helper.client();
  return until(async () => {
    const { groups } = await client.request('denial.query', {});
    return groups.find(
      (group) =>
        group.sourceType === 'bulkheadtest_one_t' &&
        group.targetType === targetType &&
        group.permissions.includes(permission),
    );
  });
}

interface Chosen {
  readonly group: string;
  readonly remedy: Remedy;
}

async function remedyOf({ id: group }: DenialGroup, id: string): Promise<Chosen> {
  const { remedies, reason } = await (await helper.client()).request('denial.explain', { group });
  const remedy = remedies.find((one) => one.id === id);
  if (remedy === undefined) throw new Error(`no ${id} is proposed for ${JSON.stringify(reason)}`);
  return { group, remedy };
}

async function apply({ group, remedy: { id: remedy, change, opensCount, risk } }: Chosen): Promise<Change> {
  return readResult(
    (await helper.client()).stream('remedy.apply', {
      group,
      remedy,
      seen: { change, opensCount, risk: risk.level },
      acceptsUnknown: risk.level === 'unknown',
    }),
  );
}

async function undo(id: number): Promise<Change> {
  return readResult((await helper.client()).stream('activity.undo', { id }));
}

/**
 * Kills the helper with its child processes once the command says so, and waits for the next one and for its recovery.
 */
async function killHelperWhen(condition: string): Promise<void> {
  await lab.mustRun(
    `until ${condition}; do sleep 0.05; done; systemctl kill -s KILL bulkhead-helper.service; systemctl restart bulkhead-helper.service`,
  );
  await helper.recovered();
}

describe('a boolean', () => {
  it('opens what was denied, to the one that it is about; undone, it is denied again, and nothing is left', async () => {
    expect(await both('note')).toEqual({ one: false, two: false });
    const chosen = await remedyOf(await groupOf('bulkheadtest_note_t', 'read'), 'boolean:bulkheadtest_reads_notes');
    expect(chosen.remedy).toMatchObject({ change: ['setsebool -P bulkheadtest_reads_notes on'], cannotApply: null });
    const change = await apply(chosen);
    expect(change).toMatchObject({
      kind: 'boolean',
      state: 'applied',
      user: 'operator',
      before: ['bulkheadtest_reads_notes is off now', 'bulkheadtest_reads_notes is at boot as the policy has it'],
    });
    expect(await both('note')).toEqual({ one: true, two: false });
    expect(await lab.mustRun('semanage boolean -l -C -n')).toContain('bulkheadtest_reads_notes');
    expect(await undo(change.id)).toMatchObject({ state: 'undone' });
    expect(await both('note')).toEqual({ one: false, two: false });
    expect(await lab.mustRun('semanage boolean -l -C -n')).not.toContain('bulkheadtest_reads_notes');
  });

  it('that opens secrets is denied, whatever the client says that it saw', async () => {
    expect(await may('one', 'key')).toBe(false);
    const { group, remedy } = await remedyOf(
      await groupOf('bulkheadtest_key_t', 'read'),
      'boolean:bulkheadtest_reads_keys',
    );
    expect(remedy).toMatchObject({
      risk: { level: 'high' },
      cannotApply: expect.stringContaining('too dangerous') as string,
    });
    await expect(apply({ group, remedy })).rejects.toMatchObject({ code: 'remedy-not-applicable' });
    await expect(
      apply({ group, remedy: { ...remedy, risk: { level: 'low', reason: '' }, cannotApply: null } }),
    ).rejects.toMatchObject({ code: 'remedy-changed' });
    expect(await lab.mustRun('getsebool bulkheadtest_reads_keys')).toContain('off');
  });

  it('whose helper is killed while it is set is as it was when the next one has started (F3)', async () => {
    const chosen = await remedyOf(await groupOf('bulkheadtest_note_t', 'read'), 'boolean:bulkheadtest_reads_notes');
    const [outcome] = await Promise.allSettled([apply(chosen), killHelperWhen('pidof setsebool >/dev/null')]);
    expect(outcome.status).toBe('rejected');
    const changes = await until(async () => {
      const stream = (await helper.client()).stream('activity.watch', { latest: 5 });
      for await (const item of stream)
        return (
          item.type === 'snapshot' &&
          item.entries.find(({ change, operation }) => operation === 'remedy.apply' && change?.state === 'interrupted')
        );
      return undefined;
    }, 200);
    expect(changes).toMatchObject({ outcome: 'interrupted', change: { kind: 'boolean' } });
    expect(await may('one', 'note')).toBe(false);
    expect(await lab.mustRun('semanage boolean -l -C -n')).not.toContain('bulkheadtest_reads_notes');
    expect(await lab.mustRun('semodule -lfull | grep -c bulkhead')).not.toBe('0\n');
  });
});

describe('a label of a file', () => {
  it('is given as the policy has it, so that the one reads it and the other does not; undone, it is the old one', async () => {
    expect(await both('page')).toEqual({ one: false, two: false });
    const group = await groupOf('bulkheadtest_stray_t', 'getattr');
    const chosen = await remedyOf(group, 'relabel');
    // audit2why would propose a rule for all files of that type.
    expect(await theirClassOf(lab, group.sample)).toBe('rule');
    const change = await apply(chosen);
    expect(change).toMatchObject({
      kind: 'relabel',
      change: [`restorecon -v -- ${remedyFolder}/page`],
      before: [`${remedyFolder}/page is unconfined_u:object_r:bulkheadtest_stray_t:s0`],
    });
    expect(await both('page')).toEqual({ one: true, two: false });
    expect(await lab.mustRun(['restorecon', '-n', '-v', `${remedyFolder}/page`])).toBe('');
    expect((await (await helper.client()).request('denial.explain', { group: chosen.group })).reason).toEqual({
      kind: 'allowed-now',
    });
    await undo(change.id);
    expect(await both('page')).toEqual({ one: false, two: false });
    expect(await lab.mustRun(['stat', '-c', '%C', `${remedyFolder}/page`])).toBe(
      'unconfined_u:object_r:bulkheadtest_stray_t:s0\n',
    );
  });

  it('is not given to what a link leads to, nor undone on another file of the same name (C6)', async () => {
    const chosen = await remedyOf(await groupOf('bulkheadtest_stray_t', 'getattr'), 'relabel');
    await lab.mustRun(
      `cd ${remedyFolder} && mv page kept && echo canary > canary && chcon -t bulkheadtest_stray_t canary && ln -s canary page`,
    );
    await expect(apply(chosen)).rejects.toMatchObject({ code: 'remedy-not-applicable' });
    await lab.mustRun(`cd ${remedyFolder} && rm page && chown nobody kept && ln kept page`);
    await expect(apply(chosen)).rejects.toMatchObject({
      code: 'remedy-not-applicable',
      data: { reason: expect.stringContaining('2 names') as string },
    });
    await lab.mustRun(`cd ${remedyFolder} && rm page && mv kept page`);
    const { id } = await apply(chosen);
    await lab.mustRun(`cd ${remedyFolder} && mv page kept && cp -a canary page`);
    await expect(undo(id)).rejects.toMatchObject({ code: 'change-not-undoable' });
    expect(await lab.mustRun(`cd ${remedyFolder} && stat -c %C canary page`)).toBe(
      'unconfined_u:object_r:bulkheadtest_stray_t:s0\n'.repeat(2),
    );
    await lab.mustRun(`cd ${remedyFolder} && mv kept page`);
    expect(await undo(id)).toMatchObject({ state: 'undone' });
  });
});

describe('a label of a port', () => {
  it('lets the one bind it and not the other; undone, neither can, and semanage shows nothing', async () => {
    expect(await both('bind')).toEqual({ one: false, two: false });
    const group = await groupOf('unreserved_port_t', 'name_bind');
    // audit2why would propose a rule for every port without a label of its own.
    expect(await theirClassOf(lab, group.sample)).toBe('rule');
    const change = await apply(await remedyOf(group, 'port-label:bulkheadtest_port_t'));
    expect(change).toMatchObject({
      kind: 'port-label',
      before: [`tcp port ${port} has the policy's own label, unreserved_port_t`],
    });
    expect(await both('bind')).toEqual({ one: true, two: false });
    expect(await lab.mustRun('semanage port -l -C -n')).toMatch(/bulkheadtest_port_t +tcp +8797/);
    await undo(change.id);
    expect(await both('bind')).toEqual({ one: false, two: false });
    expect(await lab.mustRun('semanage port -l -C -n')).toBe('');
  });
});

describe('what a label, a boolean or a rule of a container would not open', () => {
  async function reasonOf(targetType: string, permission: string): Promise<object> {
    const { reason, remedies } = await (
      await helper.client()
    ).request('denial.explain', { group: (await groupOf(targetType, permission)).id });
    return { reason, remedies: remedies.map(({ kind }) => kind) };
  }

  it('a constraint that denies what a rule allows is named, and nothing is proposed against it', async () => {
    expect(await both('give')).toEqual({ one: false, two: false });
    expect(await reasonOf('bulkheadtest_mark_t', 'relabelto')).toEqual({
      reason: { kind: 'constraint', about: 'user', expression: expect.stringContaining('(eq u1 u2)') as string },
      remedies: ['leave'],
    });
  });

  it('a capability of root that the domain lacks is named, and none is proposed for a domain of the host', async () => {
    expect(await both('override')).toEqual({ one: false, two: false });
    expect(await reasonOf('bulkheadtest_one_t', 'dac_read_search')).toEqual({
      reason: { kind: 'capability', capabilities: ['dac_read_search'], inUserNamespace: false },
      remedies: ['leave'],
    });
  });
});
