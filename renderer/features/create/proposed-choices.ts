// SPDX-License-Identifier: Apache-2.0
/** The choices with what an image proposes in place of what another one proposed; what a person typed stays. */

import { formatWords } from '../../../contract/command-line.ts';
import { type ImageProposal, proposalOf } from '../../../contract/image-proposal.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { Variable } from '../../../contract/model/containers/settings.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { formatPorts } from '../policy/policy-labels.ts';
import type { Choices } from './creation.ts';

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

/** Those that nothing leads to yet. */
export function unpublishedPorts(published: string, ports: readonly ServedPortNumber[]): readonly ServedPortNumber[] {
  const words = published.split(/[\s,]+/);
  return ports.filter((port) => !words.some((word) => word.endsWith(`:${wordOf(port)}`)));
}

/** With ports of the host that lead to these: the same number, or one above 8000 where that is the system's. */
export function withPublished(published: string, ports: readonly ServedPortNumber[]): string {
  const added = ports.map((port) => `${port.port < 1024 ? 8000 + port.port : port.port}:${wordOf(port)}`);
  return [...(published.trim() === '' ? [] : [published.trim()]), ...added].join(', ');
}

function wordOf({ port, protocol }: ServedPortNumber): string {
  return protocol === 'tcp' ? String(port) : `${port}/${protocol}`;
}

function lineOf({ name, value }: Variable): string {
  return `${name}=${value}`;
}
