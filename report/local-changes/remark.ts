// SPDX-License-Identifier: Apache-2.0
/** What a local change is, and who made it, on one line: for a comment or a title. */

import type { LocalChange } from '../../contract/model/policy/local-change.ts';
import { escapeText } from '../escape-text.ts';
import { isBrought, portsOf } from './commands.ts';

/** Harmless in a comment: it stays one line. */
export function remarkOn(change: LocalChange): string {
  const { change: made } = change;
  const by = made === null ? '' : ` (by ${made.user}, entry ${made.id} of Bulkhead's activity log)`;
  return escapeText(`${describeLocalChange(change)}${by}`);
}

/** As a sentence without a period, with strings as they are. */
export function describeLocalChange(change: LocalChange): string {
  switch (change.kind) {
    case 'module': {
      const what = `module ${change.name}, priority ${change.priority}`;
      if (change.isDisabled) return `${what}, is disabled`;
      if (change.container !== null) return `${what}: the own domain of the container ${change.container}`;
      return isBrought(change)
        ? `${what}: comes with ${change.origin === 'bulkhead' ? 'Bulkhead' : 'a package'}`
        : what;
    }
    case 'permissive':
      return `${change.type} is permissive: denials are logged only`;
    case 'port':
      return `${change.protocol} port ${portsOf(change)} is ${change.type}`;
    case 'file-context':
      return `${change.pattern} gets ${change.context ?? 'no label'}`;
    case 'equivalence':
      return `${change.path} is labelled like ${change.like}`;
    case 'boolean':
      return `${change.name} is ${change.isOn ? 'on' : 'off'}`;
    case 'other':
      return `not understood: ${change.line}`;
  }
}
