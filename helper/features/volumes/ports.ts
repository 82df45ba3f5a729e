// SPDX-License-Identifier: Apache-2.0
/** What volumes offer to the other features. */

import type { NewVolume, Volume } from '../../../contract/model/containers/volume.ts';
import type { GivenFinding } from '../../../contract/model/isolation-finding.ts';
import type { Params } from '../../../contract/operations/index.ts';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import type { Words } from '../../../contract/text.ts';
import type { Layer } from '../../lxc/layer.ts';
import type { NamedVolumePlaces } from '../../lxc/named-volumes.ts';
import type { LabelledTree } from '../../selinux/labels/compare-labels.ts';
import type { Giver } from '../containers/ports/containers.ts';

export interface VolumeUser {
  readonly name: string;
  readonly volume: Volume;
}

/** Volumes as folders with labels. */
export interface VolumeTrees {
  /** Gives the volumes as described; undefined for a container that Bulkhead does not manage. */
  volumesOf(name: string): readonly Volume[] | undefined;
  /** Who has this folder, as described. */
  usersOf(source: string): readonly VolumeUser[];
  /** The volumes of a container whose folder is the one that was attached, open until they are closed. */
  openTrees(name: string): OpenTrees;
  /**
   * The volume of a container on which a path of it lies, by its text. Undefined where that is on none. Fails with
   * `volume-not-allowed` when another folder has the path of the volume by now. The caller closes its folder.
   */
  openAt(name: string, path: string): OpenVolume | undefined;
}

/** A volume as a folder of the host, in which the container's ids are those on the disk. */
interface OpenVolume {
  readonly volume: Volume;
  /** The attached folder itself, open. */
  readonly folder: number;
  /** The whole context that its files have. */
  readonly label: string;
}

interface OpenTrees {
  readonly trees: readonly LabelledTree[];
  close(): void;
}

/** What an audit of the isolation finds about volumes. */
export interface VolumeFindings {
  /** The file in which an administrator lists folders, one of the paths that containers depend on. */
  readonly listPath: string;
  /** Folders that could not be given any more. */
  ofSources(): readonly GivenFinding[];
  /** Files whose label is not that of their volume; looks at every file. */
  ofLabels(signal: AbortSignal): Promise<readonly GivenFinding[]>;
}

/** A named volume, and where its files lie. */
export interface VolumeOfSpace {
  readonly name: string;
  readonly own: NamedVolumePlaces;
}

/** What limits named volumes. */
export interface VolumeSpace {
  /**
   * Counts and limits what will be in an empty folder, by a project quota or, where the file system has none, by a file
   * that is to be mounted there; null for one without a limit there. Fails with `limit-not-possible` and `disk-full`.
   */
  make(volume: VolumeOfSpace, bytes: number | null, signal: AbortSignal): Promise<Layer | null>;
  /** Mounts what is in a file, where it is not mounted. */
  bring(volume: VolumeOfSpace, layer: Layer | null): Promise<void>;
  /** Limits it from now on; gives the layer with that limit. Fails as `make` does. */
  resize(volume: VolumeOfSpace, layer: Layer, bytes: number | null): Promise<Layer>;
  /** Ends its limit. */
  release(name: string): void;
  /** Gives the use as of the last look; null where nothing counts it. */
  usedBytes(volume: VolumeOfSpace, layer: Layer | null): number | null;
}

/** What of a plan would be denied. */
export interface PlannedVolumes {
  /**
   * Judges by the path alone, so that nobody learns what there is that he may not give; null where no reason is known.
   */
  problemOf(source: string, by: Giver): Words | null;
}

/** Volumes for containers that are there. Each fails with what the contract declares for its operation. */
export interface VolumesForOthers {
  hasNamed(name: string): boolean;
  /**
   * Makes a named volume without a limit, of the files that `fill` writes into the folder that it gets. It is there once
   * it is filled: when `fill` fails or the helper ends meanwhile, nothing of it stays.
   */
  makeNamed(name: string, fill: (folder: string) => Promise<void>, signal: AbortSignal): Promise<void>;
  attach(request: Params<'volume.attach'>, by: Giver, signal: AbortSignal): Promise<void>;
}

/** Volumes of a container under creation: no other operation can lock it, and it is not listed yet. */
export interface NewVolumes {
  /**
   * Changes nothing. Fails with `volume-not-allowed` when they cannot be given, or with the failure of a running container
   * that would share one.
   */
  check(name: string, volumes: readonly NewVolume[], by: Giver): Promise<void>;
  /**
   * Call it once the container is described, configured and mounted. When a later volume fails, the removal of the
   * container undoes the earlier ones.
   */
  give(
    name: string,
    volumes: readonly NewVolume[],
    giving: { readonly by: Giver; readonly signal: AbortSignal },
  ): AsyncGenerator<GivenVolumeItem, void, undefined>;
}
