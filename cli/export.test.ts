// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { Explanation } from '../contract/model/denials/explanation.ts';
import { fakeGroup } from '../testing/models/denial.ts';
import { fakeHostInfo } from '../testing/models/host.ts';
import { type SocketHost, startSocketHost } from '../testing/socket-host.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { sarifLogSchema } from './fixtures/sarif-log.ts';
import { localChanges } from '../testing/models/local-changes.ts';

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
      'policy.local': async () => ({ changes: [...localChanges] }),
      'denial.query': async () => ({ groups: [fakeGroup()], events: [], lost: 0, auditLog: null }),
      'denial.explain': async () => explanation,
      'host.info': async () => fakeHostInfo,
    });
    return host.socketPath;
  }

  it('give local changes as a script that a shell takes, in which everything is an argument', async () => {
    const { stdout } = await runCommand(['policy', 'export'], { socketPath: await given() });
    expect(spawnSync('sh', ['-n'], { input: stdout }).stderr.toString()).toBe('');
    // The programs that the script calls print their arguments instead.
    const said = spawnSync('sh', [], {
      input: `semanage() { printf '[%s]' "$@"; echo; }\nsetsebool() { semanage "$@"; }
semodule() { printf '[%s]' "$1" "$2"; cat "$4"; }\n${stdout}`,
    }).stdout.toString();
    expect(said.split('\n')).toEqual([
      '[permissive][-a][lamp_t]',
      '[-X][400](allow lamp_t note_t (file (read)))',
      'END',
      '[port][-a][-t][lamp_port_t][-p][tcp][8797]',
      "[fcontext][-a][-t][lamp_content_t][-s][system_u][-r][s0:c1,c3.c5][-f][d][--][/srv/it's {{ x }}(/.*)?]",
      '[fcontext][-a][-e][/var/www][/srv/copy]',
      '[-P][lamp][on]',
      '',
    ]);
  });

  it('give local changes as CIL, in which no comment becomes a rule', async () => {
    const { stdout } = await runCommand(['policy', 'export', '--language', 'cil'], { socketPath: await given() });
    const statements = stdout.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
    expect(statements).toEqual([
      '(typepermissive lamp_t)',
      '(allow lamp_t note_t (file (read)))',
      'END',
      '(portcon tcp 8797 (system_u object_r lamp_port_t ((s0) (s0))))',
      `(filecon "/srv/it's {{ x }}(/.*)?" dir (system_u object_r lamp_content_t ((s0 (c1 (range c3 c5))) (s0 (c1 (range c3 c5))))))`,
    ]);
    expect(stdout).toContain("; lamp is on (by root, entry 1 of Bulkhead's activity log)\n; not possible in CIL\n");
  });

  it('give local changes as an Ansible playbook, in which nothing is a template', async () => {
    const { stdout } = await runCommand(['policy', 'export', '--language', 'ansible'], { socketPath: await given() });
    expect(stdout).toContain(
      'ansible.posix.seboolean:\n        name: !unsafe "lamp"\n        state: true\n        persistent: true\n',
    );
    expect(stdout).toContain(
      'community.general.seport:\n        ports: "8797"\n        proto: !unsafe "tcp"\n        setype: !unsafe "lamp_port_t"\n',
    );
    expect(stdout).toContain(`target: !unsafe "/srv/it's {{ x }}(/.*)?"\n        ftype: d\n`);
    expect(stdout).toContain(
      'argv: [!unsafe "semodule", !unsafe "-X", !unsafe "400", !unsafe "-i", !unsafe "/root/local_lamp.cil"]\n',
    );
    expect(stdout).not.toContain('bulkhead.cil');
  });

  it('list local changes, with who made them and how they are undone', async () => {
    const socketPath = await given();
    const { stdout } = await runCommand(['policy', 'local'], { socketPath });
    expect(stdout).toMatch(/^boolean +lamp is on +root +\S.* bulkheadctl activity undo 1$/m);
    expect(stdout).toMatch(/^port +tcp port 8797 is lamp_port_t +- +- +semanage port -d -p tcp 8797$/m);
    expect(stdout).toMatch(/^other +not understood: new\\n\(allow/m);
    expect(linesOf((await runCommand(['policy', 'local', '--json'], { socketPath })).stdout)).toEqual(localChanges);
  });

  it('give groups with their reasons as SARIF and as JSON', async () => {
    const socketPath = await given();
    const [sarif] = linesOf((await runCommand(['denials', '--export', 'sarif'], { socketPath })).stdout);
    expect(sarifLogSchema.parse(sarif)).toEqual(sarif);
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
