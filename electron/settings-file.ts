// SPDX-License-Identifier: Apache-2.0
/** A small JSON file in the user's own folder. A broken one counts as absent; writing replaces it in one step. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface SettingsFile<T> {
  read(): T;
  write(value: T): void;
}

/** `parse` gives undefined for what is no such value; `otherwise` is then read. */
export function settingsFile<T>(path: string, parse: (raw: unknown) => T | undefined, otherwise: T): SettingsFile<T> {
  return {
    read: () => parse(readJson(path)) ?? otherwise,
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
