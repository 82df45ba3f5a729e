// SPDX-License-Identifier: Apache-2.0
/**
 * Which entries of the layers of an image are still there in the end. A layer replaces what is below it, and removes
 * what it marks: `.wh.NAME` removes NAME, `.wh..wh..opq` all that lower layers have in its folder.
 */

import { parentOf, pathOf } from '../names.ts';
import type { TarEntry } from '../tar-entries.ts';
import type { TarHeader } from '../../../../system/files/tar-blocks.ts';
import { UnusableError } from '../unusable-error.ts';

export interface VisiblePaths {
  /** Takes in the entries of the next layer. The lowest comes first. */
  addLayer(entries: Iterable<TarEntry>): void;
  /**
   * The path by which an entry of a layer is to be written; undefined when a higher layer hides it. A file that is only
   * hidden by this name, and has others, goes by one of them.
   */
  pathIn(layer: number, header: TarHeader): string | undefined;
  /** The target of a hard link, under the name by which it was written. */
  targetIn(layer: number, header: TarHeader): string;
}

const mark = '.wh.';
const opaqueMark = '.wh..wh..opq';

export function createVisiblePaths(maxFiles: number): VisiblePaths {
  /** The highest layer that has the path, as whatever. */
  const owners = new Map<string, number>();
  /** The highest layer that has the path as something else than a folder, or removes it: it hides all that is below. */
  const covers = new Map<string, number>();
  const opaque = new Map<string, number>();
  /** Holds for each layer the names of a file besides its first one. */
  const links: Map<string, string[]>[] = [];
  /** Holds for each layer the name that takes the place of a file's hidden one. */
  const heirs: Map<string, string>[] = [];
  const written: Set<string>[] = [];

  function note(layer: number, { name, type, target }: TarHeader): void {
    const path = pathOf(name);
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (base === opaqueMark) opaque.set(parentOf(path), layer);
    else if (base.startsWith(mark)) {
      const removed = base.slice(mark.length);
      if (removed === '' || removed === '.' || removed === '..')
        throw new UnusableError('it removes a file without a name');
      const parent = parentOf(path);
      covers.set(parent === '' ? removed : `${parent}/${removed}`, layer);
    } else {
      owners.set(path, layer);
      if (type !== '5') covers.set(path, layer);
      if (type === '1') {
        const ofLayer = links[layer] ?? new Map<string, string[]>();
        const first = pathOf(target);
        const names = ofLayer.get(first);
        if (names === undefined) ofLayer.set(first, [path]);
        else names.push(path);
        links[layer] = ofLayer;
      }
    }
    if (owners.size + covers.size + opaque.size > 2 * maxFiles)
      throw new UnusableError(`it has more than ${maxFiles.toLocaleString('en')} files`);
  }

  function isHidden(layer: number, path: string): boolean {
    const above = (of: ReadonlyMap<string, number>, at: string): boolean => (of.get(at) ?? -1) > layer;
    if (above(owners, path) || above(covers, path)) return true;
    for (let at = path; at !== '';) {
      at = parentOf(at);
      if (above(covers, at) || above(opaque, at)) return true;
    }
    return false;
  }

  function heirOf(layer: number, path: string): string | undefined {
    const known = heirs[layer]?.get(path);
    if (known !== undefined) return known;
    const heir = links[layer]?.get(path)?.find((name) => !isHidden(layer, name));
    if (heir !== undefined) {
      (heirs[layer] ??= new Map<string, string>()).set(path, heir);
      (written[layer] ??= new Set<string>()).add(heir);
    }
    return heir;
  }

  return {
    addLayer(entries) {
      const layer = links.push(new Map()) - 1;
      for (const { header } of entries) note(layer, header);
    },
    pathIn(layer, { name, type }) {
      const path = pathOf(name);
      if (path.slice(path.lastIndexOf('/') + 1).startsWith(mark)) return undefined;
      // The content of an heir was written by its name already.
      if (!isHidden(layer, path)) return type === '1' && written[layer]?.has(path) === true ? undefined : path;
      return type === '0' || type === '7' ? heirOf(layer, path) : undefined;
    },
    targetIn(layer, { target }) {
      const path = pathOf(target);
      return heirs[layer]?.get(path) ?? path;
    },
  };
}
