// SPDX-License-Identifier: Apache-2.0
/** Adopts a container of Incus in its place, and brings it back: the same operations as for one of LXC. */

import { fail } from '../../../contract/errors.ts';
import type { GivenAdoptionPreview } from '../../../contract/model/containers/adoption.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { noSettings } from '../../../contract/model/containers/settings.ts';
import type { GivenItem, Params } from '../../../contract/operations/index.ts';
import { say } from '../../../contract/text.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { AdoptionHost } from './adoption-host.ts';
import type { Adoptions } from './adoptions.ts';

export interface InstanceAdoptionHost extends Pick<AdoptionHost, 'weaknessesOf'> {
  readonly containers: Pick<Containers, 'list' | 'exclusively' | 'linesOf'> & {
    readonly instances: Pick<Containers['instances'], 'adoption'>;
  };
}

/** Adopts containers of Incus. */
export function createInstanceAdoptions(host: InstanceAdoptionHost): Adoptions {
  return {
    preview: ({ name }, { signal }) => previewInstance(name, host, signal),
    adopt: (params, report, { signal }) => adoptInstance(params, { ...host, report }, signal),
    restore: (params) => restoreInstance(params, host),
    async forget(name) {
      await forgetInstance(name, host);
      return [];
    },
  };
}

/** Changes nothing. */
async function previewInstance(
  name: string,
  { containers, weaknessesOf }: InstanceAdoptionHost,
  signal: AbortSignal,
): Promise<GivenAdoptionPreview> {
  const { problems, lines } = await containers.instances.adoption.plan(name, signal);
  const { limits, network } = await find(name, containers);
  return {
    problems: [...problems],
    lines: [...lines],
    weaknesses: [...weaknessesOf(name, containers.linesOf(name))],
    root: null,
    image: '',
    limits,
    network: network ?? { kind: 'none' },
    settings: noSettings,
    tags: [],
    volumes: [],
  };
}

async function adoptInstance(
  { name, volumes: [volume] }: Params<'container.adopt'>,
  {
    containers,
    report,
  }: Pick<InstanceAdoptionHost, 'containers'> & { readonly report: (item: GivenItem<'container.adopt'>) => void },
  signal: AbortSignal,
): Promise<Container> {
  if (volume !== undefined)
    fail('volume-not-allowed', {
      path: volume,
      reason: say('it is none of the volumes of its preview; look at that again'),
    });
  await containers.exclusively(name, { reason: say('it is being adopted') }, () =>
    containers.instances.adoption.adopt(name, (step) => report({ step, files: 0, bytes: 0 }), signal),
  );
  return find(name, containers);
}

/** Restores what was before the adoption; once begun it goes through. */
async function restoreInstance(
  { name, force }: Params<'container.restore-original'>,
  { containers }: Pick<InstanceAdoptionHost, 'containers'>,
): Promise<Container> {
  await containers.exclusively(name, { reason: say('its original is being restored') }, () =>
    containers.instances.adoption.restore(name, { force }),
  );
  return find(name, containers);
}

async function forgetInstance(name: string, { containers }: Pick<InstanceAdoptionHost, 'containers'>): Promise<void> {
  await containers.exclusively(name, { reason: say('its original is being removed') }, () =>
    containers.instances.adoption.forget(name),
  );
}

async function find(name: string, containers: Pick<Containers, 'list'>): Promise<Container> {
  const container = (await containers.list(neverAborts)).find((one) => one.name === name);
  return container ?? fail('container-not-found', { name });
}
