// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import type { Change } from '../contract/model/policy/change.ts';
import type { Explanation } from '../contract/model/denials/explanation.ts';
import { fakeGroup } from '../testing/models/denial.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { type SocketHost, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeChange } from '../testing/models/change.ts';

const made = fakeChange({ before: [], uid: 0, user: 'root' });
const changes: readonly Change[] = [
  { ...made, id: 1, kind: 'boolean', summary: 'Set the boolean lamp on.', change: ['setsebool -P lamp on'] },
  {
    ...made,
    id: 2,
    kind: 'port-label',
    summary: 'Call tcp port 8797 a lamp_port_t.',
    change: ['semanage port -a -t lamp_port_t -p tcp 8797'],
  },
  {
    ...made,
    id: 3,
    kind: 'relabel',
    summary: 'Give /srv/{{ x }} another label.\n(allow a b (file (write)))',
    change: ['restorecon -v -- /srv/{{ x }}\n(allow a b (file (write)))'],
  },
  {
    ...made,
    id: 4,
    kind: 'module',
    summary: 'Allow it.',
    change: ['(allow lamp_t note_t (file (read)))'],
    container: 'web',
  },
];

describe('exports', () => {
  let host: SocketHost | undefined;
  afterEach(() => host?.close());

  async function given(): Promise<string> {
    const explanation: Explanation = {
      group: fakeGroup().id,
      reason: { kind: 'other-categories', held: ['c1'], needed: ['c2'], otherContainer: 'db' },
      evidence: [{ kind: 'constraint', text: 'mlsconstrain' }],
      hasDontauditRule: false,
      remedies: [],
    };
    host = await startSocketHost({
      'change.list': async () => ({ changes: [...changes] }),
      'denial.query': async () => ({ groups: [fakeGroup()], events: [], lost: 0, auditLog: null }),
      'denial.explain': async () => explanation,
      'host.info': async () => fakeHostInfo,
    });
    return host.socketPath;
  }

  it('give changes as CIL, in which no comment becomes a rule', async () => {
    const { stdout } = await runCommand(['policy', 'export'], { socketPath: await given() });
    const statements = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
    expect(statements).toEqual([
      '(portcon tcp 8797 (system_u object_r lamp_port_t ((s0) (s0))))',
      '(allow lamp_t note_t (file (read)))',
    ]);
    expect(stdout).toContain('; not CIL: setsebool -P lamp on\n');
  });

  it('give changes as an Ansible playbook, in which nothing is a template', async () => {
    const { stdout } = await runCommand(['policy', 'export', '--format', 'ansible'], { socketPath: await given() });
    expect(stdout).toContain(
      'ansible.posix.seboolean:\n        name: "lamp"\n        state: true\n        persistent: true\n',
    );
    expect(stdout).toContain(
      'community.general.seport:\n        ports: "8797"\n        proto: "tcp"\n        setype: "lamp_port_t"\n        state: present\n',
    );
    expect(stdout).toContain(
      'argv: [!unsafe "restorecon", !unsafe "-v", !unsafe "--", !unsafe "/srv/{{ x }}\\n(allow a b (file (write)))"]\n',
    );
  });

  it('give changes as they are', async () => {
    const { stdout } = await runCommand(['policy', 'export', '--json'], { socketPath: await given() });
    expect(linesOf(stdout)).toMatchObject(changes.map(({ id, kind, change: commands }) => ({ id, kind, commands })));
  });

  it('give groups with their reasons as SARIF and as JSON', async () => {
    const socketPath = await given();
    const [sarif] = linesOf((await runCommand(['denials', '--export', 'sarif'], { socketPath })).stdout);
    expect(problemsOfSarif(sarif)).toEqual([]);
    expect(problemsOfSarif({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Bulkhead', rules: [{ id: 'other-categories' }] } },
          results: [
            {
              ruleId: 'other-categories',
              ruleIndex: 0,
              level: 'note',
              partialFingerprints: { 'denialGroup/v1': fakeGroup().id },
              properties: { containers: ['web'] },
            },
          ],
        },
      ],
    });
    const [json] = linesOf((await runCommand(['denials', '--export', 'json'], { socketPath })).stdout);
    expect(json).toMatchObject([{ id: fakeGroup().id, reason: { kind: 'other-categories' }, group: { count: 3 } }]);
    expect((await runCommand(['denials', '--export', 'sarif', '--follow'], { socketPath })).exitCode).toBe(2);
    expect((await runCommand(['denials', '--export', 'xml'], { socketPath })).exitCode).toBe(2);
  });
});

/** By the schema that belongs to the standard. */
function problemsOfSarif(log: unknown): readonly string[] {
  const read = (module: string): object =>
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve(module), 'utf8')) as object;
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true }).addMetaSchema(
    read('ajv/lib/refs/json-schema-draft-04.json'),
  );
  ajv.validate(read('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), log);
  return (ajv.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}
