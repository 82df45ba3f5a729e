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

export function openBlockStore(options: BlockStoreOptions): BlockStore {
  const { path, log, maxBytes = 2048 * mebibyte, minFreeBytes = 256 * mebibyte } = options;
  let database: BlockDatabase | undefined;
  let isClosed = false;
  /** The trouble that the log has last, so that it is written once. */
  let trouble: string | undefined;

  function report(next: string | undefined): void {
    if (next === trouble) return;
    if (next === undefined) log('info', 'history-kept-again', {});
    else log('error', 'history-not-kept', { path, reason: next });
    trouble = next;
  }

  function open(): BlockDatabase {
    try {
      return openBlockDatabase(path);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      setAside(error);
      return openBlockDatabase(path);
    }
  }

  /** One damaged file is kept, for those who want to look at it. */
  function setAside(error: unknown): void {
    closeDatabase();
    const aside = `${path}.damaged`;
    renameSync(path, aside);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    log('error', 'history-set-aside', { path: aside, reason: messageOf(error) });
  }

  /** A damaged one, or one on a full disk, is closed as it is. */
  function closeDatabase(): void {
    const closing = database;
    database = undefined;
    try {
      closing?.close();
    } catch (error) {
      log('warning', 'history-not-closed', { reason: messageOf(error) });
    }
  }

  function attempt<T>(act: (database: BlockDatabase) => T): T | undefined {
    if (isClosed) return undefined;
    try {
      database ??= open();
      const answer = act(database);
      report(undefined);
      return answer;
    } catch (error) {
      if (!isUnreadable(error) && codeOf(error) === undefined) throw error;
      if (isUnreadable(error) && database !== undefined) {
        try {
          setAside(error);
        } catch (failure) {
          report(messageOf(failure));
        }
      } else report(messageOf(error));
      return undefined;
    }
  }

  function makeRoom(blocks: BlockDatabase): void {
    for (let count = 0; count < maxRemovals && blocks.usedBytes() > maxBytes; count += 1)
      if (!blocks.removeOldest()) return;
  }

  return {
    read: (act) => attempt(act),
    write(act) {
      if (freeBytes(path) < minFreeBytes) {
        report(`less than ${minFreeBytes / mebibyte} MiB of the disk are free; free some space`);
        return false;
      }
      const isWritten = attempt((blocks) => {
        blocks.transaction(() => {
          act(blocks);
          makeRoom(blocks);
        });
        return true;
      });
      return isWritten === true;
    },
    close() {
      isClosed = true;
      closeDatabase();
    },
  };
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
