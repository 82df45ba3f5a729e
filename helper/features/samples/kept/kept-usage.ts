// SPDX-License-Identifier: Apache-2.0
/**
 * What the host and its containers used, kept over restarts. Each reading goes into memory; whole minutes are written
 * in one transaction every two seconds, those of a few subjects each time, so that no write keeps the helper long. What
 * a helper that is killed loses is the last two minutes.
 */

import type { Params, Result } from '../../../../contract/operations/index.ts';
import type { Log } from '../../../system/log.ts';
import { hostSubject, interfaceSubject, partsOfSubject, type Reading } from '../columns.ts';
import { endOfTime } from './block-database.ts';
import { type BlockStore, openBlockStore } from './block-store.ts';
import { createKeptInterfaces, type KeptInterfaces } from './kept-interfaces.ts';
import { createOpenBlocks, type OpenBlocks, type SubjectBlock } from './open-blocks.ts';
import { rankUsage } from './rank-usage.ts';
import { readHistory } from './read-history.ts';
import { blockStart, tiers } from './tiers.ts';
import { condense, writeMinute } from './write-blocks.ts';

export interface KeptUsage {
  add(reading: Reading): void;
  /** `now` in seconds since the epoch: nothing after it is in the answer. */
  history(params: Params<'sample.history'>, now: number): Promise<Result<'sample.history'>>;
  /** Likewise, of all containers. */
  rank(params: Params<'sample.rank'>, now: number): Promise<Result<'sample.rank'>>;
  /** Removes what is kept of a container that is removed. */
  forget(container: string): void;
  /** What is kept of a container is that of another name from now on. */
  rename(container: string, to: string): void;
  /** Writes what is not written yet. */
  close(): void;
}

export interface KeptUsageOptions {
  /** The database is in this file. */
  readonly path: string;
  readonly log: Log;
  /** Says whether the host still has this container: what is kept of others is removed. */
  readonly isThere: (container: string) => boolean;
  readonly maxBytes?: number;
  readonly minFreeBytes?: number;
}

const secondsBetweenWrites = 2;
const secondsBetweenPrunings = 3600;
const maxSetBackSeconds = 86_400;
/** Each subject has its turn in so many writes: more than come in a minute would never keep up. */
const writesOfAll = 25;
/** Minutes of a subject between two looks at whether a coarser block is due. */
const minutesBetweenCondensing = 10;

interface KeptUsageState extends KeptUsageOptions {
  readonly store: BlockStore;
  readonly blocks: OpenBlocks;
  readonly interfaces: KeptInterfaces;
  readonly minutes: Map<string, number>;
  lastTime: number | undefined;
  lastUptime: number;
  writtenAt: number;
  prunedAt: number;
  turn: number;
}

export function openKeptUsage(options: KeptUsageOptions): KeptUsage {
  const usage: KeptUsageState = {
    ...options,
    store: openBlockStore(options),
    blocks: createOpenBlocks(),
    interfaces: createKeptInterfaces(),
    minutes: new Map<string, number>(),
    lastTime: undefined,
    lastUptime: 0,
    writtenAt: Number.NaN,
    prunedAt: Number.NaN,
    turn: 0,
  };
  return {
    add: (reading) => add(usage, reading),
    history: (params, now) => readKeptHistory(usage, params, now),
    rank: (params, now) =>
      rankUsage(params, {
        containers: listContainers(usage),
        historyOf: (asked) => readKeptHistory(usage, asked, now),
        now,
      }),
    forget: (container) => forget(usage, container),
    rename: (container, to) => rename(usage, container, to),
    close: () => close(usage),
  };
}

function write(usage: KeptUsageState, count: number, now: number): void {
  const due = usage.blocks.take(count);
  if (due.length === 0) return;
  const isWritten = usage.store.write((database) => {
    for (const block of due) {
      writeMinute(database, block, now);
      if (isDueToCondense(usage, block)) condense(database, block.subject, block.points.start + tiers[0].blockSeconds);
    }
  });
  if (!isWritten) usage.blocks.putBack(due);
}

/** Subjects begin at different counts, so that not all are due in the same minute. */
function isDueToCondense(usage: KeptUsageState, { subject }: SubjectBlock): boolean {
  const count = usage.minutes.get(subject) ?? (usage.turn += 1) % minutesBetweenCondensing;
  usage.minutes.set(subject, (count + 1) % minutesBetweenCondensing);
  return count + 1 === minutesBetweenCondensing;
}

