// SPDX-License-Identifier: Apache-2.0
/** Asks the kernel's security server for an access decision: what it would answer if that access happened now. */

import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SecurityContext } from '../../contract/model/contexts/security-context.ts';
import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import { codeOf } from '../system/errno.ts';

interface KernelDecision {
  /** Names of the permissions of the class that are granted. */
  readonly allowed: ReadonlySet<string>;
  /** Their denial is not logged (dontaudit). */
  readonly unlogged: ReadonlySet<string>;
  /** This source is permissive: denials are only logged. */
  readonly isPermissive: boolean;
}

/** Undefined when the loaded policy does not know one of the contexts, the class or one of the permissions. */
export type DecideByKernel = (access: KernelAccess) => KernelDecision | undefined;

interface KernelAccess {
  readonly source: SecurityContext;
  readonly target: SecurityContext;
  readonly class: string;
  readonly permissions: readonly string[];
}

/** `AVD_FLAGS_PERMISSIVE` of the kernel. */
const permissiveFlag = 1;

/**
 * The numbers of classes and permissions are read once: they change only with a policy that has other classes, which a
 * running kernel never gets.
 */
export function createKernelDecisions({ root = '/sys/fs/selinux', ask = askKernel } = {}): DecideByKernel {
  const numbers = new Map<string, number>();

  function numberOf(path: string): number {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const read = Number(readFileSync(join(root, path), 'utf8').trim());
    numbers.set(path, read);
    return read;
  }

  return ({ source, target, class: className, permissions }) => {
    try {
      const bits = permissions.map((name) => ({ name, bit: numberOf(`class/${className}/perms/${name}`) - 1 }));
      const question = `${formatSecurityContext(source)} ${formatSecurityContext(target)} ${numberOf(`class/${className}/index`)}`;
      // Allowed, decided, audited when allowed, audited when denied, sequence number, flags; hexadecimal except for the
      // sequence.
      const [allowed, , , audited, , flags] = ask(join(root, 'access'), question)
        .trim()
        .split(' ')
        .map((word) => Number.parseInt(word, 16));
      if (allowed === undefined || audited === undefined || flags === undefined || Number.isNaN(flags))
        return undefined;
      const having = (vector: number): ReadonlySet<string> =>
        new Set(bits.flatMap(({ name, bit }) => ((vector >>> bit) & 1 ? [name] : [])));
      return { allowed: having(allowed), unlogged: having(~audited), isPermissive: (flags & permissiveFlag) !== 0 };
    } catch (error) {
      if (codeOf(error) !== undefined) return undefined;
      throw error;
    }
  };
}

/** The kernel answers only on the descriptor on which it was asked. */
export function askKernel(path: string, question: string): string {
  const descriptor = openSync(path, 'r+');
  try {
    writeSync(descriptor, question);
    const answer = Buffer.alloc(256);
    return answer.toString('latin1', 0, readSync(descriptor, answer, 0, answer.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
