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
import { openBlockStore } from './block-store.ts';
import { createKeptInterfaces } from './kept-interfaces.ts';
import { createOpenBlocks, type SubjectBlock } from './open-blocks.ts';
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

export function openKeptUsage({ isThere, ...options }: KeptUsageOptions): KeptUsage {
  const store = openBlockStore(options);
  const blocks = createOpenBlocks();
  const interfaces = createKeptInterfaces();
  const minutes = new Map<string, number>();
  let lastTime: number | undefined;
  let lastUptime = 0;
  let writtenAt = Number.NaN;
  let prunedAt = Number.NaN;
  let turn = 0;

  function write(count: number, now: number): void {
    const due = blocks.take(count);
    if (due.length === 0) return;
    const isWritten = store.write((database) => {
      for (const block of due) {
        writeMinute(database, block, now);
        if (isDueToCondense(block)) condense(database, block.subject, block.points.start + tiers[0].blockSeconds);
      }
    });
    if (!isWritten) blocks.putBack(due);
  }

  /** Subjects begin at different counts, so that not all are due in the same minute. */
  function isDueToCondense({ subject }: SubjectBlock): boolean {
    const count = minutes.get(subject) ?? (turn += 1) % minutesBetweenCondensing;
    minutes.set(subject, (count + 1) % minutesBetweenCondensing);
    return count + 1 === minutesBetweenCondensing;
  }

  function prune(): void {
    const owners = new Set(keptSubjects().map((subject) => partsOfSubject(subject).owner));
    for (const owner of owners) if (owner !== hostSubject && !isThere(owner)) forget(owner);
  }

  function keptSubjects(): readonly string[] {
    return store.read((database) => database.subjects()) ?? [];
  }

  /** A container with its interfaces. */
  function subjectsOf(container: string): readonly string[] {
    return keptSubjects().filter((subject) => partsOfSubject(subject).owner === container);
  }

  function forget(container: string): void {
    blocks.forget(container);
    interfaces.forget(container);
    removeSubjects(subjectsOf(container));
  }

  function removeSubjects(subjects: readonly string[]): void {
    for (const subject of subjects) minutes.delete(subject);
    store.write((database) => {
      for (const subject of subjects) database.removeSubject(subject);
    });
  }

  /**
   * Coarse blocks of a time that comes once more would stand in the way of what is measured then. Minutes are filled
   * again. After more than a day it is not known which of the two clocks was wrong, and nothing is removed.
   */
  function clockWasSetBack(from: number, to: number): void {
    if (from - to > maxSetBackSeconds) return;
    store.write((database) => {
      for (const subject of database.subjects()) {
        for (const [index, tier] of tiers.entries())
          if (index > 0) database.removeBlocks(subject, index, { from: blockStart(tier, to), to: from });
      }
    });
  }

  /** Up to when an earlier helper wrote. */
  function lastWritten(): number {
    return store.read((database) => database.newest(hostSubject, 0, endOfTime)) ?? 0;
  }

  function history(params: Params<'sample.history'>, now: number): Promise<Result<'sample.history'>> {
    const owner = params.container ?? hostSubject;
    const { interface: name } = params;
    const subject = name === undefined ? owner : interfaceSubject(owner, name);
    const others = name === undefined ? interfaces.of(owner) : [];
    return readHistory(params, { store, subject, interfaces: others, unwritten: blocks.of, now });
  }

  /** Lists also those of which nothing is written yet. */
  function keptContainers(): ReadonlySet<string> {
    const owners = [...keptSubjects(), ...blocks.subjects()].map((subject) => partsOfSubject(subject).owner);
    return new Set(owners.filter((owner) => owner !== hostSubject));
  }

  return {
    add(reading) {
      const { time, uptime } = reading;
      if (!(time >= 0 && time < endOfTime)) return;
      if (lastTime === undefined) {
        lastTime = lastWritten();
        interfaces.addKnown(keptSubjects(), uptime);
      }
      if (time < lastTime) clockWasSetBack(lastTime, time);
      lastTime = time;
      lastUptime = uptime;
      const chosen = interfaces.choose(reading, (subject) => removeSubjects([subject]));
      blocks.add({ ...reading, interfaces: chosen });
      if (!(uptime - prunedAt < secondsBetweenPrunings)) {
        prunedAt = uptime;
        prune();
      }
      if (uptime - writtenAt < secondsBetweenWrites) return;
      writtenAt = uptime;
      write(Math.ceil(blocks.size / writesOfAll), time);
    },
    history,
    rank: (params, now) =>
      rankUsage(params, { containers: keptContainers(), historyOf: (asked) => history(asked, now), now }),
    forget,
    rename(container, to) {
      const subjects = subjectsOf(container);
      for (const name of [container, to]) {
        blocks.forget(name);
        interfaces.forget(name);
      }
      if (subjects.length === 0) return;
      const replaced = subjectsOf(to);
      for (const subject of [...subjects, ...replaced]) minutes.delete(subject);
      const renamed = subjects.map((subject) => `${to}${subject.slice(container.length)}`);
      store.write((database) => {
        for (const subject of replaced) database.removeSubject(subject);
        for (const [index, subject] of subjects.entries()) database.renameSubject(subject, renamed[index] ?? to);
      });
      interfaces.addKnown(renamed, lastUptime);
    },
    close() {
      blocks.finish();
      write(Infinity, lastTime ?? 0);
      store.close();
    },
  };
}
