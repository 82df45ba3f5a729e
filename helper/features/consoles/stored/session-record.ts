// SPDX-License-Identifier: Apache-2.0
/**
 * What is written of a session on a terminal that outlives the helper: whose it is, and which processes it consists of.
 * Each process is named by its number and the time at which it began, since numbers are given again.
 */

import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { containerNameSchema } from '../../../../contract/model/names.ts';
import { unlessCode } from '../../../system/errno.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { startTimeOf } from '../attached-process.ts';

const processSchema = z.strictObject({ pid: z.number().int().positive(), begunAt: z.number().int().nonnegative() });

/** Names a process of a session; `begunAt` is in clock ticks since the boot. */
export type SessionProcess = z.infer<typeof processSchema>;

const recordSchema = z.strictObject({
  /** The user whose session it is. */
  uid: z.number().int().nonnegative(),
  container: containerNameSchema(),
  /** The context that the container's processes have to have. */
  context: z.string(),
  init: processSchema,
  /** LXC's program on the terminal. */
  attach: processSchema,
  /** What runs inside, and leads its session there; none on the boot console. */
  inside: processSchema.optional(),
});

export type SessionRecord = z.infer<typeof recordSchema>;

export interface SessionRecords {
  write(id: string, record: SessionRecord): void;
  /** Leaves the end of a session's output to the next helper. */
  writeOutput(id: string, output: Uint8Array): void;
  /** Takes that output away; empty where the helper before could leave none. */
  takeOutput(id: string): Uint8Array;
  /** All that are there; undefined for one that cannot be read. */
  all(): ReadonlyMap<string, SessionRecord | undefined>;
  remove(id: string): void;
}

const recordName = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.json$/;
const onlyRoot = 0o600;

/** Keeps them in a folder that is gone after a reboot, as the sessions are. Nobody but root may look into it. */
export function createSessionRecords(folder: string): SessionRecords {
  const place = (id: string, ending: 'json' | 'output'): string => join(folder, `${id}.${ending}`);

  function write(path: string, content: string | Uint8Array): void {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    writeDurably(path, content, onlyRoot);
  }

  return {
    write: (id, record) => write(place(id, 'json'), JSON.stringify(record)),
    writeOutput: (id, output) => write(place(id, 'output'), output),
    takeOutput(id) {
      const output = unlessCode(() => readFileSync(place(id, 'output')), 'ENOENT');
      rmSync(place(id, 'output'), { force: true });
      return output ?? new Uint8Array();
    },
    all() {
      const names = unlessCode(() => readdirSync(folder), 'ENOENT') ?? [];
      const ids = names.flatMap((name) => recordName.exec(name)?.[1] ?? []);
      return new Map(ids.map((id) => [id, parseRecord(readFileSync(place(id, 'json'), 'utf8'))]));
    },
    remove(id) {
      for (const ending of ['json', 'output'] as const) rmSync(place(id, ending), { force: true });
    },
  };
}

/** Names a process that runs; undefined when it is gone. */
export function describeProcess(pid: number): SessionProcess | undefined {
  const begunAt = startTimeOf(pid);
  return begunAt === undefined ? undefined : { pid, begunAt };
}

/** True while this very process is there. */
export function isStillThere({ pid, begunAt }: SessionProcess): boolean {
  return startTimeOf(pid) === begunAt;
}

function parseRecord(text: string): SessionRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
