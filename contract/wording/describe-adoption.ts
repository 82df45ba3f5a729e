// SPDX-License-Identifier: Apache-2.0
/** What an adoption does with the lines of a configuration, in words that window and command line share. */

import { formatLimit } from './describe-limits.ts';
import { describeSettingsChange } from './describe-settings.ts';
import type { AdoptionLine, AdoptionOutcome, AdoptionPreview } from '../model/containers/adoption.ts';
import type { Network } from '../model/containers/container.ts';
import { limitKeys, limitKindOf } from '../model/settings/limit-kinds.ts';
import { noSettings } from '../model/containers/settings.ts';
import type { AdoptionStep } from '../operations/containers/adoption.ts';
import { t } from '../text.ts';

export const adoptionOutcomes: Readonly<Record<AdoptionOutcome, string>> = {
  kept: t('kept'),
  replaced: t('replaced'),
  'left-out': t('left out'),
};

export const adoptionSteps: Readonly<Record<AdoptionStep, string>> = {
  check: t('Checking its configuration'),
  copy: t('Copying its files to an image'),
  'set-aside': t('Setting the original aside'),
  create: t('Creating the confined container'),
  snapshot: t('Taking a snapshot of it'),
  configure: t('Giving it a context and ids of its own'),
  label: t('Labelling its files'),
};

/**
 * Says whether the line is in a file that LXC's package brings for every container. Such lines are replaced as one, and
 * few people want to read them.
 */
export function isUsualLine({ file, outcome }: AdoptionLine): boolean {
  return file.startsWith('/usr/share/lxc/') && outcome !== 'kept';
}

/** `image adopted-web`, `network nat`: what the new container gets. May hold what a stranger wrote. */
export function describeAdopted(preview: AdoptionPreview): readonly string[] {
  const { limits, settings, tags } = preview;
  return [
    // The preview of a container of Incus has no image, because its files stay where they are.
    ...(preview.image === '' ? [] : [t('image {image}', { image: preview.image })]),
    t('network {network}', { network: describeNetwork(preview.network) }),
    ...limitKeys
      .filter((key) => limits[key] !== null)
      .map((key) => `${limitKindOf(key).name} ${formatLimit(key, limits[key])}`),
    ...describeSettingsChange(noSettings, settings).map(({ title, after }) => `${title} ${after}`),
    ...(tags.length === 0 ? [] : [t('tags {tags}', { tags: tags.join(', ') })]),
  ];
}

function describeNetwork(network: Network): string {
  if (network.kind === 'bridge') return t('bridge {bridge}', { bridge: network.bridge });
  return network.kind === 'macvlan' ? t('macvlan {parent}', { parent: network.parent }) : network.kind;
}
