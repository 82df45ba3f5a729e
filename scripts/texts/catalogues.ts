// SPDX-License-Identifier: Apache-2.0
/**
 * The catalogues of the window: one file for each part of it, with the messages that only this part has, and
 * `common.json` for those of several. What is in them follows from the code; the translations are kept.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSourceFiles } from '../check/source-files.ts';
import { readTexts, type Texts } from './read-texts.ts';

export const catalogueFolder = 'renderer/texts/de';

export interface WindowSource {
  readonly path: string;
  readonly area: string;
  readonly texts: Texts;
}

export type CatalogueFiles = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** What has texts for every client: the contract, and what words sentences that a client shows. */
const worders = ['contract', 'helper', 'sepolicy', 'switch', 'hosts'];

/** Every source file of the window that is no test or plugin of its bundler, and those of others whose texts it shows. */
export function readWindowSources(root: string): readonly WindowSource[] {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  return [
    ...sourcesIn(root, 'renderer').filter((path) => !/^renderer\/(?:bundling|testing|lib\/language)\//.test(path)),
    ...worders
      .flatMap((folder) => sourcesIn(root, folder))
      .filter((path) => imports(read(path), 't') || imports(read(path), 'say')),
  ].map((path) => ({ path, area: areaOf(path), texts: textsOf(path, read(path)) }));
}

/** A file that only says what others show is full of commands and of the terms of SELinux, which nobody translates. */
function textsOf(path: string, source: string): Texts {
  const texts = readTexts(path, source);
  return path.startsWith('renderer/') || imports(source, 't') ? texts : { ...texts, loose: [] };
}

function imports(source: string, name: string): boolean {
  return new RegExp(`^import \\{[^}]*\\b${name}\\b[^}]*\\} from '[./]+(?:contract)?/text\\.ts';$`, 'm').test(source);
}

function sourcesIn(root: string, folder: string): readonly string[] {
  return findSourceFiles(join(root, folder))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|\.d\.ts$|\.config\.ts$|(?:^|\/)fixtures\//.test(path))
    .map((path) => `${folder}/${path}`);
}

/** The translations as they are, by file name without `.json`. */
export function readCatalogues(root: string): CatalogueFiles {
  const folder = join(root, catalogueFolder);
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        name.replace(/\.json$/, ''),
        JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>,
      ]),
  );
}

/** The files as they should be: a message without a translation has an empty one. */
export function arrangeCatalogues(sources: readonly WindowSource[], kept: CatalogueFiles): CatalogueFiles {
  const areas = new Map<string, Set<string>>();
  for (const { area, texts } of sources) {
    for (const message of texts.messages) areas.set(message, (areas.get(message) ?? new Set<string>()).add(area));
  }
  const translations = new Map<string, string>();
  for (const messages of kept.values()) {
    for (const [message, translation] of Object.entries(messages)) {
      if (translation !== '') translations.set(message, translation);
    }
  }
  const files = new Map<string, Record<string, string>>();
  for (const message of [...areas.keys()].sort()) {
    const [area = '', ...others] = areas.get(message) ?? [];
    const name = others.length === 0 ? area : 'common';
    const file = files.get(name) ?? {};
    file[message] = translations.get(message) ?? '';
    files.set(name, file);
  }
  return files;
}

/** Gives the text of a file. */
export function printCatalogue(messages: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(messages, undefined, 2)}\n`;
}

/**
 * `renderer/features/denials/...` gives `denials`, `renderer/app/...` gives `app`, `helper/features/doctor/...` gives
 * `helper-doctor`, `contract/...` gives `contract`. The texts of polkit are in a file that the window does not load.
 */
function areaOf(path: string): string {
  const [side = '', first = '', second = ''] = path.split('/');
  if (side === 'helper' && first === 'features') return `helper-${second}`;
  if (path === 'contract/actions.ts') return 'polkit';
  if (side !== 'renderer') return side;
  return first === 'features' ? second : first;
}
