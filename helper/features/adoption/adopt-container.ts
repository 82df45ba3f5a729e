// SPDX-License-Identifier: Apache-2.0
/**
 * Adopts a container of another tool. Its files are only read; its folder gets another place, and its own again when a
 * later step fails, is cancelled or is cut off.
 */

import { closeSync } from 'node:fs';
import { fail, isFailure } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { GivenItem, Params } from '../../../contract/operations/index.ts';
import { newContainerSchema } from '../../../contract/operations/containers/creation.ts';
import { joinWords, say } from '../../../contract/text.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { runToEnd } from '../../system/work/run-to-end.ts';
import type { Giver } from '../containers/ports/containers.ts';
import { type AdoptionHost, originOf } from './adoption-host.ts';
import { openTrustedRoot } from './open-root.ts';
import { type AdoptionPlan, planAdoption } from './plan/plan-adoption.ts';
import { isRunning, readBasis } from './plan/read-basis.ts';

/** Who adopts it, and where the progress is reported. */
interface Adopting {
  readonly by: Giver;
  readonly report: (item: GivenItem<'container.adopt'>) => void;
  readonly signal: AbortSignal;
}

/** Changes nothing. */
export async function previewAdoption(name: string, by: Giver, host: AdoptionHost): Promise<AdoptionPlan> {
  return planAdoption(readBasis(await host.containers.require(name, { can: 'adoption' }), by, host));
}

export async function adoptContainer(
  { name, volumes }: Params<'container.adopt'>,
  host: AdoptionHost,
  { by, report, signal }: Adopting,
): Promise<Container> {
  const shown = await host.containers.require(name, { can: 'adoption' });
  return host.containers.exclusively(name, { reason: say('it is being adopted'), shown }, async () => {
    report({ step: 'check', files: 0, bytes: 0 });
    const plan = await previewAdoption(name, by, host);
    requireNoProblem(name, plan);
    const request = requestOf(name, plan, volumes);
    const { intents } = host;
    const intent = intents.begin({ kind: 'adopt-container', subject: plan.image, data: { container: name } });
    try {
      const copied = await copyRoot({ name, plan }, host, { by, report, signal });
      if (isRunning(name, host.places)) fail('container-running', { name });
      report({ step: 'set-aside', ...copied });
      await host.originals.setAside(name);
      signal.throwIfAborted();
      report({ step: 'create', ...copied });
      const original = { name, adoptedAt: host.now() };
      const created = await runToEnd(host.creation.createLocked(request, { ...by, original }, signal));
      intents.release(intent);
      return created;
    } catch (error) {
      await undoAdoption(name, plan.image, host);
      intents.release(intent);
      throw asDiskFull(error, host.places.lxc);
    }
  });
}

/** Brings all back to what it was before. Idempotent. */
export async function undoAdoption(
  name: string,
  image: string,
  { originals, images }: Pick<AdoptionHost, 'originals' | 'images'>,
): Promise<void> {
  if (originals.has(name)) await originals.restore(name);
  await images.discard(image, originOf(name));
}

function requireNoProblem(name: string, { problems }: AdoptionPlan): void {
  if (problems.length > 0) fail('container-not-adoptable', { name, reason: joinWords(problems, '; ') });
}

function requestOf(name: string, plan: AdoptionPlan, targets: readonly string[]): Params<'container.create'> {
  const missing = targets.find((target) => !plan.volumes.some((volume) => volume.target === target));
  if (missing !== undefined)
    fail('volume-not-allowed', {
      path: missing,
      reason: say('it is none of the volumes of its preview; look at that again'),
    });
  const { image, limits, network, settings, tags } = plan;
  const volumes = plan.volumes.filter(({ target }) => targets.includes(target));
  return newContainerSchema().parse({ name, image, limits, network, settings, tags, volumes });
}

type Copied = Pick<GivenItem<'container.adopt'>, 'files' | 'bytes'>;

async function copyRoot(
  { name, plan: { root, ids, image } }: { readonly name: string; readonly plan: AdoptionPlan },
  { images }: AdoptionHost,
  { by: { uid }, report, signal }: Adopting,
): Promise<Copied> {
  const opened = openTrustedRoot(root ?? '');
  if ('problem' in opened) fail('container-not-adoptable', { name, reason: opened.problem });
  let copied: Copied = { files: 0, bytes: 0 };
  try {
    await images.makeOfFolder(
      {
        name: image,
        origin: originOf(name),
        container: name,
        folder: opened.folder,
        ids: { first: ids.base, count: ids.count },
      },
      {
        uid,
        report({ files, bytes }) {
          copied = { files, bytes };
          report({ step: 'copy', ...copied });
        },
      },
      signal,
    );
    return copied;
  } catch (error) {
    // It is the files of the container that cannot be used, and no archive that a person knows of.
    if (isFailure(error, 'archive-unusable'))
      fail('container-not-adoptable', {
        name,
        reason: say('its files cannot be copied: {reason}', { reason: error.data.reason }),
      });
    throw error;
  } finally {
    closeSync(opened.folder);
  }
}
