// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkGroup } from './work-group.ts';

/** Ordinary files replace the kernel's: they show what is written where. The lab shows that the kernel obeys. */
let root: string;
const service = 'system.slice/bulkhead-helper.service';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulkhead-cgroup-'));
  mkdirSync(join(root, service, 'helper'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function written(path: string): string {
  return readFileSync(join(root, service, path), 'utf8');
}

describe('the work group', () => {
  it('gives each child a cgroup of its own with its limits, beside that of the helper (review F5) (C9)', async () => {
    const missing: string[] = [];
    const group = createWorkGroup({
      root,
      ownCgroup: `0::/${service}/helper\n`,
      memoryBytes: 1000,
      onMissing: (reason) => missing.push(reason),
    });
    const child = spawn('sleep', ['60']);
    try {
      await once(child, 'spawn');
      group.open('compile', { memoryBytes: 300, processes: 4 }).admit(child);
      group.open('compile', { memoryBytes: 300, processes: 4 });
      expect(missing).toEqual([]);
      expect(
        ['cgroup.subtree_control', 'work/cgroup.subtree_control', 'work/memory.max', 'work/cpu.weight'].map(written),
      ).toEqual(['+memory +pids +cpu', '+memory +pids +cpu', '1000', '10']);
      expect(
        ['memory.max', 'memory.oom.group', 'pids.max', 'cgroup.procs'].map((file) => written(`work/compile-1/${file}`)),
      ).toEqual(['300', '1', '4', String(child.pid)]);
      expect(written('work/compile-2/pids.max')).toBe('4');
      expect([getPriority(child.pid ?? 0), readFileSync(`/proc/${child.pid ?? 0}/oom_score_adj`, 'utf8')]).toEqual([
        10,
        '500\n',
      ]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('knows when the kernel has killed something for its memory', () => {
    const place = createWorkGroup({ root, ownCgroup: `0::/${service}/helper\n`, onMissing: () => undefined }).open(
      'compile',
      { memoryBytes: 300, processes: 4 },
    );
    const hasKilled = (events: string): boolean => (
      writeFileSync(join(root, service, 'work/compile-1/memory.events'), events),
      place.isOutOfMemory
    );
    expect([hasKilled('low 0\noom 0\noom_kill 0\n'), hasKilled('oom 3\noom_kill 12\n')]).toEqual([false, true]);
  });

  it('says why where the service manager delegated nothing, and lets children run all the same', async () => {
    const missing: string[] = [];
    const place = createWorkGroup({
      root,
      ownCgroup: '0::/user.slice/session-1.scope\n',
      onMissing: (reason) => missing.push(reason),
    }).open('compile', { memoryBytes: 300, processes: 4 });
    expect(missing).toEqual([
      "the helper's cgroup is /user.slice/session-1.scope; start it by bulkhead-helper.service, on systemd 254 or newer",
    ]);
    expect(place.isOutOfMemory).toBe(false);
    await place.end();
  });

  it('takes no notice of a child that could not be started, or has ended', async () => {
    const place = createWorkGroup({ root, ownCgroup: `0::/${service}/helper\n`, onMissing: () => undefined }).open(
      'compile',
      { memoryBytes: 300, processes: 4 },
    );
    const gone = spawn('true');
    await once(gone, 'exit');
    place.admit(gone);
    const absent = spawn('/no/such/program');
    await once(absent, 'error');
    place.admit(absent);
  });
});
