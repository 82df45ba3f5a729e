// SPDX-License-Identifier: Apache-2.0
/**
 * Opens the tree of a container in which a path lies: its root as the host has it mounted, without what the container
 * mounts itself, or one of its volumes.
 */

import { closeSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { say } from '../../../contract/text.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { mountPoints } from '../../lxc/root-mounts.ts';
import { openRoot } from '../../selinux/labels/walk-tree.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { VolumeTrees } from '../volumes/ports.ts';
import type { FileTree } from './file-tree.ts';
import { asFileFailure, type NamedFile } from './file-failures.ts';

export interface ContainerTreesOptions {
  readonly places: HostPlaces;
  readonly containers: Pick<Containers, 'require' | 'exclusively' | 'mount'> & {
    readonly ofIncus: Pick<Containers['ofIncus'], 'has' | 'openRoot'>;
  };
  readonly volumes: Pick<VolumeTrees, 'openAt'>;
}

/** What the container is known to have mounted besides its root. */
interface KeptOf {
  readonly volumes: Container['volumes'];
  /** Incus mounts other disks there. */
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

export function createContainerTrees({ places, containers, volumes }: ContainerTreesOptions): ContainerTrees {
  /** A stopped container has its root mounted too, unless it could not be mounted when the helper started. */
  async function ensureMounted(name: string, rootfs: string): Promise<void> {
    if (mountPoints().has(rootfs)) return;
    await containers.exclusively(name, { reason: say('its files are being mounted') }, () => containers.mount(name));
  }

  async function open(file: NamedFile): Promise<Opened> {
    const container = await containers.require(file.name, { can: 'files', isManaged: true });
    return containers.ofIncus.has(file.name) ? openInstance(container) : openLayers(container, file);
  }

  async function openInstance({ name, volumes: given }: Container): Promise<Opened> {
    const { folder, base, disks, close } = await containers.ofIncus.openRoot(name, neverAborts);
    return {
      tree: { folder, at: '/', base, isReadOnly: false, label: undefined },
      kept: { volumes: given, disks },
      close,
    };
  }

  async function openLayers(container: Container, { name, path }: NamedFile): Promise<Opened> {
    const { userNamespaceBase: base } = container;
    if (base === null)
      return fail('container-failed', {
        name,
        reason: say('its configuration names no id range; restore it from a copy'),
      });
    const opened = (tree: FileTree): Opened => ({
      tree,
      kept: { volumes: container.volumes, disks: [] },
      close: () => closeSync(tree.folder),
    });
    const onVolume = volumes.openAt(name, path);
    if (onVolume !== undefined) {
      const { folder, label, volume } = onVolume;
      return opened({ folder, at: volume.target, base: 0, isReadOnly: volume.readOnly, label });
    }
    const { rootfs } = containerPlaces(places, name);
    await ensureMounted(name, rootfs);
    const folder =
      openRoot(rootfs) ?? fail('container-failed', { name, reason: say('its root, {rootfs}, is gone', { rootfs }) });
    return opened({ folder, at: '/', base, isReadOnly: false, label: undefined });
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
