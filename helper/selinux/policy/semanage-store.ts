// SPDX-License-Identifier: Apache-2.0
/**
 * What the administrator set beside the policy's own defaults, as libsemanage keeps it: read from its store, changed by
 * its programs only.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRunProgram, ProgramError } from '../../system/programs/run-program.ts';
import { hasCode } from '../../system/errno.ts';

interface PortRecord {
  readonly protocol: string;
  readonly low: number;
  readonly high: number;
  readonly type: string;
}

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
  /** Lines of a file of the store without its comments; none when it was never written. */
  function linesOf(file: string): readonly string[] {
    try {
      const text = readFileSync(join(policyStore(), 'active', file), 'utf8');
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  return {
    persistentBoolean(name) {
      const line = linesOf('booleans.local').find((text) => text.startsWith(`${name}=`));
      return line === undefined ? null : /=\s*(1|true)$/.test(line);
    },
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

/** It writes the whole policy again, which takes half a minute on an emulated processor. */
async function change(program: string, ...args: readonly string[]): Promise<void> {
  await mustRunProgram(program, args, { timeoutMs: 600_000 });
}

/** `portcon tcp 8080 system_u:object_r:http_port_t:s0`, or with a range of ports. */
function portRecordOf(line: string): PortRecord | undefined {
  const { protocol, low, high, type } =
    /^portcon (?<protocol>\S+) (?<low>\d+)(?:\s*-\s*(?<high>\d+))? [^:\s]+:[^:\s]+:(?<type>[^:\s]+)/.exec(line)
      ?.groups ?? {};
  if (protocol === undefined || low === undefined || type === undefined) return undefined;
  return { protocol, low: Number(low), high: Number(high ?? low), type };
}

/** The folder of the policy that this host uses, as its own configuration names it. */
export function usedPolicyStore(): string {
  const type = /^SELINUXTYPE=(\S+)/m.exec(readFileSync('/etc/selinux/config', 'utf8'))?.[1] ?? 'targeted';
  return join('/var/lib/selinux', type);
}
