// SPDX-License-Identifier: Apache-2.0
/** Finds in an archive the tree that becomes files, and gives it to its writer. */

import type { ArchiveLayout } from '../ports.ts';
import { pathOf, pathWithin } from './names.ts';
import { readImageArchive } from './oci/read-image-archive.ts';
import type { TarEntry } from './tar-entries.ts';
import type { TreeFacts } from './tree-facts.ts';
import type { TreeWriter } from './tree-writer.ts';
import { shownName, UnusableError } from './unusable-error.ts';

export interface ReadTreeOptions {
  readonly layout: ArchiveLayout;
  readonly maxBytes: number;
  /** Entries of the archive, those that are no part of the tree among them. */
  readonly maxEntries: number;
  /** Called now and then. */
  readonly onEntry: () => void;
}

type Entries = Iterator<TarEntry, void, undefined>;

const lxcNames = ['metadata.yaml', 'rootfs', 'templates', 'config'];
const imageNames = ['oci-layout', 'index.json', 'blobs', 'manifest.json', 'repositories'];
const imageIdPattern = /^[0-9a-f]{64}(\.json)?$/;
const maxMemberBytes = 1024 * 1024;

/** Writes the tree, without its end. Fails with `UnusableError` or `NoSpaceError`. */
export function readTree(archive: Entries, tree: TreeWriter, options: ReadTreeOptions): TreeFacts {
  const entries = counted(archive, options);
  const below = (from: Iterable<TarEntry>, layout: Exclude<ArchiveLayout, 'detect'>, format: TreeFacts['format']) =>
    readBelow(from, tree, { ...layout, format, maxBytes: options.maxBytes });
  if (options.layout !== 'detect') return below(entries, options.layout, 'root');
  const first = firstOf(entries);
  if (first === undefined) throw new UnusableError('it is empty');
  const all = before(first, entries);
  const [top = ''] = pathOf(first.header.name).split('/');
  if (imageNames.includes(top) || imageIdPattern.test(top)) return readImageArchive(all, tree, options);
  if (lxcNames.includes(top)) return below(all, { folder: 'rootfs', members: ['metadata.yaml'] }, 'lxc');
  return below(all, { folder: '', members: [] }, 'root');
}

type BelowOptions = Exclude<ArchiveLayout, 'detect'> & Pick<TreeFacts, 'format'> & Pick<ReadTreeOptions, 'maxBytes'>;

function readBelow(
  entries: Iterable<TarEntry>,
  tree: TreeWriter,
  { folder, members, format, maxBytes }: BelowOptions,
): TreeFacts {
  const texts: Record<string, string> = {};
  let [found, beside] = [false, 0];
  for (const entry of entries) {
    const path = pathOf(entry.header.name);
    const within = pathWithin(path, folder);
    if (within !== undefined) {
      found = true;
      tree.add(within, linkedWithin(entry, folder));
      continue;
    }
    beside += entry.header.size;
    if (members.includes(path)) texts[path] = memberText(entry);
    if (beside > maxBytes) throw new UnusableError(`it has more beside its folder ${folder} than could be unpacked`);
  }
  if (!found) throw new UnusableError(folder === '' ? 'it is empty' : `it holds no folder ${folder}`);
  return { format, members: texts, application: null };
}

/** A hard link names another file of the archive, by its name there. */
function linkedWithin(entry: TarEntry, folder: string): TarEntry {
  const { header } = entry;
  if (header.type !== '1' || folder === '') return entry;
  const target = pathWithin(pathOf(header.target), folder);
  if (target === undefined)
    throw new UnusableError(
      `${shownName(header.name)} links to ${shownName(header.target)}, which is not in ${folder}`,
    );
  return { ...entry, header: { ...header, target } };
}

function memberText({ header, readContent }: TarEntry): string {
  if (header.size > maxMemberBytes)
    throw new UnusableError(`its file ${shownName(header.name)} has more than a mebibyte`);
  const pieces: Buffer[] = [];
  readContent((piece) => pieces.push(Buffer.from(piece)));
  return Buffer.concat(pieces).toString('utf8');
}

/** The first that has a name: many programs write the folder itself before it. */
function firstOf(entries: Entries): TarEntry | undefined {
  for (;;) {
    const next = entries.next();
    if (next.done === true) return undefined;
    if (pathOf(next.value.header.name) !== '') return next.value;
  }
}

function* before(first: TarEntry, rest: Entries): Generator<TarEntry, void, undefined> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

function* counted(entries: Entries, { maxEntries, onEntry }: ReadTreeOptions): Generator<TarEntry, void, undefined> {
  let count = 0;
  for (let next = entries.next(); next.done !== true; next = entries.next()) {
    count += 1;
    if (count > maxEntries) throw new UnusableError(`it has more than ${maxEntries.toLocaleString('en')} entries`);
    onEntry();
    yield next.value;
  }
}
