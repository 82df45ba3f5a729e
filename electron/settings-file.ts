// SPDX-License-Identifier: Apache-2.0
/** A small JSON file in the user's own folder. A broken one counts as absent; writing replaces it in one step. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';

export interface SettingsFile<T> {
  read(): T;
  write(value: T): void;
}

export function settingsFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  otherwise: z.output<Schema>,
): SettingsFile<z.output<Schema>> {
  return {
    read() {
      const parsed = schema.safeParse(readJson(path));
      return parsed.success ? parsed.data : otherwise;
    },
    write(value) {
      const next = `${path}.next`;
      writeFileSync(next, JSON.stringify(value, undefined, 2), { mode: 0o600 });
      renameSync(next, path);
    },
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
