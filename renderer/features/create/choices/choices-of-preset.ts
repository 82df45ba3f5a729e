// SPDX-License-Identifier: Apache-2.0
/** The choices of a preset as the dialog has them. */

import { textOfSource } from '../../../../contract/model/containers/named-volume.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import type { Preset } from '../../../../contract/preset.ts';
import { limitTexts } from '../../containers/limits/limit-texts.ts';
import { draftOfSettings } from '../../containers/settings/settings-draft.ts';
import { draftOfPublication } from '../../networks/publication-draft.ts';
import { formatPorts } from '../../policy/policy-labels.ts';
import type { Choices } from './creation.ts';

/** All but the name, which stays as it was typed. */
export function choicesOfPreset({ choices }: Preset): Omit<Choices, 'name'> {
  const { image, limits, network, published, confinement, ports, allow, volumes, tags, settings, start } = choices;
  const connect = [...choices.connectTypes, ...choices.connectPorts.map(({ port }) => String(port))];
  return {
    image,
    allow,
    connect,
    confinement,
    start,
    limits: limitTexts(limits),
    network: network.kind,
    bridge: interfaceOf(network),
    published: published.map(draftOfPublication),
    ports: formatPorts(ports),
    volumes: volumes.map(({ source, target, readOnly }) => ({ source: textOfSource(source), target, readOnly })),
    tags: tags.join(', '),
    settings: draftOfSettings({ ...noSettings, ...settings }),
  };
}

function interfaceOf(network: Preset['choices']['network']): string {
  if (network.kind === 'bridge') return network.bridge;
  return network.kind === 'macvlan' ? network.parent : '';
}
