// SPDX-License-Identifier: Apache-2.0
/**
 * What the administrator set beside the policy's own defaults, as libsemanage keeps it: read from its store, changed by
 * its programs only, which the policy worker runs.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../../system/errno.ts';
import type { SemanageChanges } from './semanage-changes.ts';
import { booleanRecordOf, type PortRecord, portRecordOf, recordLines } from './semanage-records.ts';

export interface SemanageStore extends SemanageChanges {
  /** The value that this boolean is given at boot; null when the policy's own holds. */
  persistentBoolean(name: string): boolean | null;
  /** The administrator's own label of exactly this port; undefined when there is none. */
  portRecord(protocol: string, port: number): PortRecord | undefined;
}

export function createSemanageStore(policyStore: () => string, changes: SemanageChanges): SemanageStore {
  const linesOf = (file: string): readonly string[] => readRecordLines(join(policyStore(), 'active', file));

  return {
    ...changes,
    persistentBoolean: (name) =>
      linesOf('booleans.local')
        .map(booleanRecordOf)
        .find((record) => record?.name === name)?.isOn ?? null,
    portRecord: (protocol, port) =>
      linesOf('ports.local')
        .map(portRecordOf)
        .find((record) => record?.protocol === protocol && record.low === port && record.high === port),
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

/** The folders of the policy that this host uses, as its own configuration names it: libsemanage's, and that in /etc. */
export function usedPolicyFolders(): { readonly store: string; readonly configuration: string } {
  const type = /^SELINUXTYPE=(\S+)/m.exec(readFileSync('/etc/selinux/config', 'utf8'))?.[1] ?? 'targeted';
  return { store: join('/var/lib/selinux', type), configuration: join('/etc/selinux', type) };
}
