// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the blocks whatever happens to their file: a damaged one is set aside and a new one begun, a full disk stops the
 * writing for as long as it is full. The helper goes on in all cases, and its log says what was lost.
 */

import { renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ZodError } from 'zod';
import { NewerDatabaseError } from '../../../journal/database.ts';
import { codeOf } from '../../../system/errno.ts';
import type { Log } from '../../../system/log.ts';
import { messageOf } from '../../../system/message-of.ts';
import { type BlockDatabase, openBlockDatabase } from './block-database.ts';

export interface BlockStore {
  /** What the database answers; undefined while it cannot. */
  read<T>(act: (database: BlockDatabase) => T): T | undefined;
  /** Changes the database, all at once; false when nothing was written. */
  write(act: (database: BlockDatabase) => void): boolean;
  close(): void;
}

export interface BlockStoreOptions {
  readonly path: string;
  readonly log: Log;
  /** What all blocks may take; the oldest points of all are removed beyond it. */
  readonly maxBytes?: number;
  /** While less of the disk than that is free, nothing is written. */
  readonly minFreeBytes?: number;
}

const mebibyte = 2 ** 20;
/** Limits how often one transaction removes what is beyond the upper bound. */
const maxRemovals = 8;

interface BlockStoreState extends BlockStoreOptions {
  readonly maxBytes: number;
  readonly minFreeBytes: number;
  database: BlockDatabase | undefined;
  isClosed: boolean;
  /** The trouble that the log has last, so that it is written once. */
  trouble: string | undefined;
}

export function openBlockStore(options: BlockStoreOptions): BlockStore {
  const store: BlockStoreState = {
    ...options,
    maxBytes: options.maxBytes ?? 2048 * mebibyte,
    minFreeBytes: options.minFreeBytes ?? 256 * mebibyte,
    database: undefined,
    isClosed: false,
    trouble: undefined,
  };
  return {
    read: (act) => attempt(store, act),
    write: (act) => write(store, act),
    close() {
      store.isClosed = true;
      closeDatabase(store);
    },
  };
}

function report(store: BlockStoreState, next: string | undefined): void {
  if (next === store.trouble) return;
  if (next === undefined) store.log('info', 'history-kept-again', {});
  else store.log('error', 'history-not-kept', { path: store.path, reason: next });
  store.trouble = next;
}

function open(store: BlockStoreState): BlockDatabase {
  try {
    return openBlockDatabase(store.path);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    setAside(store, error);
    return openBlockDatabase(store.path);
  }
}

/** One damaged file is kept, for those who want to look at it. */
function setAside(store: BlockStoreState, error: unknown): void {
  closeDatabase(store);
  const aside = `${store.path}.damaged`;
  renameSync(store.path, aside);
  for (const suffix of ['-wal', '-shm']) rmSync(`${store.path}${suffix}`, { force: true });
  store.log('error', 'history-set-aside', { path: aside, reason: messageOf(error) });
}

/** A damaged one, or one on a full disk, is closed as it is. */
function closeDatabase(store: BlockStoreState): void {
  const closing = store.database;
  store.database = undefined;
  try {
    closing?.close();
  } catch (error) {
    store.log('warning', 'history-not-closed', { reason: messageOf(error) });
  }
}

function attempt<T>(store: BlockStoreState, act: (database: BlockDatabase) => T): T | undefined {
  if (store.isClosed) return undefined;
  try {
    store.database ??= open(store);
    const answer = act(store.database);
    report(store, undefined);
    return answer;
  } catch (error) {
    if (!isUnreadable(error) && codeOf(error) === undefined) throw error;
    if (isUnreadable(error) && store.database !== undefined) {
      try {
        setAside(store, error);
      } catch (failure) {
        report(store, messageOf(failure));
      }
    } else report(store, messageOf(error));
    return undefined;
  }
}

function makeRoom({ maxBytes }: BlockStoreState, blocks: BlockDatabase): void {
  for (let count = 0; count < maxRemovals && blocks.usedBytes() > maxBytes; count += 1)
    if (!blocks.removeOldest()) return;
}

function write(store: BlockStoreState, act: (database: BlockDatabase) => void): boolean {
  if (freeBytes(store.path) < store.minFreeBytes) {
    report(store, `less than ${store.minFreeBytes / mebibyte} MiB of the disk are free; free some space`);
    return false;
  }
  const isWritten = attempt(store, (blocks) => {
    blocks.transaction(() => {
      act(blocks);
      makeRoom(store, blocks);
    });
    return true;
  });
  return isWritten === true;
}

/** Damaged, no database at all, not with the rows that were written, or of a newer Bulkhead. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof ZodError || error instanceof NewerDatabaseError) return true;
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error) ?? '');
}

function freeBytes(path: string): number {
  const { bsize, bavail } = statfsSync(dirname(path));
  return bsize * bavail;
}
