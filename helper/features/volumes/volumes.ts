// SPDX-License-Identifier: Apache-2.0
/**
 * Gives volumes to containers and removes them. The descriptions are written first, and then labels, configuration and
 * mounts are brought to them. When a step fails or is cancelled, the descriptions and all the rest are restored; what a
 * crash interrupted is finished at the next start.
 */

import { closeSync } from 'node:fs';
import { fail, isFailure } from '../../../contract/errors.ts';
import { maxVolumes, type NewVolume, type Volume } from '../../../contract/model/containers/volume.ts';
import type { GivenItem, Params, GivenResult } from '../../../contract/operations/index.ts';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import { say, type Words } from '../../../contract/text.ts';
import type { IntentJournal, PendingIntent } from '../../journal/intent-journal.ts';
import { reportProgress } from '../../system/work/report-progress.ts';
import { chooseSharedCategory } from '../../selinux/shared-categories.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { admitSource } from './admission/admit-source.ts';
import type { VolumeList } from './admission/volume-list.ts';
import { isWithin } from '../../lxc/system-folders.ts';
import { folderIfAny, openSource } from './admission/volume-source.ts';
import type { NewVolumes } from './ports.ts';
import type { VolumeSteps } from './volume-steps.ts';
import type { Containers, Giver } from '../containers/ports/containers.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

export interface VolumesOptions {
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'list' | 'require' | 'exclusively' | 'described' | 'choose' | 'bringVolumes'>;
  readonly steps: VolumeSteps;
  /** The folders that an administrator allows, as listed now. */
  readonly list: () => VolumeList;
}

/** The volumes that each of these containers is to have. */
export type Arrangement = ReadonlyMap<string, readonly Volume[]>;

/**
 * Folders of the host that containers are given. Each function fails with what the contract declares for its operation.
 */
