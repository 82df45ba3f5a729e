// SPDX-License-Identifier: Apache-2.0
/** The commands of the host that set a local change of its policy, and that remove one. */

import { portsOf } from '../../contract/wording/policy/describe-local-change.ts';
import type { FileKind, LocalChange } from '../../contract/model/policy/local-change.ts';

export interface Context {
  readonly user: string;
  readonly role: string;
  readonly type: string;
  /** Empty when the context has none. */
  readonly level: string;
}

/** The letter by which semanage, and Ansible, know a kind of files. */
export const fileLetters: Readonly<Record<FileKind, string>> = {
  any: 'a',
  file: 'f',
  dir: 'd',
  char: 'c',
  block: 'b',
  socket: 's',
  symlink: 'l',
  pipe: 'p',
};

export function contextParts(context: string): Context {
  const [user = '', role = '', type = '', ...level] = context.split(':');
  return { user, role, type, level: level.join(':') };
}

/** Argument arrays that remove it; undefined when no command is known. */
export function removalOf(change: LocalChange): readonly string[] | undefined {
  switch (change.kind) {
    case 'module':
      if (change.isDisabled) return ['semodule', '-e', change.name];
      return change.origin === 'administrator'
        ? ['semodule', '-X', `${change.priority}`, '-r', change.name]
        : undefined;
    case 'permissive':
      return ['semanage', 'permissive', '-d', change.type];
    case 'port':
      return ['semanage', 'port', '-d', '-p', change.protocol, portsOf(change)];
    case 'file-context':
      return ['semanage', 'fcontext', '-d', '-f', fileLetters[change.files], '--', change.pattern];
    case 'equivalence':
      return ['semanage', 'fcontext', '-d', '-e', change.like, change.path];
    case 'boolean':
      // semanage and setsebool change the value; only this leaves it to the policy again.
      return [
        'python3',
        '-I',
        '-c',
        'import sys, seobject; seobject.booleanRecords().delete(sys.argv[1])',
        change.name,
      ];
    case 'other':
      return undefined;
  }
}

/** Joins the words into a line of a POSIX shell, in which each argument arrives as it is. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
