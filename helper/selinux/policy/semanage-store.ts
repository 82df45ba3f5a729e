// SPDX-License-Identifier: Apache-2.0
/**
 * What the administrator set beside the policy's own defaults, as libsemanage keeps it: read from its store, changed by
 * its programs only.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRunProgram, ProgramError } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';
import { booleanRecordOf, type PortRecord, portRecordOf, recordLines } from './semanage-records.ts';

export interface SemanageStore {
  /** The value that this boolean is given at boot; null when the policy's own holds. */
  persistentBoolean(name: string): boolean | null;
  /** For now and for the next boot. */
  setBoolean(name: string, value: boolean): Promise<void>;
  /** The value of the policy holds again at the next boot. */
  forgetBoolean(name: string): Promise<void>;
  /** The administrator's own label of exactly this port; undefined when there is none. */
  portRecord(protocol: string, port: number): PortRecord | undefined;
  setPort(protocol: string, port: number, type: string): Promise<void>;
  forgetPort(protocol: string, port: number): Promise<void>;
}

/** semanage cannot remove the setting of one boolean, although the library that it uses can. */
const forgetOneBoolean = 'import sys, seobject; seobject.booleanRecords().delete(sys.argv[1])';

export function createSemanageStore(policyStore: () => string): SemanageStore {
  const linesOf = (file: string): readonly string[] => readRecordLines(join(policyStore(), 'active', file));

  return {
    persistentBoolean: (name) =>
      linesOf('booleans.local')
        .map(booleanRecordOf)
        .find((record) => record?.name === name)?.isOn ?? null,
    setBoolean: (name, value) => change('setsebool', '-P', name, value ? 'on' : 'off'),
    forgetBoolean: (name) => change('python3', '-I', '-c', forgetOneBoolean, name),
    portRecord: (protocol, port) =>
      linesOf('ports.local')
        .map(portRecordOf)
        .find((record) => record?.protocol === protocol && record.low === port && record.high === port),
    async setPort(protocol, port, type) {
      const words = ['-t', type, '-p', protocol, `${port}`];
      // Where the policy itself names the port, older versions require a modification instead of an addition.
      await change('semanage', 'port', '-a', ...words).catch((error: unknown) => {
        if (!(error instanceof ProgramError && error.lastOutput.includes('already defined'))) throw error;
        return change('semanage', 'port', '-m', ...words);
      });
    },
    forgetPort: (protocol, port) => change('semanage', 'port', '-d', '-p', protocol, `${port}`),
  };
}

/** Lines of a file that libsemanage keeps, without comments; none when it was never written. */
export function readRecordLines(path: string): readonly string[] {
  try {
    return recordLines(readFileSync(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** It writes the whole policy again, which takes half a minute on an emulated processor. */
async function change(program: string, ...args: readonly string[]): Promise<void> {
  await mustRunProgram(program, args, { timeoutMs: 600_000 });
}

/** The folders of the policy that this host uses, as its own configuration names it: libsemanage's, and that in /etc. */
export function usedPolicyFolders(): { readonly store: string; readonly configuration: string } {
  const type = /^SELINUXTYPE=(\S+)/m.exec(readFileSync('/etc/selinux/config', 'utf8'))?.[1] ?? 'targeted';
  return { store: join('/var/lib/selinux', type), configuration: join('/etc/selinux', type) };
}
