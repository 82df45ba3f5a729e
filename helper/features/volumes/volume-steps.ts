// SPDX-License-Identifier: Apache-2.0
/**
 * Brings labels, configuration and mounts to what the containers' descriptions say of their volumes. Each step is
 * idempotent, so that one that was cut off is simply done again: at the next start of the container, or of the helper.
 */

import { closeSync } from 'node:fs';
import { fail, isFailure } from '../../../contract/errors.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { lowEndOf } from '../../../contract/model/contexts/security-context.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { containerNames } from '../../lxc/all-configurations.ts';
import { formatConfiguration, readConfiguration, valueOf } from '../../lxc/configuration-file.ts';
import { readDescription } from '../../lxc/description.ts';
import type { MountLine } from '../../lxc/mount-table.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { ErrnoError } from '../../system/native/errno-error.ts';
import { labelIfAny } from '../../selinux/labels/labels.ts';
import { type IdRange, rangeOfIdmap } from '../../lxc/id-ranges.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import { sharedLabelOf } from '../../selinux/shared-categories.ts';
import { volumeTypeOf } from '../../selinux/types.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import { inspectFolder } from '../../selinux/labels/inspect-folder.ts';
import { mark, markOf } from '../../selinux/labels/kept-label.ts';
import type { AttachedFolders } from './attached-folders.ts';
import { labelTree } from './labels/label-tree.ts';
import { releaseVolume, type VolumeRelease } from './release-volume.ts';
import { stagedPlace, volumeLines, withVolumes } from './volume-lines.ts';
import { bindOnItself, makeTarget, stage, unstage } from './volume-mounts.ts';
import { folderIfAny, openSource } from './admission/volume-source.ts';
import type { VolumesOfContainer } from '../containers/ports/volumes.ts';
import type { VolumeUser } from './ports.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

interface SettleOptions {
  /** The folder may be one that is no volume yet: only while it is being attached. */
  readonly isNew?: boolean;
  /** Labels also what seems to be labelled: after something was cut off. */
  readonly isWhole?: boolean;
  /** The folder, open: from the look at it to the last label it is this one. Opened by its path when undefined. */
  readonly folder?: number;
  readonly tell?: (item: GivenVolumeItem) => void;
  readonly signal?: AbortSignal;
}

interface LabelledFolder {
  readonly label: string;
  readonly source: string;
  readonly folder: number;
}

export interface VolumeSteps extends VolumesOfContainer {
  /** Who has this folder, as described. */
  usersOf(source: string): readonly VolumeUser[];
  /** Gives the volumes as described; undefined for a container that Bulkhead does not manage. */
  volumesOf(name: string): readonly Volume[] | undefined;
  /**
   * The label that its files are to have; undefined when no container has it. Fails while the policy does not know
   * that.
   */
  labelOf(source: string): string | undefined;
  /** Lists every volume of every container. */
  all(): readonly VolumeUser[];
  /** Labels the folder for the containers that have it, or restores the old labels when none has. */
  settle(source: string, options?: SettleOptions): Promise<void>;
  /** Writes into the configuration of a container that does not run what its description says. */
  configure(name: string): void;
  /** Removes the container's own mount of one of them. */
  unstageOne(name: string, volume: Volume): Promise<void>;
}

export interface VolumeStepsOptions extends VolumeRelease {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly attached: AttachedFolders;
}

interface StepsState extends VolumeStepsOptions {
  /** Folders whose labels are being changed: nothing that has one of them starts meanwhile. */
  readonly busy: Set<string>;
}

export function createVolumeSteps(options: VolumeStepsOptions): VolumeSteps {
  const steps: StepsState = { ...options, busy: new Set<string>() };
  return {
    all: () => listAll(steps),
    volumesOf: (name) => readDescription(containerPlaces(steps.places, name).description)?.volumes,
    usersOf: (source) => listUsers(steps, source),
    labelOf: (source) => computeLabel(steps, source),
    settle: (source, options) => settle(steps, source, options),
    configure: (name) => configure(steps, name),
    categoriesOf: (name) => readVolumes(steps, name).flatMap(({ category }) => category ?? []),
    stage: (name) => stageAll(steps, name),
    areStaged: (name, mounted) => areAllStaged(steps, name, mounted),
    mountLines: (name) => listMountLines(steps, name),
    isOwed: (name) => readVolumes(steps, name).some(({ source }) => findOwed(steps, source).length > 0),
    unstageOne: (name, volume) => unstageOne(steps, name, volume),
    unstage: (name) => unstageAll(steps, name),
    prepare: (name, signal) => prepareAll(steps, name, signal),
    whileRemoving: (name, act) => removeWith(steps, name, act),
  };
}