export interface Volumes {
  /** Why a folder may not be given to a new container; null when it may. Changes nothing. */
  check(request: Params<'volume.check'>, by: Giver): Promise<Words | null>;
  /** Aborting restores the old labels of the files. Which folders are allowed depends on who gives them. */
  attach(
    request: Params<'volume.attach'>,
    by: Giver,
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'volume.attach'>, GivenResult<'volume.attach'>, undefined>;
  /** Detaches it; once begun it is finished. */
  detach(
    request: Params<'volume.detach'>,
    signal: AbortSignal,
  ): AsyncGenerator<GivenItem<'volume.detach'>, GivenResult<'volume.detach'>, undefined>;
  /** Locks these containers. Fails, and begins nothing, when one of them runs or is locked. */
  hold<T>(names: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Arranges what a planned change says, while its containers are locked: they have these volumes then. */
  arrange(source: string, next: Arrangement): Promise<void>;
  /** What they would have when `name` had the source as well. Changes nothing. */
  plan(request: Params<'volume.attach'>): Arrangement;
  /** A creation uses it, whose container no other operation can lock. */
  readonly ofNew: NewVolumes;
  /** Finishes what a crashed helper began. */
  recover(onTrouble: (source: string, error: unknown) => void): Promise<void>;
}

interface Work {
  readonly isWhole?: boolean;
  readonly isNew?: boolean;
  /** The folder, open. Opened by its path when undefined. */
  readonly folder?: number;
  readonly tell?: (item: GivenVolumeItem) => void;
  readonly signal?: AbortSignal;
}

/** Who gives a folder, and where the progress of its labels is reported. */
interface Giving extends Required<Pick<Work, 'tell' | 'signal'>> {
  readonly by: Giver;
}

/** A folder whose users change, and the volumes that they are to have. */
interface SourceChange {
  readonly source: string;
  readonly next: Arrangement;
}

/** The volumes that a new container is to have. */
interface WantedVolumes {
  readonly name: string;
  readonly wanted: readonly NewVolume[];
}

/** They replace a container that has no name yet, in a question that is about the folder alone. */
const newContainer = '';
const someTarget = '/srv';
const managed = { can: 'volumes', isManaged: true } as const;
const stoppedAndManaged = { can: 'volumes', isManaged: true, isStopped: true } as const;

export function createVolumes(options: VolumesOptions): Volumes {
  return {
    plan: (request) => plan(options, request),
    ofNew: {
      check: (name, wanted, by) => checkNew(options, { name, wanted }, by),
      give: (name, wanted, { by, signal }) =>
        reportProgress((tell) => giveNew(options, { name, wanted }, { by, tell, signal })),
    },
    check: (request, by) => check(options, request, by),

    hold: (names, act) => whileClaimed(options, names, act),
    arrange: (source, next) => arrangeAlone(options, { source, next }, { isWhole: true }),

    attach: (request, by, signal) => attach(options, request, { by, signal }),

    detach: (request) => detach(options, request),

    recover: (onTrouble) => recover(options, onTrouble),
  };
}

/** All callers use one order. A locked container is not waited for: the work is denied. */
function whileClaimed<T>(options: VolumesOptions, names: readonly string[], act: () => Promise<T>): Promise<T> {
  const [first, ...rest] = [...names].sort();
  return first === undefined
    ? act()
    : options.containers.exclusively(first, { reason: say('its volumes are being changed') }, async () => {
        await options.containers.require(first, stoppedAndManaged);
        return whileClaimed(options, rest, act);
      });
}

/** `own`: what it has already. */
function plan(
  options: VolumesOptions,
  { name, source, target, readOnly, share }: Params<'volume.attach'>,
  own: readonly Volume[] = options.containers.described(name).volumes,
): Arrangement {
  const deny = (path: string, reason: Words): never => fail('volume-not-allowed', { path, reason });
  if (own.length >= maxVolumes) deny(target, say('{name} has {maxVolumes} volumes already', { name, maxVolumes }));
  const inTheWay = own.find((one) => overlaps(one.target, target));
  if (inTheWay !== undefined)
    deny(target, say('{name} has a volume at {target} already', { name, target: inTheWay.target }));
  const users = options.steps.usersOf(source);
  if (users.some((user) => user.name === name)) deny(source, say('{name} has it already', { name }));
  const within = own.find((one) => overlaps(one.source, source));
  if (within !== undefined)
    deny(
      source,
      within.source === source
        ? say('{name} has it already', { name })
        : say('it and {source}, another volume of {name}, lie in one another', { source: within.source, name }),
    );
  const nested = options.steps.all().find(({ volume }) => volume.source !== source && overlaps(volume.source, source));
  if (nested !== undefined)
    deny(
      source,
      say('it and {source}, a volume of {name}, lie in one another', {
        source: nested.volume.source,
        name: nested.name,
      }),
    );
  if (users.length > 0 && !share)
    deny(
      source,
      say('it is a volume of {users}; share it (--share) if both are to reach it', {
        users: users.map((user) => user.name).join(', '),
      }),
    );
  const category = users.length === 0 ? null : (users[0]?.volume.category ?? freeCategory(options, source));
  const changed = users
    .filter(({ volume }) => volume.category !== category)
    .map(
      (user) => [user.name, withCategory(options.containers.described(user.name).volumes, source, category)] as const,
    );
  return new Map([...changed, [name, [...own, { source, target, readOnly, category }]]]);
}

/** Gives a free category, and not one that files may still have whose labels could not be changed. */
function freeCategory({ intents, steps }: VolumesOptions, source: string): number {
  const owed = intents.pendingOf('label-volume').flatMap(({ data }) => data.category ?? []);
  const taken = new Set([...steps.all().flatMap(({ volume }) => volume.category ?? []), ...owed]);
  return (
    chooseSharedCategory(taken) ??
    fail('volume-not-allowed', { path: source, reason: say('this host has as many shared volumes as there can be') })
  );
}

/**
 * The containers are locked and stopped. All work on the folder, and its undoing, uses one descriptor: its path may
 * lead elsewhere meanwhile.
 */
async function arrangeAlone(options: VolumesOptions, { source, next }: SourceChange, work: Work): Promise<void> {
  const folder = work.folder ?? folderIfAny(source);
  try {
    await arrangeOpened(options, { source, next }, { ...work, ...(folder !== undefined && { folder }) });
  } finally {
    if (folder !== undefined && work.folder === undefined) closeSync(folder);
  }
}

async function arrangeOpened(options: VolumesOptions, { source, next }: SourceChange, work: Work): Promise<void> {
  const before: Arrangement = new Map(
    [...next.keys()].map((name) => [name, options.containers.described(name).volumes]),
  );
  const category =
    [...next.values(), ...before.values()].flat().find((volume) => volume.source === source && volume.category !== null)
      ?.category ?? null;
  const intent = options.intents.begin({
    kind: 'label-volume',
    subject: source,
    data: { category, containers: [...next.keys()] },
  });
  try {
    write(options, next);
    await options.steps.settle(source, work);
    await bring(options, next, before);
  } catch (error) {
    write(options, before);
    await options.steps.settle(source, { isWhole: true, ...(work.folder !== undefined && { folder: work.folder }) });
    await bring(options, before, next);
    options.intents.release(intent);
    throw error;
  }
  options.intents.release(intent);
}

/** The folder of a request, opened once: the same descriptor is labelled and mounted. The caller closes it. */
function openAdmitted({ list }: VolumesOptions, source: string, by: Giver): number {
  const asked = { path: source, by, list: list() };
  admitSource(asked);
  const folder = openSource(source);
  try {
    admitSource({ ...asked, folder });
    return folder;
  } catch (error) {
    closeSync(folder);
    throw error;
  }
}

function write({ containers }: VolumesOptions, arrangement: Arrangement): void {
  for (const [name, volumes] of arrangement) containers.choose(name, { volumes: [...volumes] });
}

/** Configuration and mounts, for the next start. */
async function bring({ steps, containers }: VolumesOptions, now: Arrangement, before: Arrangement): Promise<void> {
  for (const name of now.keys()) {
    for (const volume of before.get(name) ?? []) await steps.unstageOne(name, volume);
    await containers.bringVolumes(name);
  }
}

async function settleOwed({ steps, containers }: VolumesOptions, intent: PendingIntent<'label-volume'>): Promise<void> {
  await steps.settle(intent.subject, { isWhole: true, isNew: true });
  for (const name of intent.data.containers) {
    const container = (await containers.list(neverAborts)).find((one) => one.name === name);
    if (container?.initPid === null)
      await containers.exclusively(name, { reason: say('its volumes are being changed') }, () =>
        containers.bringVolumes(name),
      );
  }
}

/** Checks only the plan and the folder itself: the files in it are examined when they are labelled. */
async function checkNew(options: VolumesOptions, { name, wanted }: WantedVolumes, by: Giver): Promise<void> {
  let own: readonly Volume[] = [];
  for (const one of wanted) {
    const next = plan(options, { name, ...one }, own);
    closeSync(openAdmitted(options, one.source, by));
    for (const other of next.keys()) if (other !== name) await options.containers.require(other, stoppedAndManaged);
    own = next.get(name) ?? own;
  }
}

async function giveNew(
  options: VolumesOptions,
  { name, wanted }: WantedVolumes,
  { by, tell, signal }: Giving,
): Promise<void> {
  for (const one of wanted) {
    const request = { name, ...one };
    const others = [...plan(options, request).keys()].filter((other) => other !== name);
    await whileClaimed(options, others, () => giveOne(options, request, { by, tell, signal }));
  }
}

/** Locks the containers that would share it. */
async function giveOne(
  options: VolumesOptions,
  request: Params<'volume.attach'>,
  { by, tell, signal }: Giving,
): Promise<void> {
  const { source } = request;
  const folder = openAdmitted(options, source, by);
  try {
    // Planned again: now no other operation can change these.
    const next = plan(options, request);
    signal.throwIfAborted();
    await arrangeAlone(
      options,
      { source, next },
      {
        isNew: options.steps.usersOf(source).length === 0,
        folder,
        tell,
        signal,
      },
    );
  } finally {
    closeSync(folder);
  }
}

async function check(
  options: VolumesOptions,
  { source, share }: Params<'volume.check'>,
  by: Giver,
): Promise<Words | null> {
  try {
    await checkNew(
      options,
      { name: newContainer, wanted: [{ source, target: someTarget, readOnly: false, share }] },
      by,
    );
    return null;
  } catch (error) {
    if (isFailure(error, 'volume-not-allowed')) return error.data.reason;
    if (isFailure(error, 'container-running'))
      return say('{name} has it and runs; stop that first to share it', { name: error.data.name });
    throw error;
  }
}

function attach(
  options: VolumesOptions,
  request: Params<'volume.attach'>,
  { by, signal }: Omit<Giving, 'tell'>,
): AsyncGenerator<GivenItem<'volume.attach'>, GivenResult<'volume.attach'>, undefined> {
  return reportProgress(async (tell) => {
    const { name } = request;
    if (readEnforcement() === undefined)
      fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
    await options.containers.require(name, stoppedAndManaged);
    await whileClaimed(options, [...plan(options, request).keys()], () =>
      giveOne(options, request, { by, tell, signal }),
    );
    return { container: await options.containers.require(name, managed) };
  });
}

function detach(
  options: VolumesOptions,
  { name, target }: Params<'volume.detach'>,
): AsyncGenerator<GivenItem<'volume.detach'>, GivenResult<'volume.detach'>, undefined> {
  return reportProgress(async (tell) => {
    await whileClaimed(options, [name], async () => {
      const own = options.containers.described(name).volumes;
      const { source } = own.find((volume) => volume.target === target) ?? fail('volume-not-found', { name, target });
      const next = new Map([[name, own.filter((volume) => volume.target !== target)]]);
      await arrangeAlone(options, { source, next }, { tell });
    });
    return { container: await options.containers.require(name, managed) };
  });
}

async function recover(options: VolumesOptions, onTrouble: (source: string, error: unknown) => void): Promise<void> {
  await Promise.all(
    options.intents.leftOf('label-volume').map(async (intent) => {
      try {
        await settleOwed(options, intent);
        options.intents.release(intent.id);
      } catch (error) {
        // Tried again at the next start of a container that has it, and of the helper.
        onTrouble(intent.subject, error);
      }
    }),
  );
}

function withCategory(volumes: readonly Volume[], source: string, category: number | null): readonly Volume[] {
  return volumes.map((volume) => (volume.source === source ? { ...volume, category } : volume));
}

function overlaps(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}
