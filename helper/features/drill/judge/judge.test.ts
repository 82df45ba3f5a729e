// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { drillProbeNameSchema } from '../../../../contract/model/drill.ts';
import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type { Attempt } from './attempts.ts';
import { judge, type AttemptFacts } from './judge.ts';
import { probes } from '../probes/probe-list.ts';
import type { Probe } from '../probes/probe.ts';
import { surfaceProbes } from '../probes/surface-probes.ts';

const secret = 'drill-secret-00ff';
const attemptFacts: AttemptFacts = {
  self: { context: 'c', capabilities: (1n << 41n) - 1n, seccomp: '2' },
  denials: [],
  secret,
  deniedCalls: new Map([['finit_module', constants.errno.EPERM]]),
  idBase: 100_000,
  counted: undefined,
  harm: undefined,
  silentDenial: undefined,
  fullLayer: undefined,
};

function probe(id: string): Probe {
  const found = probes.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no probe ${id}`);
  return found;
}

function denied(id: string, errno: keyof typeof constants.errno): Attempt {
  return { probe: id, kind: 'denied', errno: constants.errno[errno], call: 'call' };
}

function denial(isPermissive: boolean): DenialEvent {
  const context = { user: 'system_u', role: 'system_r', type: 'bulkhead_t', level: 's0:c1,c2' };
  return {
    time: 1.5,
    serial: 7,
    record: 'AVC',
    decision: 'denied',
    permissive: isPermissive,
    permissions: ['search'],
    source: context,
    target: { ...context, level: 's0:c3,c4' },
    class: 'dir',
    comm: 'file-read',
    pid: 1,
    exe: null,
    path: null,
    name: '/',
    inode: null,
    port: null,
    syscall: null,
    success: null,
    container: null,
  };
}

function outcome(id: string, attempt: Attempt | undefined, more: Partial<AttemptFacts> = {}): unknown {
  const { outcome: came, blockedBy } = judge(probe(id), attempt, { ...attemptFacts, ...more });
  return [came, ...blockedBy];
}

describe('the judge of the drill', () => {
  it('takes the bytes of the secret for a breach, and nothing else that was read', () => {
    expect(outcome('file-read', { probe: 'file-read', kind: 'done', caught: `${secret}\n` })).toEqual(['breached']);
    expect(outcome('file-read', { probe: 'file-read', kind: 'done', caught: 'something' })).toEqual(['not-run']);
  });

  it('names SELinux only for a denial that the kernel logged and did not let through', () => {
    expect(outcome('file-read', denied('file-read', 'EACCES'), { denials: [denial(false)] })).toEqual([
      'blocked',
      'selinux',
    ]);
    expect(outcome('file-read', denied('file-read', 'EACCES'), { denials: [denial(true)] })).toEqual([
      'blocked',
      'user-namespace',
    ]);
  });

  it('shows a denial that the kernel logged many times once, and names each of them', () => {
    const denials = [7, 8, 9]
      .map((serial) => ({ ...denial(false), serial }))
      .concat({ ...denial(false), serial: 10, name: 'srv' });
    const { evidence, denials: ids } = judge(probe('file-read'), denied('file-read', 'EACCES'), {
      ...attemptFacts,
      denials,
    });
    expect(ids).toEqual(['1.500:7', '1.500:8', '1.500:9', '1.500:10']);
    expect(evidence.filter((line) => line.startsWith('AVC'))).toEqual([
      expect.stringMatching(/^AVC audit\(1\.500:7\): .* permissive=0, and 2 more alike$/),
      expect.stringMatching(/^AVC audit\(1\.500:10\): .* name="srv" .* permissive=0$/),
    ]);
  });

  it('distinguishes seccomp, a dropped capability and the user namespace', () => {
    expect(outcome('kernel-module', denied('kernel-module', 'EPERM'))).toEqual(['blocked', 'seccomp']);
    expect(
      outcome('kernel-module', denied('kernel-module', 'EPERM'), {
        deniedCalls: new Map(),
        self: { ...attemptFacts.self, capabilities: 0n },
      }),
    ).toEqual(['blocked', 'capabilities']);
    expect(outcome('kernel-module', denied('kernel-module', 'EPERM'), { deniedCalls: new Map() })).toEqual([
      'blocked',
      'user-namespace',
    ]);
  });

  it('never takes an error that shows nothing, a missing attempt or an early end for isolation', () => {
    expect(outcome('file-read', denied('file-read', 'ENOENT'))).toEqual(['not-run']);
    expect(outcome('file-read', undefined)).toEqual(['not-run']);
    expect(outcome('file-read', { probe: 'file-read', kind: 'killed', signal: 14 })).toEqual(['not-run']);
  });

  it('believes a limit of the disk only where the host saw the layer full', () => {
    const full = { fullLayer: 'its layer ended at 128 MiB, and was seen full' };
    expect(
      (['EDQUOT', 'ENOSPC'] as const).map((errno) => [
        outcome('limit-disk', denied('limit-disk', errno), full),
        outcome('limit-disk', denied('limit-disk', errno)),
      ]),
    ).toEqual([
      [['blocked', 'quota'], ['not-run']],
      [['blocked', 'quota'], ['not-run']],
    ]);
    expect(outcome('limit-disk', { probe: 'limit-disk', kind: 'done', caught: 'took 256 MiB' }, full)).toEqual([
      'breached',
    ]);
  });

  it('takes an error that only comes behind the check for a breach', () => {
    expect(outcome('kernel-kexec', denied('kernel-kexec', 'EINVAL'))).toEqual(['breached']);
  });

  it('believes a limit only when its counter moved', () => {
    expect(outcome('limit-tasks', denied('limit-tasks', 'EAGAIN'), { counted: 3 })).toEqual(['blocked', 'cgroup']);
    expect(outcome('limit-tasks', denied('limit-tasks', 'EAGAIN'), { counted: 0 })).toEqual(['not-run']);
    expect(outcome('limit-memory', { probe: 'limit-memory', kind: 'killed', signal: 9 }, { counted: 1 })).toEqual([
      'blocked',
      'cgroup',
    ]);
  });

  it('says of a family or a file that the kernel has not that there is nothing to be shown, and never that it is blocked', () => {
    const cell = judge(probe('socket-rxrpc'), denied('socket-rxrpc', 'EAFNOSUPPORT'), attemptFacts);
    expect(cell).toEqual({
      outcome: 'not-run',
      evidence: ['call: EAFNOSUPPORT, the kernel has no such family'],
      blockedBy: [],
      denials: [],
      isAbsent: true,
    });
    expect(judge(probe('kernel-uevent'), denied('kernel-uevent', 'ENOENT'), attemptFacts)).toMatchObject({
      outcome: 'not-run',
      isAbsent: true,
    });
    // The same error of another probe is no excuse.
    expect(judge(probe('kernel-core'), denied('kernel-core', 'ENOENT'), attemptFacts)).not.toHaveProperty('isAbsent');
  });

  it('names SELinux for a family of sockets only with the record of the kernel', () => {
    expect(
      outcome('socket-crypto', denied('socket-crypto', 'EACCES'), {
        denials: [{ ...denial(false), permissions: ['create'], class: 'alg_socket' }],
      }),
    ).toEqual(['blocked', 'selinux']);
    expect(outcome('socket-crypto', { probe: 'socket-crypto', kind: 'done', caught: 'opened it' })).toEqual([
      'breached',
    ]);
  });

  it('takes an attempt that came to nothing for stopped by the layer that is declared for it', () => {
    expect(
      outcome('pipe-page', { probe: 'pipe-page', kind: 'held', call: 'write to a pipe', words: 'as it was' }),
    ).toEqual(['blocked', 'kernel']);
    expect(
      outcome(
        'attach-exe',
        { probe: 'attach-exe', kind: 'held', call: 'open', words: 'a copy' },
        { harm: { isDone: true, words: 'changed' } },
      ),
    ).toEqual(['breached']);
  });

  it('judges what a user namespace has of its own by what the host sees alone', () => {
    const done: Attempt = { probe: 'kernel-binfmt', kind: 'done', caught: 'registered it' };
    expect(outcome('kernel-binfmt', done, { harm: { isDone: false, words: 'no such program' } })).toEqual([
      'blocked',
      'user-namespace',
    ]);
    expect(outcome('kernel-binfmt', done, { harm: { isDone: true, words: 'there it is' } })).toEqual(['breached']);
    expect(outcome('kernel-binfmt', done)).toEqual(['not-run']);
  });

  it('takes a denial that is not logged from the decision of the kernel, and from nothing else', () => {
    const attempt = denied('kernel-autoload', 'ENODEV');
    const harm = { isDone: false, words: 'not loaded' };
    expect(outcome('kernel-autoload', attempt, { harm, silentDenial: 'the kernel denies it' })).toEqual([
      'blocked',
      'selinux',
    ]);
    expect(outcome('kernel-autoload', attempt, { harm })).toEqual(['not-run']);
    expect(
      outcome('kernel-autoload', denied('kernel-autoload', 'EPERM'), { harm: { isDone: true, words: 'loaded' } }),
    ).toEqual(['breached']);
  });

  it('knows which layer alone gives an error', () => {
    expect(outcome('audit-forge', denied('audit-forge', 'ECONNREFUSED'))).toEqual(['blocked', 'user-namespace']);
    const surface = (id: string, errno: keyof typeof constants.errno, deniedCalls: readonly string[] = []): unknown => {
      const one = surfaceProbes.find((candidate) => candidate.id === id);
      if (one === undefined) throw new Error(`there is no probe ${id}`);
      const { outcome: came, blockedBy } = judge(one, denied(id, errno), {
        ...attemptFacts,
        deniedCalls: new Map(deniedCalls.map((name) => [name, constants.errno.EPERM])),
      });
      return [came, ...blockedBy];
    };
    expect([
      surface('surface-perf', 'EACCES'),
      surface('surface-uring', 'EPERM'),
      surface('surface-uring', 'EPERM', ['io_uring_setup']),
    ]).toEqual([
      ['blocked', 'kernel'],
      ['blocked', 'kernel'],
      ['blocked', 'seccomp'],
    ]);
  });

  it('believes what the host sees of the victim more than what the attacker says', () => {
    expect(outcome('file-write', denied('file-write', 'EACCES'), { harm: { isDone: true, words: 'changed' } })).toEqual(
      ['breached'],
    );
  });
});

describe('the probes', () => {
  it('are at least seventy-five, each with a name of its own that a process can bear', () => {
    expect(probes.length).toBeGreaterThanOrEqual(75);
    const ids = [...probes, ...surfaceProbes].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !drillProbeNameSchema().safeParse(id).success)).toEqual([]);
    expect(probes.filter(({ id, expectedLayers }) => id.length > 15 || expectedLayers.length === 0)).toEqual([]);
  });
});
