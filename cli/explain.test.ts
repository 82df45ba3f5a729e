// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf, runCommand } from './fixtures/run-command.ts';

const stdinOf = (text: string): PassThrough => new PassThrough().end(text);

describe('explain', () => {
  const policy =
    '(class file (read)) (type cat_t) (type note_t) (type key_t) (allow cat_t note_t (file ' +
    '(read))) (boolean cat_keys false) (booleanif cat_keys (true (allow cat_t key_t (file ' +
    '(read)))))';
  const record = (target: string): string =>
    'type=AVC msg=audit(1795533833.415:1): avc:  denied  { read } for  pid=1 comm="cat" ' +
    `scontext=u:r:cat_t:s0 tcontext=u:object_r:${target}:s0 tclass=file permissive=0\n`;

  it('asks the policy of a file about the denials of another, with no helper', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-explain-'));
    try {
      const file = join(folder, 'policy.cil');
      await writeFile(file, policy);
      const outcome = await runCommand(['explain', '--input', '-', '--policy', file, '--json'], {
        stdin: stdinOf(record('key_t')),
      });
      expect(linesOf(outcome.stdout)).toMatchObject([
        {
          group: { count: 1 },
          reason: { kind: 'boolean', booleans: [{ name: 'cat_keys', value: true }] },
          remedies: [{ kind: 'own-rule' }, { kind: 'boolean', commands: ['setsebool -P cat_keys on'] }],
        },
      ]);
      expect(
        (await runCommand(['explain', '--input', '-', '--policy', file], { stdin: stdinOf(record('note_t')) })).stdout,
      ).toContain('it is allowed now');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says what is wrong with the policy or the words', async () => {
    expect(
      await runCommand(['explain', '--input', '-', '--policy', '/nowhere/policy'], { stdin: stdinOf('') }),
    ).toEqual({ exitCode: 1, stdout: '', stderr: 'bulkheadctl: cannot read /nowhere/policy: there is no such file\n' });
    expect((await runCommand(['explain', '--policy', 'x'])).exitCode).toBe(2);
    expect((await runCommand(['explain', 'not-an-id'])).exitCode).toBe(2);
  });
});