function prune(usage: KeptUsageState): void {
  const owners = new Set(listSubjects(usage).map((subject) => partsOfSubject(subject).owner));
  for (const owner of owners) if (owner !== hostSubject && !usage.isThere(owner)) forget(usage, owner);
}

function listSubjects({ store }: KeptUsageState): readonly string[] {
  return store.read((database) => database.subjects()) ?? [];
}

/** A container with its interfaces. */
function listSubjectsOf(usage: KeptUsageState, container: string): readonly string[] {
  return listSubjects(usage).filter((subject) => partsOfSubject(subject).owner === container);
}

function forget(usage: KeptUsageState, container: string): void {
  usage.blocks.forget(container);
  usage.interfaces.forget(container);
  removeSubjects(usage, listSubjectsOf(usage, container));
}

function removeSubjects({ minutes, store }: KeptUsageState, subjects: readonly string[]): void {
  for (const subject of subjects) minutes.delete(subject);
  store.write((database) => {
    for (const subject of subjects) database.removeSubject(subject);
  });
}

/**
 * Coarse blocks of a time that comes once more would stand in the way of what is measured then. Minutes are filled
 * again. After more than a day it is not known which of the two clocks was wrong, and nothing is removed.
 */
function removeAfterSetBack({ store }: KeptUsageState, from: number, to: number): void {
  if (from - to > maxSetBackSeconds) return;
  store.write((database) => {
    for (const subject of database.subjects()) {
      for (const [index, tier] of tiers.entries())
        if (index > 0) database.removeBlocks(subject, index, { from: blockStart(tier, to), to: from });
    }
  });
}

/** Up to when an earlier helper wrote. */
function readLastWritten({ store }: KeptUsageState): number {
  return store.read((database) => database.newest(hostSubject, 0, endOfTime)) ?? 0;
}

function readKeptHistory(
  { interfaces, store, blocks }: KeptUsageState,
  params: Params<'sample.history'>,
  now: number,
): Promise<Result<'sample.history'>> {
  const owner = params.container ?? hostSubject;
  const { interface: name } = params;
  const subject = name === undefined ? owner : interfaceSubject(owner, name);
  const others = name === undefined ? interfaces.of(owner) : [];
  return readHistory(params, { store, subject, interfaces: others, unwritten: blocks.of, now });
}

/** Lists also those of which nothing is written yet. */
function listContainers(usage: KeptUsageState): ReadonlySet<string> {
  const owners = [...listSubjects(usage), ...usage.blocks.subjects()].map((subject) => partsOfSubject(subject).owner);
  return new Set(owners.filter((owner) => owner !== hostSubject));
}

function add(usage: KeptUsageState, reading: Reading): void {
  const { time, uptime } = reading;
  if (!(time >= 0 && time < endOfTime)) return;
  if (usage.lastTime === undefined) {
    usage.lastTime = readLastWritten(usage);
    usage.interfaces.addKnown(listSubjects(usage), uptime);
  }
  if (time < usage.lastTime) removeAfterSetBack(usage, usage.lastTime, time);
  usage.lastTime = time;
  usage.lastUptime = uptime;
  const chosen = usage.interfaces.choose(reading, (subject) => removeSubjects(usage, [subject]));
  usage.blocks.add({ ...reading, interfaces: chosen });
  if (!(uptime - usage.prunedAt < secondsBetweenPrunings)) {
    usage.prunedAt = uptime;
    prune(usage);
  }
  if (uptime - usage.writtenAt < secondsBetweenWrites) return;
  usage.writtenAt = uptime;
  write(usage, Math.ceil(usage.blocks.size / writesOfAll), time);
}

function rename(usage: KeptUsageState, container: string, to: string): void {
  const subjects = listSubjectsOf(usage, container);
  for (const name of [container, to]) {
    usage.blocks.forget(name);
    usage.interfaces.forget(name);
  }
  if (subjects.length === 0) return;
  const replaced = listSubjectsOf(usage, to);
  for (const subject of [...subjects, ...replaced]) usage.minutes.delete(subject);
  const renamed = subjects.map((subject) => `${to}${subject.slice(container.length)}`);
  usage.store.write((database) => {
    for (const subject of replaced) database.removeSubject(subject);
    for (const [index, subject] of subjects.entries()) database.renameSubject(subject, renamed[index] ?? to);
  });
  usage.interfaces.addKnown(renamed, usage.lastUptime);
}

function close(usage: KeptUsageState): void {
  usage.blocks.finish();
  write(usage, Infinity, usage.lastTime ?? 0);
  usage.store.close();
}