function readVolumes({ places }: StepsState, name: string): readonly Volume[] {
  return readDescription(containerPlaces(places, name).description)?.volumes ?? [];
}

function listAll(steps: StepsState): readonly VolumeUser[] {
  return containerNames(steps.places.lxc).flatMap((name) =>
    readVolumes(steps, name).map((volume) => ({ name, volume })),
  );
}

function listUsers(steps: StepsState, source: string): readonly VolumeUser[] {
  return listAll(steps).filter(({ volume }) => volume.source === source);
}

/** Undefined when no container has it. */
function computeLabel(steps: StepsState, source: string): string | undefined {
  const [user] = listUsers(steps, source);
  if (user === undefined) return undefined;
  const { category } = user.volume;
  const label = category === null ? computePrivateLabel(steps, user) : sharedLabelOf(category);
  if (!isContextKnown(label))
    fail('volume-not-allowed', {
      path: source,
      reason: say(
        'the loaded policy does not know the label {label} that it should get; load the base ' +
          'module, and the module of {name} if it has one',
        { label, name: user.name },
      ),
    });
  return label;
}

function computePrivateLabel({ places }: StepsState, { name, volume: { readOnly } }: VolumeUser): string {
  const context = parseSecurityContext(
    valueOf(readConfiguration(containerPlaces(places, name).configuration) ?? [], 'lxc.selinux.context') ?? '',
  );
  if (context === undefined)
    fail('container-failed', { name, reason: say('its configuration names no context; restore it from a copy') });
  return formatSecurityContext({
    user: 'system_u',
    role: 'object_r',
    type: volumeTypeOf(context.type, { readOnly }),
    level: lowEndOf(context.level),
  });
}

async function settle(steps: StepsState, source: string, options: SettleOptions = {}): Promise<void> {
  if (steps.busy.has(source))
    fail('volume-not-allowed', {
      path: source,
      reason: say('the labels of its files are being changed; wait until that has ended'),
    });
  steps.busy.add(source);
  try {
    await settleAlone(steps, source, options);
  } catch (error) {
    if (error instanceof ErrnoError && error.code === 'ENOSPC') fail('disk-full', { path: source });
    if (error instanceof ErrnoError)
      fail('volume-not-allowed', {
        path: source,
        reason: say('the host does not let its labels be changed: {words} ({message})', {
          words: error.words,
          message: error.message,
        }),
      });
    throw error;
  } finally {
    steps.busy.delete(source);
  }
}

async function settleAlone(steps: StepsState, source: string, options: SettleOptions): Promise<void> {
  const label = computeLabel(steps, source);
  const { tell = () => undefined, signal = neverAborts } = options;
  const folder = options.folder ?? (label === undefined ? folderIfAny(source) : openSource(source));
  try {
    if (label === undefined)
      await releaseVolume({ source, folder, tell, signal }, { attached: steps.attached, onLost: steps.onLost });
    else if (folder !== undefined) await labelSource(steps, { label, source, folder }, options);
  } finally {
    if (folder !== undefined && options.folder === undefined) closeSync(folder);
  }
}

/** Gives an open folder and all in it this label. */
async function labelSource(
  { attached }: StepsState,
  { label, source, folder }: LabelledFolder,
  options: SettleOptions,
): Promise<void> {
  const { isNew = false, isWhole = false, tell = () => undefined, signal = neverAborts } = options;
  const known = markOf(folder);
  if (known !== undefined && known !== source)
    fail('volume-not-allowed', {
      path: source,
      reason: say('it is the folder that was attached as {known}; detach that first', { known }),
    });
  if (known === undefined && !isNew)
    fail('volume-not-allowed', {
      path: source,
      reason: say('another folder has its name than was attached; detach it and attach this one'),
    });
  if (!isWhole && labelIfAny(folder) === label) return;
  const isUnknown = known === undefined;
  const inspection = await inspectFolder({ path: source, folder }, { isNew: isUnknown }, signal);
  mark(folder, source);
  attached.remember(source, folder);
  await labelTree({ source, folder, inspection, isNew: isUnknown, tell }, label, signal);
}

