// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the tree of a container in which a path lies: its root as the host has it mounted, without what the container
 * mounts itself, or one of its volumes.
 */

import { closeSync } from 'node:fs';
import type { Container } from '../../../contract/model/containers/container.ts';
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { VolumeTrees } from '../volumes/ports.ts';
import type { FileTree } from './file-tree.ts';
import { asFileFailure, type NamedFile } from './file-failures.ts';

export interface ContainerTreesOptions {
  readonly containers: Pick<Containers, 'require' | 'openRoot'>;
  readonly volumes: Pick<VolumeTrees, 'openAt'>;
}

/** What the container is known to have mounted besides its root. */
interface KeptOf {
  readonly volumes: Container['volumes'];
  /** Its engine mounts other disks there. */
  readonly disks: readonly string[];
}

export interface ContainerTrees {
  /**
   * Calls with the tree of a managed container in which the path lies; it is closed afterwards. What the kernel says
   * about the file becomes a failure of the contract.
   */
  within<T>(file: NamedFile, use: (tree: FileTree, kept: KeptOf) => Promise<T>): Promise<T>;
  /** Calls with the tree for work that gives items meanwhile. */
  stream<Item, Result>(
    file: NamedFile,
    use: (tree: FileTree) => AsyncGenerator<Item, Result, undefined>,
  ): AsyncGenerator<Item, Result, undefined>;
}

interface Opened {
  readonly tree: FileTree;
  readonly kept: KeptOf;
  close(): void;
}

export function createContainerTrees({ containers, volumes }: ContainerTreesOptions): ContainerTrees {
  async function open({ name, path }: NamedFile): Promise<Opened> {
    const container = await containers.require(name, { can: 'files', isManaged: true });
    const onVolume = canEngine(container, 'volumes') ? volumes.openAt(name, path) : undefined;
    if (onVolume !== undefined) {
      const { folder, label, volume } = onVolume;
      return {
        tree: { folder, at: volume.target, base: 0, isReadOnly: volume.readOnly, label },
        kept: { volumes: container.volumes, disks: [] },
        close: () => closeSync(folder),
      };
    }
    const { folder, base, disks, close } = await containers.openRoot(name, neverAborts);
    return {
      tree: { folder, at: '/', base, isReadOnly: false, label: undefined },
      kept: { volumes: container.volumes, disks },
      close,
    };
  }

  return {
    async within(file, use) {
      const { tree, kept, close } = await open(file);
      try {
        return await use(tree, kept);
      } catch (error) {
        throw asFileFailure(file, error);
      } finally {
        close();
      }
    },
    async *stream(file, use) {
      const { tree, close } = await open(file);
      try {
        return yield* use(tree);
      } catch (error) {
        throw asFileFailure(file, error);
      } finally {
        close();
      }
    },
  };
}
