// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Failure, fail } from '../../contract/errors.ts';
import type { OperationName } from '../../contract/operations/index.ts';
import type { ActivityLog } from '../journal/activity-log.ts';
import { type RecordedCall, recordDenial, recordRun } from './record-activity.ts';

/** A log on a disk that gets full after some entries. */
function recordsFor(entries: number): {
  readonly activity: ActivityLog;
  readonly log: (level: string, event: string, fields?: object) => void;
  readonly written: object[];
} {
  const written: object[] = [];
  let left = entries;
  const write = (): number => (left-- > 0 ? left : fail('disk-full', { path: '/state' }));
  const activity: ActivityLog = {
    begin: write,
    end: () => void write(),
    deny: () => void write(),
    async *watch() {
      // Nobody looks.
    },
  };
  return { activity, written, log: (_level, event, fields) => void written.push({ event, ...fields }) };
}

function callOf(name: OperationName): RecordedCall {
  return {
    name,
    params: { name: 'web' },
    identity: { uid: 1001, user: 'operator', pid: 1, gid: 1 },
    signal: new AbortController().signal,
  };
}

const entry = {
  event: 'activity-not-recorded',
  operation: 'container.remove',
  subject: 'web',
  uid: 1001,
  user: 'operator',
};

describe('a call that the activity log has no room for', () => {
  it('does not run', async () => {
    let hasRun = false;
    const run = recordRun(recordsFor(0), callOf('container.start'), async () => void (hasRun = true));
    await expect(run).rejects.toMatchObject({ code: 'disk-full' });
    expect(hasRun).toBe(false);
  });

  it('runs when it makes room, and the helper tells of it', async () => {
    const records = recordsFor(0);
    expect(await recordRun(records, callOf('container.remove'), async () => 'removed')).toBe('removed');
    expect(records.written).toEqual([
      { ...entry, outcome: 'running', detail: null },
      { ...entry, outcome: 'done', detail: null },
    ]);
  });

  it('has its own result, when the room was gone at its end', async () => {
    const records = recordsFor(1);
    expect(await recordRun(records, callOf('container.stop'), async () => 'stopped')).toBe('stopped');
    expect(records.written).toEqual([{ ...entry, operation: 'container.stop', outcome: 'done', detail: null }]);
  });

  it('gives the spare room to what makes room, and to nothing else, and keeps it again afterwards (E5)', async () => {
    const done: string[] = [];
    const spareRoom = { give: () => void done.push('give'), keep: () => void done.push('keep') };
    const records = { ...recordsFor(9), spareRoom };
    await recordRun(records, callOf('container.start'), async () => undefined);
    expect(done).toEqual([]);
    for (const name of ['container.configure', 'volume.detach', 'activity.undo', 'container.stop'] as const) {
      await expect(recordRun(records, callOf(name), () => Promise.reject(new Error(name)))).rejects.toThrow(name);
      expect(done.splice(0)).toEqual(['give', 'keep']);
    }
  });

  it('is denied for the reason that it was denied for', async () => {
    const records = recordsFor(0);
    recordDenial(records, callOf('container.stop'), { outcome: 'denied', detail: 'for this reason' });
    expect(records.written).toMatchObject([
      { operation: 'container.stop', outcome: 'denied', detail: 'for this reason' },
    ]);
  });
});

/** A log that keeps what it is given. */
function keptRecords(): { readonly activity: ActivityLog; readonly log: () => void; readonly kept: object[] } {
  const kept: object[] = [];
  const activity: ActivityLog = {
    begin: (entry) => kept.push(entry),
    end: (_id, outcome, detail) => void kept.push({ outcome, detail }),
    deny: () => undefined,
    async *watch() {
      // Nobody looks.
    },
  };
  return { activity, log: () => undefined, kept };
}

describe('what is kept of a call', () => {
  it('is the argument vector of a command, and its exit code (window 16)', async () => {
    const records = keptRecords();
    await recordRun(
      records,
      { ...callOf('console.open'), params: { name: 'web', command: ['sh', '-c', 'a b'] } },
      async () => ({ exitCode: 3 }),
    );
    expect(records.kept).toMatchObject([
      { request: { kind: 'command', argv: ['sh', '-c', 'a b'], isShortened: false } },
      { outcome: 'done', detail: { message: 'exit code {exitCode}', values: { exitCode: 3 } } },
    ]);
  });

  it('is the user and the folder of a shell that is not a plain one of root', async () => {
    const records = keptRecords();
    const params = { name: 'web', user: 'www-data', folder: '/srv/Übung' };
    await recordRun(records, { ...callOf('console.open'), params }, async () => ({ exitCode: 0 }));
    expect(records.kept).toMatchObject([
      { request: { kind: 'command', argv: [], isShortened: false, user: 'www-data', folder: '/srv/Übung' } },
      {},
    ]);
  });

  it('is bounded, whatever a caller sends (window 16)', async () => {
    const records = keptRecords();
    const command = ['x'.repeat(60_000), ...Array.from({ length: 1000 }, () => 'y')];
    await recordRun(
      records,
      { ...callOf('console.open'), params: { name: 'web', command, folder: `/${'x'.repeat(4000)}` } },
      async () => ({
        exitCode: 0,
      }),
    );
    const [{ request } = { request: undefined }] = records.kept as {
      readonly request?: { readonly isShortened: boolean };
    }[];
    expect(request?.isShortened).toBe(true);
    expect(JSON.stringify(request).length).toBeLessThan(1000);
  });

  it('is which change was undone (window 16)', async () => {
    const records = keptRecords();
    await recordRun(records, { ...callOf('activity.undo'), params: { id: 27 } }, async () => undefined);
    expect(records.kept).toMatchObject([{ request: { kind: 'undo', id: 27 } }, { outcome: 'done', detail: null }]);
  });

  it.each([
    ['its client closed it', undefined, 'closed by its client'],
    ['the connection of its client ended', 'connection', 'ended with the connection of its client'],
    ['the helper stopped', 'helper', 'ended when the helper stopped'],
  ] as const)('is how a terminal ended, not that it was cancelled: %s (window 16)', async (_, ended, detail) => {
    const records = keptRecords();
    const abort = new AbortController();
    const run = recordRun(
      records,
      { ...callOf('console.open'), signal: abort.signal, ended: () => ended },
      async () => {
        abort.abort();
        return fail('cancelled', {});
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(records.kept.at(-1)).toEqual({ outcome: 'ended', detail: { message: detail } });
  });

  it('stays cancelled for what is no session', async () => {
    const records = keptRecords();
    await expect(
      recordRun(records, callOf('container.start'), () => Promise.reject(new Failure('cancelled', {}))),
    ).rejects.toThrow();
    expect(records.kept.at(-1)).toMatchObject({ outcome: 'cancelled' });
  });
});
