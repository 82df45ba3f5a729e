// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's policy without its dontaudit rules, and the functions that load it and the usual policy.
 * checkpolicy and secilc build it from the loaded policy itself, so nothing else differs; no module store and no file
 * of the host changes. The policy worker does this; the helper asks the worker.
 */

import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/text.ts';
import { ProgramError, mustRunProgram } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

export interface PolicyWithoutDontaudit {
  /** Changes nothing. Fails with `selinux-unavailable` or `policy-unavailable`. */
  build(signal: AbortSignal): Promise<Uint8Array>;
  /** Loads the policy, after which the kernel logs all denials. */
  load(policy: Uint8Array): void;
  /** Loads the policy of the host's own file, as at boot. */
  loadOwn(): Promise<void>;
}

const selinux = '/sys/fs/selinux';
const timeoutMs = 300_000;

/** `scratch` is for files that exist during one call; it is emptied now. */
export function createPolicyWithoutDontaudit(scratch: string): PolicyWithoutDontaudit {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });

  return {
    async build(signal) {
      const version = kernelVersion() ?? fail('selinux-unavailable', { reason: say('it is disabled on this host') });
      const folder = mkdtempSync(join(scratch, 'without-dontaudit-'));
      const [text, policy] = [join(folder, 'policy.cil'), join(folder, 'policy')];
      try {
        await tool('checkpolicy', ['-b', '-C', '-M', '-o', text, join(selinux, 'policy')], signal);
        await tool(
          'secilc',
          ['--disable-dontaudit', '--disable-neverallow', '-c', version, '-f', '/dev/null', '-o', policy, text],
          signal,
        );
        return readFileSync(policy);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    load(policy) {
      const file = openSync(join(selinux, 'load'), 'r+');
      try {
        // The kernel accepts a policy in one write only.
        if (writeSync(file, policy) !== policy.byteLength)
          fail('policy-unavailable', { reason: say('the kernel did not take it') });
      } finally {
        closeSync(file);
      }
    },
    loadOwn: () => tool('load_policy', [], undefined),
  };
}

/** The format that this kernel reads. */
function kernelVersion(): string | undefined {
  try {
    return readFileSync(join(selinux, 'policyvers'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

async function tool(program: string, args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  try {
    await mustRunProgram(program, args, { timeoutMs: timeoutMs, ...(signal !== undefined && { signal }) });
  } catch (error) {
    if (error instanceof ProgramError) fail('policy-unavailable', { reason: error.message });
    if (hasCode(error, 'ENOENT'))
      fail('policy-unavailable', { reason: say('{program} cannot be run; install it on the host', { program }) });
    throw error;
  }
}
