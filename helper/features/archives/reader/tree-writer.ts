// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a tree of files as a plain tar archive, and decides what may be in it. No entry lies below a link, so that
 * unpacking it reaches nothing outside of its folder, whatever unpacks it.
 */

import type { TreeKind } from '../../../system/programs/tar-of-folder.ts';
import type { ArchiveLimits, ArchiveSummary } from '../ports.ts';
import { architectureOf, elfBytes } from './architecture.ts';
import { plainCapabilities } from './capabilities.ts';
import { parentOf, pathOf } from './names.ts';
import type { TarEntry } from './tar-entries.ts';
import type { TarHeader } from '../../../system/files/tar-blocks.ts';
import type { TarWriter } from './tar-writer.ts';
import { shownName, NoSpaceError, UnusableError } from './unusable-error.ts';

export interface TreeWriter {
  /** Says that so many bytes of those that it may have are taken by other files. */
  setTaken(bytes: number): void;
  /** Takes an entry over, at this path of the tree. */
  add(path: string, entry: TarEntry): void;
  /** Ends the tree, and says what it has. */
  end(): ArchiveSummary;
  /** What is known so far. */
  readonly files: number;
  readonly bytes: number;
}

/** What a path is, once it was written. */
type Kind = 'folder' | 'file' | 'link' | 'other';

/** What each file takes on a disk besides its content, in bytes. */
const bytesPerFile = 512;
const fileBlock = 4096;
/** GNU tar keeps a list of all folders until its end, and walks through it for each of them. */
const maxFolders = 250_000;
const maxTextBytes = 16 * 1024;
const setIdBits = 0o6000;
const capability = 'security.capability';
const overlayAttribute = /^trusted\.overlay\./;
const initPaths = ['sbin/init', 'usr/sbin/init', 'bin/init', 'usr/bin/init', 'init'];
const releasePaths = ['etc/os-release', 'usr/lib/os-release'];
const folderHeader: Omit<TarHeader, 'name'> = {
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  modifiedAt: 0,
  modifiedFraction: '',
  type: '5',
  target: '',
  major: 0,
  minor: 0,
};

interface Written {
  readonly kind: Kind;
  readonly attributes?: ReadonlyMap<string, string>;
}

interface TreeState {
  readonly tar: TarWriter;
  readonly limits: ArchiveLimits;
  readonly keeps: TreeKind;
  readonly kinds: Map<string, Kind>;
  readonly leftOut: { devices: number; attributes: number };
  files: number;
  folders: number;
  bytes: number;
  setId: number;
  taken: number;
  architecture: string | null;
  release: string | null;
  /** A folder that was found: most entries lie in the same one as the entry before them. */
  knownFolder: string;
}

export function createTreeWriter(tar: TarWriter, limits: ArchiveLimits, keeps: TreeKind): TreeWriter {
  const tree: TreeState = {
    tar,
    limits,
    keeps,
    kinds: new Map<string, Kind>([['', 'folder']]),
    leftOut: { devices: 0, attributes: 0 },
    files: 0,
    folders: 0,
    bytes: 0,
    setId: 0,
    taken: 0,
    architecture: null,
    release: null,
    knownFolder: '',
  };
  write(tree, { ...folderHeader, name: '' }, { kind: 'folder' });
  return {
    setTaken: (elsewhere) => (tree.taken = elsewhere),
    add: (path, entry) => addEntry(tree, path, entry),
    end: () => endTree(tree),
    get files() {
      return tree.files;
    },
    get bytes() {
      return tree.bytes;
    },
  };
}

function write(tree: TreeState, header: TarHeader, { kind, attributes = new Map() }: Written): void {
  tree.files += 1;
  tree.bytes += bytesPerFile + Math.ceil(header.size / fileBlock) * fileBlock;
  if (tree.files > tree.limits.maxFiles)
    throw new UnusableError(`it has more than ${tree.limits.maxFiles.toLocaleString('en')} files`);
  if (kind === 'folder') tree.folders += 1;
  if (tree.folders > maxFolders) throw new UnusableError(`it has more than ${maxFolders.toLocaleString('en')} folders`);
  if (tree.bytes > tree.limits.maxBytes - tree.taken) throw new NoSpaceError();
  tree.kinds.set(header.name, kind);
  tree.tar.begin(header.name === '' ? { ...header, name: './' } : header, attributes);
}

/** All folders above a path exist, and are folders. */
function requireParent(tree: TreeState, path: string): void {
  const parent = parentOf(path);
  if (parent === tree.knownFolder) return;
  const kind = tree.kinds.get(parent);
  if (kind === 'folder') {
    // What is a folder stays one.
    tree.knownFolder = parent;
    return;
  }
  if (kind !== undefined)
    throw new UnusableError(`${shownName(path)} lies below ${shownName(parent)}, which is no folder`);
  requireParent(tree, parent);
  write(tree, { ...folderHeader, name: parent }, { kind: 'folder' });
}

