// SPDX-License-Identifier: Apache-2.0
/** Local changes of a policy as a script for another host. */

import { isBrought, portsOf } from '../../contract/wording/policy/describe-local-change.ts';
import type { LocalChange } from '../../contract/model/policy/local-change.ts';
import { escapeText } from '../escape-text.ts';
import { contextParts, fileLetters, shellLine } from './commands.ts';
import { remarkOn } from './remark.ts';

export function scriptOf(changes: readonly LocalChange[]): string {
  return [
    '#!/bin/sh',
    '# Local changes of an SELinux policy, for: sh THIS-FILE, as root',
    'set -eu',
    ...changes.flatMap((change) => ['', `# ${remarkOn(change)}`, ...linesOf(change)]),
    '',
  ].join('\n');
}

function linesOf(change: LocalChange): readonly string[] {
  if (isBrought(change)) return [];
  switch (change.kind) {
    case 'module':
      return change.isDisabled ? [shellLine(['semodule', '-d', change.name])] : installation(change);
    case 'permissive':
      return [shellLine(['semanage', 'permissive', '-a', change.type])];
    case 'port': {
      const words = ['-t', change.type, '-p', change.protocol, portsOf(change)];
      // Where the policy itself names the port, it is changed and not added.
      return [
        `${shellLine(['semanage', 'port', '-a', ...words])} || ${shellLine(['semanage', 'port', '-m', ...words])}`,
      ];
    }
    case 'file-context': {
      const where = ['-f', fileLetters[change.files], '--', change.pattern];
      if (change.context === null) return [shellLine(['semanage', 'fcontext', '-a', '-t', '<<none>>', ...where])];
      const { user, type, level } = contextParts(change.context);
      const range = level === '' ? [] : ['-r', level];
      return [shellLine(['semanage', 'fcontext', '-a', '-t', type, '-s', user, ...range, ...where])];
    }
    case 'equivalence':
      return [shellLine(['semanage', 'fcontext', '-a', '-e', change.like, change.path])];
    case 'boolean':
      return [shellLine(['setsebool', '-P', change.name, change.isOn ? 'on' : 'off'])];
    case 'other':
      return [`# by hand: ${escapeText(change.line)}`];
  }
}

/** Installs a module from a file that the script itself writes: `semodule` names a module after its file. */
function installation({ name, priority, source }: Extract<LocalChange, { kind: 'module' }>): readonly string[] {
  if (source === null)
    return [`# by hand: semodule -X ${priority} -E ${escapeText(name)} on the first host, then semodule -i here`];
  const end = endOf(source);
  return [
    'folder=$(mktemp -d)',
    `cat > "$folder"/${shellLine([`${name}.cil`])} <<'${end}'`,
    source.replace(/\n$/, ''),
    end,
    `semodule -X ${priority} -i "$folder"/${shellLine([`${name}.cil`])}`,
    'rm -r "$folder"',
  ];
}

/** A line that the text does not hold. */
function endOf(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'END';
  while (lines.has(end)) end += '_';
  return end;
}
