/** The later part of a large log, read by a thread of its own. */

import { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { eventBoundary } from '../../audit/event-boundary.ts';
import type { InputFile } from '../commands/fill-from-input.ts';
import type { RangeRequest, RangeResult, RangeStart } from './range-result.ts';

export interface LaterPart {
  /** Where it begins, in bytes. */
  readonly from: number;
  /** Undefined when the thread could not give the whole: then this part is to be read as if there had been no thread. */
  readonly result: Promise<RangeResult | undefined>;
}

/** Below this a second thread costs more than it saves. */
const largeLog = 32 * 1024 * 1024;

/** The thread begins later by the time that it takes to start it. */
const ownShare = 0.54;
const windowBytes = 512 * 1024;

export interface LaterPartOptions {
  /** The bundle of log-reader.ts; without it there is no thread. */
  readonly program: string | undefined;
  readonly input: InputFile;
  readonly since: number;
}

/** Undefined when the log is not a large file or cannot be cut. Abort `stop` when the part is no longer wanted. */
export async function readLaterPart({ program, input, since }: LaterPartOptions, stop: AbortSignal): Promise<LaterPart | undefined> {
  const { handle, file } = input;
  const status = await handle.stat();
  if (program === undefined || !status.isFile() || status.size < largeLog) return undefined;
  const worker = new Worker(program, { workerData: { file, since } satisfies RangeRequest });
  const end = (): void => void worker.terminate();
  stop.addEventListener('abort', end, { once: true });
  const result = new Promise<RangeResult | undefined>((resolve) => {
    worker.once('message', (answer: RangeResult) => resolve(answer.isWhole ? answer : undefined));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
  const from = await findCut(handle, status.size);
  if (from === undefined) {
    end();
    return undefined;
  }
  worker.postMessage({ from } satisfies RangeStart);
  return { from, result };
}

async function findCut(handle: FileHandle, size: number): Promise<number | undefined> {
  const start = Math.floor(size * ownShare - windowBytes / 2);
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(windowBytes), 0, windowBytes, start);
  const boundary = eventBoundary(buffer.subarray(0, bytesRead), bytesRead / 2);
  return boundary === undefined ? undefined : start + boundary;
}
