// SPDX-License-Identifier: Apache-2.0
/**
 * What a restart of the helper must not forget of the denials: their groups, and up to which place of which log they
 * were counted. Both are written in one step.
 */

import * as z from 'zod';
import { type DenialGroup, denialGroupSchema } from '../../../../contract/model/denials/denial.ts';
import { type Connection, write } from '../../../journal/database.ts';

interface KeptDenials {
  /** Undefined when nothing was kept yet. */
  readonly position: string | undefined;
  readonly groups: readonly DenialGroup[];
  /** Counted events whose groups were dropped for space, and records that never arrived. */
  readonly lost: number;
}

export interface DenialMemory {
  load(): KeptDenials;
  /** Keeps these groups beside those that were kept before, or instead of them. */
  save(kept: KeptDenials & { readonly position: string; readonly isAll: boolean }): void;
}

const stateSchema = z.object({ position: z.string(), lost: z.number().int() }).optional();
const rowsSchema = z.array(z.object({ data: z.string() }));

export function createDenialMemory(connection: Connection): DenialMemory {
  const insert = connection.prepare(
    'INSERT INTO denial_group (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data',
  );
  const mark = connection.prepare(
    'INSERT INTO denial_state (id, position, lost) VALUES (1, ?, ?) ON CONFLICT (id) ' +
      'DO UPDATE SET position = excluded.position, lost = excluded.lost',
  );
  const clear = connection.prepare('DELETE FROM denial_group');

  const saveAll = connection.transaction(
    (kept: KeptDenials & { readonly position: string; readonly isAll: boolean }) => {
      if (kept.isAll) clear.run();
      for (const group of kept.groups) insert.run(group.id, JSON.stringify(group));
      mark.run(kept.position, kept.lost);
    },
  );

  return {
    load() {
      const state = stateSchema.parse(connection.prepare('SELECT position, lost FROM denial_state WHERE id = 1').get());
      // Groups of an older version that this one cannot parse are left out: their log no longer exists, and no values
      // are invented.
      const groups = rowsSchema
        .parse(connection.prepare('SELECT data FROM denial_group').all())
        .flatMap(({ data }) => denialGroupSchema().safeParse(withNoted(JSON.parse(data))).data ?? []);
      return { position: state?.position, groups, lost: state?.lost ?? 0 };
    },
    save(kept) {
      write(connection, () => {
        saveAll(kept);
      });
    },
  };
}

/**
 * An older version did not count what was only logged: of its groups only those are known whose events were all logged
 * only.
 */
function withNoted(kept: unknown): unknown {
  const older = z.looseObject({ permissive: z.boolean(), count: z.number() }).safeParse(kept).data;
  return older === undefined || 'notBlocked' in older
    ? kept
    : { ...older, notBlocked: older.permissive ? older.count : 0 };
}
