// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessColumns, type AccessColumns, type DomainCount } from '../contract/model/policy/domain-count.ts';
import type { AccessUsage, ModulePreview } from '../contract/model/policy/policy-module.ts';
import type { ProofPath } from '../contract/model/policy/proof.ts';
import { startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const none = Object.fromEntries(accessColumns.map((column) => [column, 0])) as AccessColumns;
const count = (total: number): DomainCount => ({
  domain: 'bulkhead_c_web_t',
  total,
  columns: { ...none, ownTypes: 400, network: total - 400 },
  acrossCategories: 0,
});
const preview: ModulePreview = {
  problems: [],
  added: [{ source: 'bulkhead_c_web_t', target: 'http_port_t', class: 'tcp_socket', permissions: ['name_bind'] }],
  addedCount: 1,
  removed: [],
  removedCount: 0,
  risk: { level: 'low', reason: 'It listens.' },
  counts: { now: count(834), then: count(835) },
  usage: null,
};
const step: ProofPath['steps'][number] = {
  source: 'bulkhead_c_web_t',
  does: 'writes',
  target: 'bulkhead_c_db_file_t',
  class: 'file',
  level: 'writer',
  permissions: ['write'],
  rules: [],
  booleans: [],
};
const usage: AccessUsage = {
  granted: 835,
  used: 300,
  grantedOutside: 343,
  usedOutside: 120,
  accesses: [{ target: 'proc_t', class: 'file', permissions: ['read'] }],
  surplus: [{ target: 'sysctl_vm_t', class: 'file', permissions: ['mounton', 'read'] }],
  unknown: [],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-preview-'));
  await writeFile(join(folder, 'web.cil'), '; a source');
});
afterAll(() => rm(folder, { recursive: true }));

async function run(
  found: ModulePreview,
  ...options: readonly string[]
): Promise<Awaited<ReturnType<typeof runCommand>>> {
  const host = await startSocketHost({
    async *'policy.preview'() {
      yield { step: 'compile' as const, fraction: 0.5 };
      return found;
    },
  });
  try {
    return await runCommand([...options, 'policy', 'preview', 'web', join(folder, 'web.cil')], {
      socketPath: host.socketPath,
    });
  } finally {
    await host.close();
  }
}

it('says what would change, the risk, and how much the domain could do then', async () => {
  expect(await run(preview)).toMatchObject({
    exitCode: 0,
    stdout:
      '+ bulkhead_c_web_t http_port_t:tcp_socket { name_bind }\n' +
      'Risk: low. It listens.\n' +
      'By this source it may make 835 (now 834) accesses, 435 (now 434) of them outside its own types.\n',
  });
});

it('says of one that has learned what of it was used, and what was not', async () => {
  const { stdout } = await run({ ...preview, usage });
  expect(stdout).toContain(
    'it would have 835 accesses; 300 of them were used. 343 of them are outside its own types: 120 were used, ' +
      'and 2 were not.\n',
  );
  const { stdout: json } = await run({ ...preview, usage }, '--json');
  expect(linesOf(json).at(-1)).toMatchObject({ usage: { granted: 835, surplus: [{ target_type: 'sysctl_vm_t' }] } });
});

it('gives scripts both counts, and null for a source that cannot be installed', async () => {
  const { stdout } = await run(preview, '--json');
  expect(linesOf(stdout).at(-1)).toMatchObject({
    counts: { now: { total: 834 }, then: { total: 835, own_types: 400 } },
  });
  const wrong = { ...preview, problems: [{ line: 1, problem: 'it is wrong' }], added: [], counts: null };
  const { stdout: text, exitCode } = await run(wrong, '--json');
  expect([exitCode, linesOf(text).at(-1)]).toEqual([1, expect.objectContaining({ counts: null })]);
});

it('says which channels to other containers and the host it would open', async () => {
  const path: ProofPath = { between: 'containers', from: 'bulkhead_c_web_t', to: 'bulkhead_c_db_t', steps: [step] };
  const channels: ModulePreview['channels'] = [
    { direction: 'to', containers: ['db'], path },
    { direction: 'from', containers: [], path: { ...path, between: 'host-container', steps: [] } },
  ];
  const { stdout } = await run({ ...preview, channels });
  expect(stdout).toContain(
    'It opens a channel to db: From bulkhead_c_web_t to bulkhead_c_db_t: bulkhead_c_web_t writes ' +
      'bulkhead_c_db_file_t:file (write).\nbulkhead_c_web_t is permissive: it is denied nothing.\n',
  );
  const { stdout: json } = await run({ ...preview, channels }, '--json');
  expect(linesOf(json).at(-1)).toMatchObject({ channels: [{ direction: 'to', containers: ['db'] }, {}] });
});

it('says what of the recorded accesses it would have denied', async () => {
  const context = { user: 'system_u', role: 'object_r', type: 'sysfs_t', level: 's0' };
  const access = {
    source: { ...context, type: 'bulkhead_c_web_t' },
    target: context,
    class: 'file',
    permissions: ['read'],
    container: 'web',
    comms: ['nginx'],
    used: 2,
    blocked: 0,
    last: 1_795_600_000,
  };
  const replay: ModulePreview['replay'] = {
    examined: 4,
    denied: [{ access, permissions: ['read'], grantedBy: ['now;'], deniedBy: ['then;'] }],
    deniedCount: 2,
    allowed: [],
    allowedCount: 0,
    unknown: [],
    unknownCount: 0,
    recording: { since: 1_795_000_000, oldest: null, gaps: [], leftOut: 0 },
  };
  const { stdout, exitCode } = await run({ ...preview, replay });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      '^It would deny 2 of the 4 accesses .*\\n' +
        String.raw`- web: bulkhead_c_web_t sysfs_t:file \{ read \} by nginx: took place \(2 ×\), last .*\n` +
        String.raw` {4}Granted by: now; Denied by: then;\n- and 1 more\n`,
      'm',
    ),
  );
  const { stdout: json } = await run({ ...preview, replay }, '--json');
  expect(linesOf(json).at(-1)).toMatchObject({ replay: { denied_count: 2, denied: [{ denied_by: ['then;'] }] } });
});
