// SPDX-License-Identifier: Apache-2.0
/**
 * Creates a container. Every effect is written in the intent journal before it happens, and undone when a later one
 * fails or is cancelled.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { fail } from '../../../contract/errors.ts';
import type { GivenVolumeItem } from '../../../contract/operations/containers/volume.ts';
import { isWithoutStatement } from '../../../sepolicy/own-domain/generate.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import { formatConfiguration } from '../../lxc/configuration-file.ts';
import { containerPlaces } from '../../lxc/places.ts';
import { ownerOf } from '../../selinux/types.ts';
import { hasCode } from '../../system/errno.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { checkCreation } from './check-creation.ts';
import { chooseConfiguration } from './choose-configuration.ts';
import type { CreationProgress, CreationSteps, CreationWork, Reserved } from './creation-work.ts';
import { describeContainer } from './describe-container.ts';
import { makeFiles } from './make-files.ts';
import { withPublishedPorts } from './published-ports.ts';

/**
 * Reports each step; after the last the container exists, and is started if that was asked. Leaves nothing when it
 * fails, is cancelled, or the helper crashes.
 */
export async function* makeContainer(given: CreationWork): CreationSteps<void> {
  const work = { ...given, request: withPublishedPorts(given.request) };
  const { request, host, signal } = work;
  const { name } = request;
  yield { step: 'check' };
  const checked = await checkCreation(work);

  yield { step: 'reserve' };
  const intent = host.intents.begin({ kind: 'create-container', subject: name, data: null });
  const made = { isOurs: false, isWhole: false };
  try {
    const reserved = reserve(work, () => {
      made.isOurs = true;
      takeOver(host.intents, intent, name);
    });
    if (request.confinement !== 'shared') yield* installModule(work, reserved, checked.connectTypes);
    const files = yield* makeFiles(work, reserved, checked);

    yield { step: 'configure' };
    // The intent remains in the journal until all is on the disk. So only the end of the intent has to wait for the
    // disk.
    const { durable } = await describeContainer(work, { reserved, checked, files });
    signal.throwIfAborted();
    try {
      yield* giveVolumesAndStart(work);
    } finally {
      await durable;
    }
    host.intents.done(intent);
    made.isWhole = true;
  } catch (error) {
    throw asDiskFull(error, host.places.state);
  } finally {
    // What is not whole is undone also when the caller leaves the loop between two steps.
    if (!made.isWhole) {
      if (made.isOurs) await host.making.undo(name);
      host.reservations.release();
      host.intents.release(intent);
    }
  }
}

/**
 * Reserves all in one turn, so that no other creation can choose the same pair or range: folder, categories, ids,
 * configuration.
 */
function reserve({ request, host }: CreationWork, onOurs: () => void): Reserved {
  const { name } = request;
  const own = containerPlaces(host.places, name);
  try {
    mkdirSync(own.folder, { mode: 0o700 });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) fail('container-exists', { name });
    throw error;
  }
  onOurs();
  const { lines, ...chosen } = chooseConfiguration(request, host);
  writeFileSync(own.configuration, formatConfiguration(lines), { mode: 0o600 });
  return { own, ...chosen };
}

/**
 * What older intents of this name were about no longer exists, since the name was free. Recovery must not apply them to
 * the new container.
 */
function takeOver(intents: IntentJournal, intent: number, name: string): void {
  intents.note('create-container', intent, { isReserved: true });
  for (const { id, subject } of intents.pending()) if (subject === name && id < intent) intents.done(id);
}

/** Installs the module of its own domain, where that has anything to say. */
async function* installModule(
  { request, host, signal }: CreationWork,
  { pair, plainDomain }: Reserved,
  connectTypes: readonly string[],
): CreationSteps<void> {
  const { name, ports, allow } = request;
  const isPermissive = request.confinement === 'learning';
  const owner = ownerOf(name, { plainDomain });
  const chosen = { ports, allow, connectTypes, volumes: [], isPermissive };
  const module = await host.ownDomains.write(owner, chosen, signal);
  // The module is made also where an earlier container left one of the plain domain, which recovery has not removed.
  if (!isWithoutStatement(module) || host.ownDomains.has(owner)) {
    yield { step: 'policy' };
    await host.ownDomains.make(owner, module, { pair, isPermissive, signal });
  }
  signal.throwIfAborted();
}

async function* giveVolumesAndStart({ request, by, host, signal }: CreationWork): CreationSteps<void> {
  const { name, volumes } = request;
  if (volumes.length > 0) {
    yield { step: 'volumes', done: 0 };
    for await (const item of host.newVolumes.give(name, volumes, { by, signal })) yield volumeProgress(item);
    signal.throwIfAborted();
  }
  // Learning begins last before the start: its time covers what the container does, not its creation.
  if (request.confinement === 'learning') await host.beginLearning(name, request.learnSeconds);
  if (!request.start) return;
  yield { step: 'start' };
  const launched = await host.making.launch(name, signal);
  yield { step: 'verify' };
  await host.making.verify(name, launched);
  signal.throwIfAborted();
}

function volumeProgress(item: GivenVolumeItem): CreationProgress {
  if (item.type === 'skipped') return { step: 'volumes', skipped: { path: item.path, reason: item.reason } };
  return { step: 'volumes', done: item.total === 0 ? 1 : item.files / item.total };
}
