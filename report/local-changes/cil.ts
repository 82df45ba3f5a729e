// SPDX-License-Identifier: Apache-2.0
/**
 * Local changes of a policy as CIL, for `semodule -i`. What CIL cannot say (the value of a boolean, an equivalence of
 * paths, a disabled module) is in it as a comment.
 */

import { isBrought, portsOf } from '../../contract/wording/policy/describe-local-change.ts';
import type { FileKind, LocalChange } from '../../contract/model/policy/local-change.ts';
import { contextParts } from './commands.ts';
import { remarkOn } from './remark.ts';

export function cilOf(changes: readonly LocalChange[]): string {
  return (
    [
      '; Local changes of an SELinux policy, for: semodule -i THIS-FILE',
      ...changes.flatMap((change) => ['', `; ${remarkOn(change)}`, ...linesOf(change)]),
    ].join('\n') + '\n'
  );
}

const notCil = ['; not possible in CIL'];

function linesOf(change: LocalChange): readonly string[] {
  if (isBrought(change)) return [];
  switch (change.kind) {
    case 'module':
      return change.source === null || change.isDisabled ? notCil : [change.source.replace(/\n$/, '')];
    case 'permissive':
      return [`(typepermissive ${change.type})`];
    case 'port': {
      const ports = change.low === change.high ? portsOf(change) : `(${change.low} ${change.high})`;
      return [`(portcon ${change.protocol} ${ports} (system_u object_r ${change.type} ((s0) (s0))))`];
    }
    case 'file-context':
      return [`(filecon ${quoted(change.pattern)} ${change.files satisfies FileKind} ${contextOf(change.context)})`];
    case 'equivalence':
    case 'boolean':
    case 'other':
      return notCil;
  }
}

/** A level with categories is written in brackets: `s0:c1,c5` is `(s0 (c1 c5))`, `c0.c3` is `(range c0 c3)`. */
function contextOf(context: string | null): string {
  if (context === null) return '()';
  const { user, role, type, level } = contextParts(context);
  const [low = 's0', high = low] = level.split('-');
  return `(${user} ${role} ${type} (${levelOf(low)} ${levelOf(high)}))`;
}

function levelOf(level: string): string {
  const [sensitivity = 's0', categories] = level.split(':');
  if (categories === undefined) return `(${sensitivity})`;
  const listed = categories.split(',').map((one) => {
    const [from = '', to] = one.split('.');
    return to === undefined ? from : `(range ${from} ${to})`;
  });
  return `(${sensitivity} (${listed.join(' ')}))`;
}

/** CIL has no escape within quotes: a pattern with one cannot be written, and `semanage` takes none. */
function quoted(pattern: string): string {
  return `"${pattern.replace(/["\n]/g, '.')}"`;
}
