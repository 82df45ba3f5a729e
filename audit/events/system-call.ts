// SPDX-License-Identifier: Apache-2.0
/** What a SYSCALL record tells about the denials of its event. */

import { fieldOf, integerOf, textOf } from '../records/field.ts';
import { enrichedFields, type RecordBody } from '../records/record.ts';
import { syscallName } from './syscall-name.ts';

export interface SystemCall {
  /** Names the system call, or gives its number as text when the name is neither known nor in the record. */
  readonly name: string | null;
  readonly success: boolean | null;
  readonly exe: string | null;
  readonly comm: string | null;
  readonly pid: number | null;
  /**
   * True when a relative path counts from the working directory; false when from a directory descriptor, which no
   * record resolves.
   */
  readonly isFromWorkingDirectory: boolean;
}

export function readSystemCall(body: RecordBody): SystemCall {
  const name = nameOf(body);
  return {
    name,
    success: successOf(body.text),
    exe: textOf(body, ' exe='),
    comm: textOf(body, ' comm='),
    pid: integerOf(body.text, ' pid='),
    isFromWorkingDirectory: !takesDirectory(name) || /(?:ffffff9c|AT_FDCWD)$/.test(fieldOf(body.text, ' a0=') ?? ''),
  };
}

/** True for calls whose first argument is a directory descriptor that relative paths count from. */
export function takesDirectory(name: string | null): boolean {
  return name !== null && /at2?$|^statx$|^open_tree$/.test(name);
}

function nameOf(body: RecordBody): string | null {
  const value = fieldOf(body.text, ' syscall=');
  if (value === undefined || value === '') return null;
  if (!/^\d+$/.test(value)) return value;
  const known = fieldOf(body.text, ' arch=') === 'c000003e' ? syscallName(Number(value)) : undefined;
  return known ?? fieldOf(enrichedFields(body), ' SYSCALL=') ?? value;
}

function successOf(text: string): boolean | null {
  const value = fieldOf(text, ' success=');
  if (value !== 'yes' && value !== 'no') return null;
  return value === 'yes';
}
