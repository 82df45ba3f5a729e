// SPDX-License-Identifier: Apache-2.0
/** The choices with what an image proposes in place of what another one proposed; what a person typed stays. */

import { formatWords } from '../../../../contract/wording/command-line.ts';
import { type ImageProposal, proposalOf } from '../../../../contract/rules/image-proposal.ts';
import type { ServedPortNumber } from '../../../../contract/model/containers/container.ts';
import type { Variable } from '../../../../contract/model/containers/settings.ts';
import type { Image } from '../../../../contract/model/host/image.ts';
import { formatPorts } from '../../policy/policy-labels.ts';
import { draftOfPublication, type PublicationDraft, publicationOf } from '../../networks/publication-draft.ts';
import { type Choices, isTyped } from './creation.ts';

/** Undefined for an image that is not known, has an init, or says nothing of its program. */
export function proposalIn(images: readonly Image[], name: string): ImageProposal | undefined {
  const image = images.find((one) => one.name === name);
  return (image === undefined ? null : proposalOf(image)) ?? undefined;
}

export function withProposal(choices: Choices, was: ImageProposal | undefined, is: ImageProposal | undefined): Choices {
  if (was === undefined && is === undefined) return choices;
  const former = new Set(was?.environment.map(lineOf));
  const kept = choices.settings.environment.split('\n').filter((line) => line.trim() !== '' && !former.has(line));
  const names = new Set(kept.map((line) => line.split('=')[0]));
  const added = (is?.environment ?? []).filter(({ name }) => !names.has(name)).map(lineOf);
  const isListening = choices.ports.trim() !== '' && choices.ports !== formatPorts(was?.ports ?? []);
  return {
    ...choices,
    ports: isListening ? choices.ports : formatPorts(is?.ports ?? []),
    settings: {
      ...choices.settings,
      program: formatWords(is?.program ?? []),
      user: is?.user ?? '',
      folder: is?.folder ?? '',
      stopSignal: is?.stopSignal ?? '',
      environment: [...kept, ...added].join('\n'),
    },
  };
}

/** Gives the ports that nothing leads to yet. */
export function unpublishedPorts(
  published: readonly PublicationDraft[],
  ports: readonly ServedPortNumber[],
): readonly ServedPortNumber[] {
  const known = published.map(publicationOf);
  return ports.filter(({ protocol, port }) => !known.some((one) => one?.protocol === protocol && one.port === port));
}

/** Adds ports of the host that lead to these: the same number, or one above 8000 where that is the system's. */
export function withPublished(
  published: readonly PublicationDraft[],
  ports: readonly ServedPortNumber[],
): readonly PublicationDraft[] {
  const added = ports.map(({ protocol, port }) =>
    draftOfPublication({ protocol, address: null, hostPort: port < 1024 ? 8000 + port : port, port }),
  );
  return [...published.filter(isTyped), ...added];
}

function lineOf({ name, value }: Variable): string {
  return `${name}=${value}`;
}
