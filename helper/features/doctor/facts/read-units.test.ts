// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastLineOf } from './last-line.ts';
import { readUnits, type Run } from './read-units.ts';

const never = new AbortController().signal;
const names = ['bulkhead-policy.socket', 'bulkhead-policy.service'];

const shown = `Id=bulkhead-policy.socket
LoadState=loaded
ActiveState=active
SubState=listening
UnitFileState=static
Result=success

ExecMainStatus=226
Result=exit-code
Id=bulkhead-policy.service
LoadState=loaded
ActiveState=failed
SubState=failed
UnitFileState=static
`;

const journal = `Starting bulkhead-policy.service - Bulkhead container helper policy worker...
bulkhead-policy.service: Failed to set up mount namespacing: /run/systemd/unit-root/proc: Permission denied
bulkhead-policy.service: Failed at step NAMESPACE spawning /usr/lib/bulkhead/bulkhead-policy: Permission denied
bulkhead-policy.service: Main process exited, code=exited, status=226/NAMESPACE
bulkhead-policy.service: Failed with result 'exit-code'.
Failed to start bulkhead-policy.service - Bulkhead container helper policy worker.
`;

/** Programs that print this, and what they were asked. */
function host(systemctl: { readonly code?: number; readonly stdout?: string; readonly stderr?: string } = {}) {
  const asked: (readonly string[])[] = [];
  const run: Run = async (file, args) => {
    asked.push([file, ...args]);
    const given = file.endsWith('systemctl') ? systemctl : { stdout: journal };
    return { code: 0, stdout: '', stderr: '', ...given };
  };
  return { asked, run };
}

describe('the units of a host', () => {
  it('are read by one call of systemctl, and the journal of those that failed', async () => {
    const { asked, run } = host({ stdout: shown });
    const { units, problem } = await readUnits(names, never, run);
    expect(problem).toBeUndefined();
    expect(units).toEqual([
      {
        name: 'bulkhead-policy.socket',
        load: 'loaded',
        file: 'static',
        active: 'active',
        sub: 'listening',
        result: 'success',
        status: 0,
        lastLine: undefined,
      },
      {
        name: 'bulkhead-policy.service',
        load: 'loaded',
        file: 'static',
        active: 'failed',
        sub: 'failed',
        result: 'exit-code',
        status: 226,
        lastLine:
          'bulkhead-policy.service: Failed at step NAMESPACE spawning /usr/lib/bulkhead/bulkhead-policy: ' +
          'Permission denied',
      },
    ]);
    expect(asked.map(([file, ...words]) => [file, words.slice(-names.length)])).toEqual([
      ['/usr/bin/systemctl', names],
      ['/usr/bin/journalctl', ['--no-pager', '--quiet']],
    ]);
    expect(asked[1]).toContain('bulkhead-policy.service');
  });

  it('are those that systemd gave, with what it said of the others', async () => {
    const [socket = ''] = shown.split('\n\n');
    const denied = 'Failed to get properties: Access denied\n';
    const { units, problem } = await readUnits(names, never, host({ code: 1, stdout: socket, stderr: denied }).run);
    expect([units.map(({ name }) => name), problem]).toEqual([
      ['bulkhead-policy.socket'],
      'Failed to get properties: Access denied',
    ]);
  });

  it('are unknown where systemctl cannot be run', async () => {
    const run: Run = () => Promise.reject(new Error('spawn /usr/bin/systemctl ENOENT'));
    expect(await readUnits(names, never, run)).toEqual({ units: [], problem: 'spawn /usr/bin/systemctl ENOENT' });
  });

  it('are not waited for when the check is cancelled', async () => {
    const stop = new AbortController();
    stop.abort(new Error('given up'));
    const run: Run = (_file, _args, { signal }) => Promise.reject(signal?.reason as Error);
    await expect(readUnits(names, stop.signal, run)).rejects.toThrow('given up');
  });
});

describe('the last line of a journal', () => {
  it('is one of routine where there is no other', () => {
    expect(lastLineOf("x.service: Failed with result 'exit-code'.\n\n")).toBe(
      "x.service: Failed with result 'exit-code'.",
    );
    expect(lastLineOf('\n')).toBeUndefined();
  });

  it('can be shown whatever is in it, and has an end', () => {
    expect(lastLineOf('\u001b[2Jgone\u202e')).toBe(String.raw`\u{1b}[2Jgone\u{202e}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const line = lastLineOf(text) ?? '';
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u);
        expect(line.length).toBeLessThan(3500);
      }),
    );
  });
});
