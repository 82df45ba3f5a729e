// SPDX-License-Identifier: Apache-2.0
/**
 * Which container had which context, kept in the database, so that the denials of a removed container keep its name.
 */

import * as z from 'zod';
import { type Connection, write } from '../../journal/database.ts';

export interface ContextMemory {
  /** Gives the names of containers by type and level. */
  load(): ReadonlyMap<string, string>;
  remember(context: string, name: string): void;
}

/** The latest ones: many more than a host has containers while a log is kept. */
const maxKept = 10_000;
const rowsSchema = z.array(z.object({ context: z.string(), name: z.string() }));

/** `onUnkept` is called when the disk has no space: the name is then known until the helper ends. */
export function createContextMemory(
  connection: Connection,
  options: { readonly now: () => number; readonly onUnkept: (error: unknown) => void },
): ContextMemory {
  const insert = connection.prepare(
    'INSERT INTO container_context (context, name, seen_at) VALUES (?, ?, ?) ON CONFLICT (context) ' +
      'DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at',
  );
  const prune = connection.prepare(
    'DELETE FROM container_context WHERE context NOT IN (SELECT context FROM container_context ORDER BY seen_at DESC LIMIT ?)',
  );
  return {
    load() {
      const rows = rowsSchema.parse(connection.prepare('SELECT context, name FROM container_context').all());
      return new Map(rows.map(({ context, name }) => [context, name]));
    },
    remember(context, name) {
      try {
        write(connection, () => {
          insert.run(context, name, options.now());
          prune.run(maxKept);
        });
      } catch (error) {
        options.onUnkept(error);
      }
    },
  };
}
