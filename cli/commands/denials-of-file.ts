/** `denials --input`: reads a log from a file or from stdin, with bounded memory, and without any helper. */

import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { createAuditReader } from '../../audit/audit-reader.ts';
import { createDenialGroups } from '../../audit/denial-groups.ts';
import type { DenialEvent } from '../../contract/model/denial.ts';
import type { CommandContext } from '../command-context.ts';
import { eventJson, groupJson } from '../denial-json.ts';
import { eventLine, groupColumns } from '../denial-text.ts';
import { formatTable } from '../output/format-table.ts';
import { jsonText } from '../output/json-text.ts';
import type { Output } from '../output/output.ts';
import { InputError } from '../problem.ts';
import type { InputStream } from '../surroundings.ts';

export interface FileOptions {
  /** A path, or `-` for stdin. */
  readonly file: string;
  readonly isEvents: boolean;
  readonly since: number | undefined;
}

const bufferBytes = 1024 * 1024;

export async function showDenialsOfFile({ output, surroundings, signal }: CommandContext, options: FileOptions): Promise<undefined> {
  const { file, isEvents, since = 0 } = options;
  const groups = createDenialGroups();
  const events: string[] = [];
  const complaints: string[] = [];
  let skipped = 0;
  const line = eventWriter(output);
  const reader = createAuditReader({
    onEvent(event) {
      if (event.time < since) return;
      if (isEvents) events.push(line(event));
      else groups.add(event);
    },
    onSkipped(number, reason) {
      skipped += 1;
      complaints.push(`line ${number}: ${reason}\n`);
    },
  });

  async function flush(): Promise<void> {
    if (complaints.length > 0) await output.complain(complaints.splice(0).join(''));
    if (events.length > 0) await output.write(events.splice(0).join(''));
  }

  for await (const chunk of file === '-' ? chunksOfStream(surroundings.stdin) : chunksOfFile(file)) {
    signal.throwIfAborted();
    reader.push(chunk);
    await flush();
  }
  reader.end();
  await flush();
  if (!isEvents) await showGroups(output, groups);
  if (skipped > 0) await output.note(`Skipped ${skipped === 1 ? 'one line' : `${skipped} lines`} that could not be read.`);
}

function eventWriter({ isJson, paint }: Output): (event: DenialEvent) => string {
  return isJson ? (event) => `${jsonText(eventJson(event))}\n` : (event) => eventLine(event, paint);
}

async function showGroups(output: Output, groups: ReturnType<typeof createDenialGroups>): Promise<void> {
  const found = groups.groups();
  if (output.isJson) await output.write(found.map((group) => `${jsonText(groupJson(group))}\n`).join(''));
  else if (found.length > 0) await output.write(formatTable(found, groupColumns, output));
  else await output.note('There are no denials in it.');
  if (groups.lost > 0) await output.complain(`bulkheadctl: ${groups.lost} events of rare groups did not fit into memory and are not counted\n`);
}

/** One buffer is filled again and again; the reader keeps no part of it. */
async function* chunksOfFile(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r').catch((error: unknown) => refuse(file, error));
  try {
    const buffer = Buffer.allocUnsafe(bufferBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, bufferBytes).catch((error: unknown) => refuse(file, error));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* chunksOfStream(stream: InputStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a directory',
};

function refuse(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new InputError(file, reasons[code] ?? (error instanceof Error ? error.message : String(error)));
}
