// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { groupIdOf } from '../audit/denial-tally.ts';
import { linesOf, runCommand } from './fixtures/run-command.ts';
import { fakeEvent, fakeGroup, fakeGroupedEvent } from '../testing/models/denial.ts';
import { given } from '../testing/given-host.ts';

/** The interface names no inode. */
const { inode: _, ...withoutInode } = fakeEvent();
const sampleEvent = { ...withoutInode, group: groupIdOf(fakeEvent()) };

describe('denials', () => {
  /** The interface has a sample of its own form, and no reason. */
  const { sourceType, targetType, reason: _reason, ...sameFields } = fakeGroup();
  const group = {
    ...sameFields,
    kind: 'isolation',
    source_type: sourceType,
    target_type: targetType,
    sample: sampleEvent,
  };

  it('gives groups, or events, as the interface names their fields', async () => {
    const socketPath = await given({
      'denial.query': async ({ events }) => ({
        groups: [fakeGroup()],
        events: events > 0 ? [fakeGroupedEvent()] : [],
        lost: 0,
        auditLog: null,
      }),
    });
    expect(linesOf((await runCommand(['denials', '--json'], { socketPath })).stdout)).toEqual([group]);
    const { stdout } = await runCommand(['denials', '--events', '--json'], { socketPath });
    expect(stdout).toBe(`${JSON.stringify(sampleEvent)}\n`);
  });

  it('says of a group whether all, some or none of it went through (window 5)', async () => {
    const groups = [
      fakeGroup({ notBlocked: 0 }),
      fakeGroup({ notBlocked: 2 }),
      fakeGroup({ notBlocked: 3, permissive: true }),
    ];
    const socketPath = await given({ 'denial.query': async () => ({ groups, events: [], lost: 0, auditLog: null }) });
    const { stdout, stderr } = await runCommand(['denials'], { socketPath });
    expect(stderr).toBe('');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => /blocked|logged|both/.exec(line)?.[0]),
    ).toEqual(['blocked', 'both', 'logged']);
  });

  it('asks for what was chosen, and says how many were lost', async () => {
    const asked: unknown[] = [];
    const socketPath = await given({
      'denial.query': async (query) => (asked.push(query), { groups: [], events: [], lost: 7, auditLog: null }),
    });
    const { stderr } = await runCommand(['denials', '--since', '10m', '--container', 'web'], { socketPath, now: 1000 });
    expect(asked).toEqual([{ since: 400, container: 'web', events: 0 }]);
    expect(stderr).toContain('7 events came faster');
  });

  it('gives those of a day, puts each into its group, and leaves the host out unless all are wanted', async () => {
    const asked: unknown[] = [];
    const noRule = { reason: 'no-rule', targetType: 'var_t', sample: fakeEvent({ target: null }) } as const;
    const groups = [
      fakeGroup(),
      fakeGroup({ ...noRule, id: '0123456789abcde1' }),
      fakeGroup({ ...noRule, id: '0123456789abcde2', sourceType: 'sshd_t', containers: [] }),
    ];
    const socketPath = await given({
      'denial.query': async (query) => (asked.push(query), { groups, events: [], lost: 0, auditLog: null }),
    });
    const kinds = (stdout: string): unknown[] =>
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => /isolation|needs action|\bhost\b/.exec(line)?.[0]);
    const { stdout, stderr } = await runCommand(['denials'], { socketPath, now: 100_000 });
    expect(asked).toEqual([{ since: 13_600, events: 0 }]);
    expect(kinds(stdout)).toEqual(['isolation', 'needs action']);
    expect(stderr).toBe('One cause is about no container and left out; see all with --all.\n');
    const all = await runCommand(['denials', '--all'], { socketPath, now: 100_000 });
    expect(kinds(all.stdout)).toEqual(['isolation', 'needs action', 'host']);
    expect(all.stderr).toBe('');
  });

  it('follows', async () => {
    const socketPath = await given({
      async *'denial.watch'() {
        yield { type: 'snapshot', groups: [], events: [fakeGroupedEvent({ serial: 1 })], lost: 0, auditLog: null };
        yield {
          type: 'added',
          groups: [fakeGroup()],
          events: [fakeGroupedEvent({ serial: 2 })],
          lost: 0,
          auditLog: null,
        };
        return {};
      },
    });
    expect(
      linesOf((await runCommand(['denials', '--follow', '--events', '--json'], { socketPath })).stdout),
    ).toMatchObject([{ serial: 1 }, { serial: 2 }]);
  });

  it('fails when the helper sends what cannot be read', async () => {
    const socketPath = await given({
      async *'denial.watch'(_, { signal }) {
        yield { type: 'snapshot', groups: [], events: [{ serial: 'one' }], lost: 0, auditLog: null } as never;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return {};
      },
    });
    const { exitCode, stderr } = await runCommand(['denials', '--follow'], { socketPath });
    expect([exitCode, stderr.slice(0, 49)]).toEqual([1, 'bulkheadctl: cannot read an item of denial.watch:']);
  });

  const hostile = '\x1b]52;c;evil\x07\n\u202efake\u009b1m\ud800';

  it('lets nothing that a container wrote act on the terminal (D7)', async () => {
    const event = fakeEvent({ comm: hostile, path: hostile, container: null });
    const socketPath = await given({
      'denial.query': async () => ({
        groups: [fakeGroup({ comms: [hostile], sample: event })],
        events: [fakeGroupedEvent(event)],
        lost: 0,
        auditLog: null,
      }),
    });
    for (const words of [
      ['denials'],
      ['denials', '--events'],
      ['denials', '--json'],
      ['denials', '--events', '--json'],
    ]) {
      const { stdout } = await runCommand(words, { socketPath });
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(stdout.trimEnd().split('\n')).toHaveLength(words.length === 1 ? 2 : 1);
    }
    const [line] = linesOf((await runCommand(['denials', '--events', '--json'], { socketPath })).stdout);
    expect(line).toMatchObject({ comm: hostile });
  });

  describe('--input', () => {
    const log = [
      'type=AVC msg=audit(1795533833.415:1196): avc:  denied  { read } for  pid=3339 ' +
        'comm="cat" name="secret" dev="vda" ino=7 ' +
        'scontext=system_u:system_r:container_t:s0:c5,c6 ' +
        'tcontext=unconfined_u:object_r:container_file_t:s0:c1,c2 tclass=file permissive=1',
      'rubbish',
      'type=AVC msg=audit(1795533900.000:1197): avc:  denied  { read } for  pid=3340 ' +
        'comm="cat" name="secret" dev="vda" ino=7 ' +
        'scontext=system_u:system_r:container_t:s0:c7,c8 ' +
        'tcontext=unconfined_u:object_r:container_file_t:s0:c1,c2 tclass=file permissive=1',
      '',
    ].join('\n');

    function stdinOf(text: string): PassThrough {
      const stdin = new PassThrough();
      stdin.end(text);
      return stdin;
    }

    it('reads stdin with no host at all', async () => {
      const { exitCode, stdout, stderr } = await runCommand(['denials', '--input', '-', '--events', '--json'], {
        stdin: stdinOf(log),
      });
      expect(linesOf(stdout)).toEqual([
        {
          ...withoutInode,
          permissive: true,
          source: { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c5,c6' },
          target: { user: 'unconfined_u', role: 'object_r', type: 'container_file_t', level: 's0:c1,c2' },
          container: null,
          group: 'e4b5a803abea0015',
        },
        expect.objectContaining({ serial: 1197 }),
      ]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: expect.stringMatching(/^line 2: [^\n]+\n$/) as string,
      });
    });

    it('groups, of what is not older than --since', async () => {
      expect(
        linesOf((await runCommand(['denials', '--input', '-', '--json'], { stdin: stdinOf(log) })).stdout),
      ).toMatchObject([{ source_type: 'container_t', count: 2, permissive: true, comms: ['cat'] }]);
      expect(
        linesOf(
          (await runCommand(['denials', '--input', '-', '--json', '--since', '1795533850'], { stdin: stdinOf(log) }))
            .stdout,
        ),
      ).toMatchObject([{ count: 1 }]);
    });

    it('reads a file, and says when it cannot', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'bulkhead-cli-'));
      const file = join(folder, 'audit.log');
      await writeFile(file, log);
      expect(linesOf((await runCommand(['denials', '--json', '--input', file])).stdout)).toHaveLength(1);
      expect(await runCommand(['denials', '--input', `${file}.gone`])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `bulkheadctl: cannot read ${file}.gone: there is no such file\n`,
      });
      await rm(folder, { recursive: true });
    });
  });
});
