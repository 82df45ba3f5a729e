// SPDX-License-Identifier: Apache-2.0
/** Lets denials happen on the fake host: some in its past, and then by chance, in a flood, or none. */

import type { Container } from '../../../../contract/model/containers/container.ts';
import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { Item } from '../../../../contract/operations/index.ts';
import { type Broadcast, createBroadcast } from '../broadcast.ts';
import { createDenialBook, type DenialBook } from './denial-book.ts';
import { createDenialSource } from './fake-denials.ts';
import { createFloodBook } from './flood-book.ts';

interface Denying {
  readonly denials: DenialBook;
  readonly added: Broadcast<Item<'denial.watch'>>;
  stop(): void;
}

interface DenyingOptions {
  readonly now: () => number;
  /** Gives the containers whose denials the host's own helper sees. */
  readonly measured: () => readonly Container[];
  readonly auditLog: AuditLog;
  /** Gives all containers, also of other members. */
  readonly containers: ReadonlyMap<string, Container>;
  /** SELinux is there to deny something. */
  readonly hasSelinux: boolean;
  /** Sets the number of groups of denials that are there from the start; no other comes by itself. */
  readonly causes: number | undefined;
  /** Denials pour in, for the groups above, or for ten thousand. */
  readonly isFlooded: boolean;
}

const floodedGroups = 10_000;

/** Lets denials happen until it is stopped. `now` gives seconds since the epoch. */
export function beginDenying(options: DenyingOptions): Denying {
  return options.isFlooded || options.causes !== undefined ? beginFlood(options) : beginUsual(options);
}

function beginUsual({ now, measured, auditLog, hasSelinux }: DenyingOptions): Denying {
  const source = createDenialSource();
  const denials = createDenialBook(auditLog);
  const added = createBroadcast<Item<'denial.watch'>>();
  function deny(time: number): void {
    const event = hasSelinux ? source.next(time, measured()) : undefined;
    if (event !== undefined) added.send(denials.add(event, source.reasonOf(event)));
  }

  const begun = now();
  for (let ago = 7200; ago > 0; ago -= secondsBetweenDenials(ago)) deny(begun - ago);
  const timer = setInterval(() => {
    if (Math.random() < 0.12) deny(now());
  }, 1000);
  return { denials, added, stop: () => clearInterval(timer) };
}

function beginFlood({ now, containers, causes = floodedGroups, isFlooded }: DenyingOptions): Denying {
  const denials = createFloodBook([...containers.values()], now(), causes);
  const added = createBroadcast<Item<'denial.watch'>>();
  const timer = isFlooded ? setInterval(() => added.send(denials.next(now())), 100) : undefined;
  return { denials, added, stop: () => clearInterval(timer) };
}

/** Makes the host busy between half an hour and an hour ago, and quiet since. */
function secondsBetweenDenials(ago: number): number {
  if (ago > 3000) return 130;
  return ago > 2000 ? 40 : 260;
}
