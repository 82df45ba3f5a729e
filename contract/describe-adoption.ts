// SPDX-License-Identifier: Apache-2.0
/** What an adoption does with the lines of a configuration, in words that window and command line share. */

import { describeLimits } from './describe-limits.ts';
import { describeSettingsChange } from './describe-settings.ts';
import type { AdoptionLine, AdoptionOutcome, AdoptionPreview } from './model/containers/adoption.ts';
import type { Network } from './model/containers/container.ts';
import { noSettings } from './model/containers/settings.ts';
import type { AdoptionStep } from './operations/adoption.ts';

export const adoptionOutcomes: Readonly<Record<AdoptionOutcome, string>> = {
  kept: 'kept',
  replaced: 'replaced',
  'left-out': 'left out',
};

export const adoptionSteps: Readonly<Record<AdoptionStep, string>> = {
  check: 'Checking its configuration',
  copy: 'Copying its files to an image',
  'set-aside': 'Setting the original aside',
  create: 'Creating the confined container',
};

/** Those that LXC's package brings for every container are replaced as one, and few people want to read them. */
export function isUsualLine({ file, outcome }: AdoptionLine): boolean {
  return file.startsWith('/usr/share/lxc/') && outcome !== 'kept';
}

/** `image adopted-web`, `network nat`: what the new container gets. May hold what a stranger wrote. */
export function describeAdopted(preview: AdoptionPreview): readonly string[] {
  const { limits, settings, tags } = preview;
  return [
    `image ${preview.image}`,
    `network ${describeNetwork(preview.network)}`,
    ...describeLimits(limits).filter((words) => !words.endsWith(' none')),
    ...describeSettingsChange(noSettings, settings).map(({ title, after }) => `${title} ${after}`),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(', ')}`]),
  ];
}

function describeNetwork(network: Network): string {
  if (network.kind === 'bridge') return `bridge ${network.bridge}`;
  return network.kind === 'macvlan' ? `macvlan ${network.parent}` : network.kind;
}