function configure(steps: StepsState, name: string): void {
  const own = containerPlaces(steps.places, name);
  const lines = readConfiguration(own.configuration);
  if (lines === undefined) return;
  const before = formatConfiguration(lines);
  const after = formatConfiguration(withVolumes(lines, own, readVolumes(steps, name)));
  if (after !== before) writeDurably(own.configuration, after, 0o600);
}

function readIds({ places }: StepsState, name: string): IdRange | undefined {
  return (readConfiguration(containerPlaces(places, name).configuration) ?? []).flatMap(({ key, value }) =>
    key === 'lxc.idmap' ? (rangeOfIdmap(value) ?? []) : [],
  )[0];
}

/** Fails when a volume is not labelled for it. */
function stageAll(steps: StepsState, name: string): void {
  const own = containerPlaces(steps.places, name);
  const ids = readIds(steps, name);
  for (const volume of readVolumes(steps, name)) {
    const { source, target } = volume;
    if (ids === undefined)
      fail('container-failed', { name, reason: say('its configuration names no id range; restore it from a copy') });
    const folder = openSource(source);
    try {
      if (markOf(folder) !== source || steps.busy.has(source) || labelIfAny(folder) !== computeLabel(steps, source))
        fail('volume-not-allowed', { path: source, reason: say('its files are not labelled for this container') });
      bindOnItself(source, folder);
      stage({ folder, place: stagedPlace(own, volume), ids, isReadOnly: volume.readOnly });
      makeTarget(own.rootfs, target, ids.base);
    } finally {
      closeSync(folder);
    }
  }
}

function findOwed({ intents }: StepsState, source: string): readonly PendingIntent[] {
  return intents.pendingOf('label-volume').filter(({ subject }) => subject === source);
}

function unstageOne({ places }: StepsState, name: string, volume: Volume): Promise<void> {
  return unstage(stagedPlace(containerPlaces(places, name), volume));
}

async function unstageAll(steps: StepsState, name: string): Promise<void> {
  for (const volume of readVolumes(steps, name)) await unstageOne(steps, name, volume);
}

function areAllStaged(steps: StepsState, name: string, mounted: ReadonlySet<string>): boolean {
  const own = containerPlaces(steps.places, name);
  return readVolumes(steps, name).every((volume) => mounted.has(stagedPlace(own, volume)));
}

function listMountLines(steps: StepsState, name: string): readonly MountLine[] {
  const ids = readIds(steps, name);
  const own = containerPlaces(steps.places, name);
  return readVolumes(steps, name).flatMap((volume) =>
    ids === undefined ? [] : volumeLines(steps.places, own, { volume, ids }),
  );
}

async function prepareAll(steps: StepsState, name: string, signal: AbortSignal): Promise<void> {
  for (const { source } of readVolumes(steps, name)) {
    // What was cut off, and could not be finished at the helper's start, is finished before the container starts.
    const owed = findOwed(steps, source);
    await settle(steps, source, { signal, isWhole: owed.length > 0 });
    for (const { id } of owed) steps.intents.release(id);
  }
  stageAll(steps, name);
}

async function removeWith(steps: StepsState, name: string, act: () => Promise<void>): Promise<void> {
  const volumes = readVolumes(steps, name);
  await unstageAll(steps, name);
  const sources = volumes.map(({ source }) => source);
  const owed = sources.flatMap((source) => beginIfThereIsRoom(steps.intents, source) ?? []);
  await act();
  for (const source of sources) if (listUsers(steps, source).length === 0) await settle(steps, source);
  for (const intent of owed) steps.intents.release(intent);
}

/** A removal frees space, so it continues where there is none for its intent. */
function beginIfThereIsRoom(intents: IntentJournal, source: string): number | undefined {
  try {
    return intents.begin({ kind: 'label-volume', subject: source, data: { category: null } });
  } catch (error) {
    if (isFailure(error, 'disk-full')) return undefined;
    throw error;
  }
}
