// SPDX-License-Identifier: Apache-2.0
/** `denials --input`: reads a log from a file or from stdin, with bounded memory, and without any helper. */

import { Buffer } from 'node:buffer';
import { type AuditReader, createAuditReader } from '../../../audit/audit-reader.ts';
import { createDenialGroups } from '../../../audit/denial-groups.ts';
import { createLogGrouping } from '../../../audit/log-grouping.ts';
import type { DenialEvent } from '../../../contract/model/denials/denial.ts';
import { eventJson, groupJson } from '../../format/json/denial-json.ts';
import { groupColumns } from '../../format/denial-text.ts';
import { eventLine } from '../../../report/event-line.ts';
import { formatTable } from '../../output/format-table.ts';
import { jsonText } from '../../output/json-text.ts';
import type { Output } from '../../output/output.ts';
import type { FileCommandEnvironment } from '../../command-environment.ts';
import { fillFromInput, inputBufferBytes, type InputSink } from './fill-from-input.ts';

export interface FileContext {
  readonly output: Output;
  readonly environment: FileCommandEnvironment;
  readonly signal: AbortSignal;
}

export interface FileOptions {
  /** A path, or `-` for stdin. */
  readonly file: string;
  readonly isEvents: boolean;
  readonly since: number | undefined;
}

export async function showDenialsOfFile(
  { output, environment, signal }: FileContext,
  options: FileOptions,
): Promise<undefined> {
  const { file, isEvents, since = 0 } = options;
  const groups = createDenialGroups();
  const events: string[] = [];
  const complaints: string[] = [];
  let skipped = 0;
  const line = eventWriter(output);

  function onSkipped(number: number, reason: string): void {
    skipped += 1;
    complaints.push(`line ${number}: ${reason}\n`);
  }

  function onEvent(event: DenialEvent): void {
    if (event.time >= since) events.push(line(event));
  }

  async function flush(): Promise<void> {
    if (complaints.length > 0) await output.complain(complaints.splice(0).join(''));
    if (events.length > 0) await output.write(events.splice(0).join(''));
  }

  async function pass(sink: InputSink): Promise<void> {
    for await (const length of fillFromInput(file, sink, environment.stdin)) {
      signal.throwIfAborted();
      sink.filled(length);
      await flush();
    }
    sink.end();
  }

  await pass(
    isEvents
      ? sinkOfEvents(createAuditReader({ onEvent, onSkipped }))
      : createLogGrouping({ groups, since, onSkipped }),
  );
  await flush();
  if (!isEvents) await showGroups(output, groups);
  if (skipped > 0)
    await output.note(`Skipped ${skipped === 1 ? 'one line' : `${skipped} lines`} that could not be read.`);
}

/** Reads the input into one buffer, which is filled again and again; the reader keeps no part of it. */
function sinkOfEvents(reader: AuditReader): InputSink {
  const buffer = Buffer.allocUnsafe(inputBufferBytes);
  return {
    space: (ahead) => (ahead === 0 ? buffer : buffer.subarray(buffer.length)),
    filled: (length) => reader.push(buffer.subarray(0, length)),
    end: () => reader.end(),
  };
}

function eventWriter({ isJson, paint }: Output): (event: DenialEvent) => string {
  return isJson ? (event) => `${jsonText(eventJson(event))}\n` : (event) => eventLine(event, paint);
}

async function showGroups(output: Output, groups: ReturnType<typeof createDenialGroups>): Promise<void> {
  const found = groups.groups();
  if (output.isJson) await output.write(found.map((group) => `${jsonText(groupJson(group))}\n`).join(''));
  else if (found.length > 0) await output.write(formatTable(found, groupColumns, output));
  else await output.note('There are no denials in it.');
  if (groups.lost > 0)
    await output.complain(
      `bulkheadctl: ${groups.lost} events of rare groups did not fit into memory and are not counted\n`,
    );
}
