// SPDX-License-Identifier: Apache-2.0
/**
 * The changes of policy and labels that were made, each with all that undoing it needs. An entry outlives the intent of
 * the change, and the helper.
 */

import * as z from 'zod';
import { type GivenChange, keptChangeSchema } from '../../contract/model/policy/change.ts';
import { type Connection, write } from './database.ts';

/** A change, and the plan for its kind of change: what was before, and what is after. */
export interface RecordedChange extends GivenChange {
  readonly plan: unknown;
}

export interface ChangeLedger {
  /** Fails with `disk-full` when the disk has no space for it. */
  add(change: RecordedChange): void;
  markUndone(id: number, undoneBy: number): void;
  find(id: number): RecordedChange | undefined;
  /** Gives a change as clients may see it. */
  shown(id: number): GivenChange | undefined;
  /** Gives the oldest first. */
  applied(): readonly GivenChange[];
  /** Called with the id of each change that is added or undone. */
  onChanged(listener: (id: number) => void): void;
}

const rowSchema = z.object({
  id: z.number(),
  state: keptChangeSchema().shape.state,
  undoneBy: z.number().nullable(),
  data: z.string(),
});
const dataSchema = keptChangeSchema().omit({ id: true, state: true, undoneBy: true }).extend({ plan: z.unknown() });

/** The connection has to be one that survives power loss. */
export function createChangeLedger(connection: Connection): ChangeLedger {
  const columns = 'activity AS id, state, undone_by AS undoneBy, data';
  const insert = connection.prepare('INSERT INTO change (activity, state, undone_by, data) VALUES (?, ?, ?, ?)');
  const undo = connection.prepare("UPDATE change SET state = 'undone', undone_by = ? WHERE activity = ?");
  const one = connection.prepare(`SELECT ${columns} FROM change WHERE activity = ?`);
  const inForce = connection.prepare(`SELECT ${columns} FROM change WHERE state = 'applied' ORDER BY activity`);
  const listeners: ((id: number) => void)[] = [];
  const tell = (id: number): void => listeners.forEach((listener) => listener(id));

  // `all`, since libsql's `get` adds a column of its own.
  const find = (id: number): RecordedChange | undefined => one.all(id).map(changeOf)[0];

  return {
    find,
    shown(id) {
      const change = find(id);
      return change === undefined ? undefined : withoutPlan(change);
    },
    add({ id, state, undoneBy, ...data }) {
      write(connection, () => insert.run(id, state, undoneBy, JSON.stringify(data)));
      tell(id);
    },
    markUndone(id, undoneBy) {
      write(connection, () => undo.run(undoneBy, id));
      tell(id);
    },
    applied: () => inForce.all().map(changeOf).map(withoutPlan),
    onChanged: (listener) => void listeners.push(listener),
  };
}

/** What clients see of it. */
export function withoutPlan({ plan: _, ...change }: RecordedChange): GivenChange {
  return change;
}

function changeOf(row: unknown): RecordedChange {
  const { data, ...rest } = rowSchema.parse(row);
  const { plan, ...change } = dataSchema.parse(JSON.parse(data));
  return { ...change, ...rest, plan };
}
