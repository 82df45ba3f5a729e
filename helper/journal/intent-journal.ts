// SPDX-License-Identifier: Apache-2.0
/**
 * What was begun on the host and not yet ended. An intent is on the disk before its first effect, so that what a crash
 * or a power failure interrupts is found at the next start, and finished or undone.
 */

import * as z from 'zod';
import { isFailure } from '../../contract/errors.ts';
import { type IntentData, type IntentKind, intentKinds, type NewIntentData } from './intent-kinds.ts';
import { type Connection, write } from './database.ts';

/** What is about to be done, and to what. */
interface NewIntent<Kind extends IntentKind> {
  readonly kind: Kind;
  readonly subject: string;
  readonly data: NewIntentData<Kind>;
}

interface Begun {
  readonly id: number;
  /** Seconds since the epoch. */
  readonly begunAt: number;
  readonly subject: string;
}

/** What was begun and never finished, including kinds of work that only an older or newer helper knows. */
interface AnyPendingIntent extends Begun {
  readonly kind: string;
  readonly data: unknown;
}

/** Reading `data` parses it, and throws where it is not what this kind has. */
export type PendingIntent<Kind extends IntentKind = IntentKind> = {
  readonly [Each in Kind]: Begun & { readonly kind: Each; readonly data: IntentData<Each> };
}[Kind];

/** Each fails with `disk-full` when there is no space for it, unless it says otherwise. */
export interface IntentJournal {
  /** Returns when the intent is on the disk; only then may the first effect happen. */
  begin<Kind extends IntentKind>(intent: NewIntent<Kind>): number;
  /** Replaces the data of a pending intent, on the disk when it returns. */
  note<Kind extends IntentKind>(kind: Kind, id: number, data: NewIntentData<Kind>): void;
  /** The effects are complete, or all undone. Removes the intent, so the journal contains only pending ones. */
  done(id: number): void;
  /**
   * Does the same as `done`, where it does no harm that the intent stays a while: on a full disk it is forgotten with a
   * later change.
   */
  release(id: number): void;
  /** What was begun and never done, oldest first. */
  pending(): readonly AnyPendingIntent[];
  /** Gives what is pending of some kinds, oldest first. */
  pendingOf<Kind extends IntentKind>(...kinds: readonly Kind[]): readonly PendingIntent<Kind>[];
  /** Gives those of them that recovery is to finish or undo: what was begun before the journal was sealed. */
  leftOf<Kind extends IntentKind>(...kinds: readonly Kind[]): readonly PendingIntent<Kind>[];
  /** Says that what is begun from now on is this helper's own work, which it does while it recovers the rest. */
  seal(): void;
}

const rowSchema = z.object({
  id: z.number(),
  begun_at: z.number(),
  kind: z.string(),
  subject: z.string(),
  data: z.string(),
});

/** The connection has to be one that survives power loss. */
export function createIntentJournal(connection: Connection, now: () => number): IntentJournal {
  const insert = connection.prepare('INSERT INTO intent (begun_at, kind, subject, data) VALUES (?, ?, ?, ?)');
  const update = connection.prepare('UPDATE intent SET data = ? WHERE id = ?');
  const remove = connection.prepare('DELETE FROM intent WHERE id = ?');
  const select = connection.prepare('SELECT id, begun_at, kind, subject, data FROM intent ORDER BY id');

  /** Released while there was no space. */
  const owed = new Set<number>();
  let lastLeft = Infinity;

  function settle(): void {
    for (const id of owed) {
      write(connection, () => remove.run(id));
      owed.delete(id);
    }
  }

  return {
    begin({ kind, subject, data }) {
      settle();
      return Number(
        write(connection, () => insert.run(now(), kind, subject, JSON.stringify(data ?? null))).lastInsertRowid,
      );
    },
    note(_kind, id, data) {
      if (write(connection, () => update.run(JSON.stringify(data ?? null), id)).changes !== 1)
        throw new Error(`cannot note on intent ${id}: there is none`);
    },
    done: (id) => void write(connection, () => remove.run(id)),
    release(id) {
      owed.add(id);
      try {
        settle();
      } catch (error) {
        if (!isFailure(error, 'disk-full')) throw error;
      }
    },
    pending: () => select.all().map(intentOf),
    pendingOf: (...kinds) => select.all().map(intentOf).flatMap(ofKinds(kinds)),
    leftOf: (...kinds) =>
      select
        .all()
        .map(intentOf)
        .filter(({ id }) => id <= lastLeft)
        .flatMap(ofKinds(kinds)),
    seal() {
      lastLeft = Math.max(0, ...select.all().map((row) => intentOf(row).id));
    },
  };
}

function intentOf(row: unknown): AnyPendingIntent {
  const { id, begun_at: begunAt, kind, subject, data } = rowSchema.parse(row);
  return { id, begunAt, kind, subject, data: JSON.parse(data) as unknown };
}

function ofKinds<Kind extends IntentKind>(kinds: readonly Kind[]) {
  return (intent: AnyPendingIntent): readonly PendingIntent<Kind>[] => {
    const kind = kinds.find((one) => one === intent.kind);
    return kind === undefined ? [] : [typed(kind, intent)];
  };
}

function typed<Kind extends IntentKind>(
  kind: Kind,
  { id, begunAt, subject, data }: AnyPendingIntent,
): PendingIntent<Kind> {
  const intent = {
    id,
    begunAt,
    kind,
    subject,
    get data() {
      return intentKinds[kind].parse(data);
    },
  };
  // The schema of a kind parses the data of that kind.
  return intent as unknown as PendingIntent<Kind>;
}
