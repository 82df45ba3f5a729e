// SPDX-License-Identifier: Apache-2.0
/**
 * The versions of each policy module that Bulkhead ever tried to install, the latest of them: their texts as files,
 * what is known about them in the database.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Words } from '../../../contract/text.ts';
import { type Connection, write } from '../../journal/database.ts';
import { readStoredWords, storeWords } from '../../journal/stored-words.ts';
import { writeDurably } from '../../system/files/write-durably.ts';

const versionSchema = z.object({
  version: z.number().int(),
  sha256: z.string(),
  note: z.string(),
  createdAt: z.number(),
});
const maxNoteLength = 1_000;

export interface ModuleVersion extends Omit<z.infer<typeof versionSchema>, 'note'> {
  readonly note: Words;
}

export interface ModuleVersions {
  /** Modules that have any. */
  modules(): readonly string[];
  /** Gives the oldest first. */
  of(module: string): readonly ModuleVersion[];
  /** Undefined when there is none, or its file is not what it was. */
  source(module: string, version: number): string | undefined;
  /** The text is on the disk when it returns. */
  add(module: string, source: string, note: Words): ModuleVersion;
  forget(module: string, version: number): void;
  forgetAll(module: string): void;
}

/** Versions kept of each module. */
const maxVersions = 20;

export function createModuleVersions(connection: Connection, folder: string, now: () => number): ModuleVersions {
  const select = connection.prepare(
    'SELECT version, sha256, note, created_at AS createdAt FROM module_version WHERE module = ? ORDER BY version',
  );
  const selectModules = connection.prepare('SELECT DISTINCT module FROM module_version ORDER BY module');
  const insert = connection.prepare(
    'INSERT INTO module_version (module, version, sha256, note, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = connection.prepare('DELETE FROM module_version WHERE module = ? AND version = ?');
  const pathOf = (module: string, version: number): string => join(folder, module, `${version}.cil`);
  const versionsOf = (module: string): readonly ModuleVersion[] =>
    z
      .array(versionSchema)
      .parse(select.all(module))
      .map(({ note, ...version }) => ({ ...version, note: readStoredWords(note) }));

  function forget(module: string, version: number): void {
    write(connection, () => remove.run(module, version));
    rmSync(pathOf(module, version), { force: true });
  }

  return {
    modules: () =>
      z
        .array(z.object({ module: z.string() }))
        .parse(selectModules.all())
        .map(({ module }) => module),
    of: versionsOf,
    source(module, version) {
      const known = versionsOf(module).find((one) => one.version === version);
      const text = known === undefined ? undefined : readText(pathOf(module, version));
      return text !== undefined && sha256Of(text) === known?.sha256 ? text : undefined;
    },
    add(module, source, note) {
      const before = versionsOf(module);
      const made: ModuleVersion = {
        version: (before.at(-1)?.version ?? 0) + 1,
        sha256: sha256Of(source),
        note,
        createdAt: now(),
      };
      mkdirSync(join(folder, module), { recursive: true, mode: 0o700 });
      writeDurably(pathOf(module, made.version), source, 0o600);
      write(connection, () =>
        insert.run(module, made.version, made.sha256, storeWords(note, maxNoteLength), made.createdAt),
      );
      for (const { version } of before.slice(0, Math.max(0, before.length + 1 - maxVersions))) forget(module, version);
      return made;
    },
    forget,
    forgetAll(module) {
      for (const { version } of versionsOf(module)) forget(module, version);
      rmSync(join(folder, module), { recursive: true, force: true });
    },
  };
}

/** semodule names a module's content by the same sum (`semodule -l -m`). */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
