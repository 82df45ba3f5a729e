// SPDX-License-Identifier: Apache-2.0
/** Reads a whole audit log that is in memory: for tests, and for small pieces of text. */

import { Buffer } from 'node:buffer';
import type { DenialEvent } from '../contract/model/denials/denial.ts';
import { createAuditReader } from './audit-reader.ts';

export interface AuditReading {
  readonly events: readonly DenialEvent[];
  /** Names each skipped line and the reason, as `line 17: ...`. */
  readonly skipped: readonly string[];
}

/** `chunkSize` cuts the input as a stream might. */
export function readAuditText(input: string | Buffer, chunkSize = Number.POSITIVE_INFINITY): AuditReading {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'latin1') : input;
  const events: DenialEvent[] = [];
  const skipped: string[] = [];
  const reader = createAuditReader({
    onEvent: (event) => events.push(event),
    onSkipped: (lineNumber, reason) => skipped.push(`line ${lineNumber}: ${reason}`),
  });
  for (let at = 0; at < bytes.length; at += chunkSize) reader.push(bytes.subarray(at, at + chunkSize));
  reader.end();
  return { events, skipped };
}