/** A folder may come again, for its mode and its time. */
function requireNew({ kinds }: TreeState, { name, type }: TarHeader): void {
  const before = kinds.get(name);
  if (before !== undefined && !(before === 'folder' && type === '5'))
    throw new UnusableError(`it has two files of the name ${shownName(name)}`);
}

function keepAttributes(
  { limits, keeps, leftOut }: TreeState,
  { header, attributes }: TarEntry,
): ReadonlyMap<string, string> {
  if (attributes.size === 0) return attributes;
  const result = new Map<string, string>();
  for (const [name, value] of attributes) {
    const able = name === capability && header.type === '0' ? plainCapabilities(value, limits.ids.first) : undefined;
    if (able !== undefined) result.set(name, able);
    else if (keeps === 'layer' && overlayAttribute.test(name)) result.set(name, value);
    else if (name !== 'security.selinux') leftOut.attributes += 1;
  }
  return result;
}

function addFile(tree: TreeState, header: TarHeader, entry: TarEntry): void {
  if ((header.mode & setIdBits) !== 0) tree.setId += 1;
  write(tree, header, { kind: 'file', attributes: keepAttributes(tree, entry) });
  const text: Buffer[] = [];
  const isRelease = header.size <= maxTextBytes && releasePaths.includes(header.name);
  let isFirst = true;
  entry.readContent((piece) => {
    if (isFirst && piece.length >= elfBytes) tree.architecture ??= architectureOf(piece);
    isFirst = false;
    if (isRelease) text.push(Buffer.from(piece));
    tree.tar.content(piece);
  });
  tree.tar.finish(header);
  if (text.length > 0) tree.release = Buffer.concat(text).toString('utf8');
}

function addLink(tree: TreeState, header: TarHeader): void {
  const target = pathOf(header.target);
  const kind = tree.kinds.get(target);
  if (kind === undefined || kind === 'folder')
    throw new UnusableError(`${shownName(header.name)} links to ${shownName(header.target)}, which it does not hold`);
  write(tree, { ...header, target, size: 0 }, { kind });
}

function isWhiteout({ keeps }: TreeState, { type, major, minor }: TarHeader): boolean {
  return keeps === 'layer' && type === '3' && major === 0 && minor === 0;
}

function addEntry(tree: TreeState, path: string, entry: TarEntry): void {
  const { uid, gid, type } = entry.header;
  const header = {
    ...entry.header,
    name: path,
    uid: ownId(path, { word: 'user', id: uid }, tree.limits.ids),
    gid: ownId(path, { word: 'group', id: gid }, tree.limits.ids),
    // No device is kept, but for the mark of an overlay, whose numbers are 0.
    major: 0,
    minor: 0,
  };
  if (path === '') {
    if (type !== '5') throw new UnusableError('its top is no folder');
    if (tree.keeps === 'layer')
      write(tree, { ...header, target: '' }, { kind: 'folder', attributes: keepAttributes(tree, entry) });
    return;
  }
  requireParent(tree, path);
  requireNew(tree, header);
  if (type === '5') write(tree, { ...header, target: '' }, { kind: 'folder', attributes: keepAttributes(tree, entry) });
  else if (type === '0' || type === '7') addFile(tree, { ...header, type: '0', target: '' }, entry);
  else if (type === '1') addLink(tree, header);
  else if (type === '2') write(tree, checkedLink(header), { kind: 'link' });
  else if (type === '6' || isWhiteout(tree, entry.header)) write(tree, { ...header, target: '' }, { kind: 'other' });
  else if (type === '3' || type === '4') tree.leftOut.devices += 1;
  else throw new UnusableError(`${shownName(path)} is of a kind that is not known: ${shownName(type)}`);
}

function endTree(tree: TreeState): ArchiveSummary {
  tree.tar.end();
  return {
    files: tree.files,
    bytes: tree.bytes,
    setId: tree.setId,
    leftOut: tree.leftOut,
    architecture: tree.architecture,
    release: tree.release,
    hasInit: initPaths.some((path) => tree.kinds.has(path)),
  };
}

/** Gives the id inside of the tree. */
function ownId(
  name: string,
  { word, id }: { readonly word: 'user' | 'group'; readonly id: number },
  { first, count }: ArchiveLimits['ids'],
): number {
  const own = id - first;
  if (!Number.isInteger(id) || own < 0 || own >= count)
    throw new UnusableError(
      `${shownName(name)} belongs to the ${word} ${id}, which is none of the ${count} from ${first} on; ` +
        'pack it with the ids that its own root sees',
    );
  return own;
}

function checkedLink(header: TarHeader): TarHeader {
  if (header.target === '') throw new UnusableError(`${shownName(header.name)} is a link that leads nowhere`);
  if (header.target.length > 4095)
    throw new UnusableError(`${shownName(header.name)} is a link of more than 4095 bytes`);
  return { ...header, size: 0 };
}
