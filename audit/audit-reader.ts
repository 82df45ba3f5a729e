// SPDX-License-Identifier: Apache-2.0
/**
 * Turns the bytes of an audit log, in any of the layouts that people have them in, into denials. A line that cannot be
 * read is reported and changes nothing else; text that a confined process controls never becomes a record, because
 * lines are cut before anything is decoded.
 */

import type { Buffer } from 'node:buffer';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import type { PolicyEvent } from '../contract/model/policy/policy-event.ts';
import { createAssembler } from './events/assembler.ts';
import { readForeignLine } from './records/journal-or-syslog-line.ts';
import { createLineSplitter } from './records/line-splitter.ts';
import { isPolicyRecord, readPolicyEvent } from './records/policy-event.ts';
import { type ReadResult, readRecord } from './records/read-record.ts';
import { createRepeatFilter } from './records/repeat-filter.ts';

export interface AuditReaderOptions {
  /** Events come when they are complete, which is about the order of the log. */
  readonly onEvent: (event: DenialEvent) => void;
  /** What changed about SELinux itself, as soon as its record is read. */
  readonly onPolicyEvent?: (event: PolicyEvent) => void;
  /** `lineNumber` counts from 1; `reason` is text of ours and quotes nothing from the line. */
  readonly onSkipped?: (lineNumber: number, reason: string) => void;
}

export interface AuditReader {
  /** The chunk may be reused after the call. */
  push(chunk: Buffer): void;
  /** Ends all events that have begun: for a live log that has been quiet for a while. */
  flush(): void;
  /** Reads a last line without newline and ends all events. */
  end(): void;
}

export function createAuditReader({ onEvent, onPolicyEvent, onSkipped }: AuditReaderOptions): AuditReader {
  const assembler = createAssembler(({ event }) => onEvent(event));
  const isRepeated = createRepeatFilter();
  let lineNumber = 0;

  function accept(result: ReadResult): void {
    if (result === 'other' || ('type' in result && isRepeated(result))) return;
    if ('type' in result && isPolicyRecord(result)) {
      const event = readPolicyEvent(result);
      if (event !== undefined) onPolicyEvent?.(event);
      return;
    }
    const broken = 'broken' in result ? result.broken : assembler.add(result);
    if (broken !== undefined) onSkipped?.(lineNumber, broken);
  }

  const splitter = createLineSplitter({
    onLine(bytes, start, end) {
      lineNumber += 1;
      accept(readLine(bytes, start, end));
    },
    onOverlong() {
      lineNumber += 1;
      onSkipped?.(lineNumber, 'the line is too long');
    },
  });

  return {
    push: splitter.push,
    flush: assembler.flush,
    end() {
      splitter.end();
      assembler.flush();
    },
  };
}

const carriageReturn = 0x0d;

/** Reads a line in any of the layouts. */
export function readLine(bytes: Buffer, start: number, end: number): ReadResult {
  const from = afterZeros(bytes, start, end);
  const to = end > from && bytes[end - 1] === carriageReturn ? end - 1 : end;
  return isAuditdLine(bytes, from, to) ? readRecord(bytes, from, to) : readForeignLine(bytes, from, to);
}

/** A crash leaves a block of zeros before the next record. */
function afterZeros(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === 0) at += 1;
  return at;
}

/** `type=`, `node=` or `host=`. */
function isAuditdLine(bytes: Buffer, at: number, end: number): boolean {
  if (end - at < 5) return false;
  const first = bytes[at];
  return (
    (first === 0x74 || first === 0x6e || first === 0x68) &&
    bytes[at + 4] === 0x3d &&
    (bytes[at + 1] === 0x79 || bytes[at + 1] === 0x6f)
  );
}
