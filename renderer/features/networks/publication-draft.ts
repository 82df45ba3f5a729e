// SPDX-License-Identifier: Apache-2.0
/** A published port as it is typed, checked by the contract's own schema. */

import { isSameHostPort, type Publication, publicationSchema } from '../../../contract/model/containers/publication.ts';
import { t } from '../../lib/language/t.ts';

export interface PublicationDraft {
  readonly protocol: 'tcp' | 'udp';
  /** Empty for all addresses of the host. */
  readonly address: string;
  readonly hostPort: string;
  /** Is the port of the container; an empty text means the same as of the host. */
  readonly port: string;
}

export const emptyPublication: PublicationDraft = { protocol: 'tcp', address: '', hostPort: '', port: '' };

/** What is wrong with each port; a row of a form says it where it stands. */
export interface PublicationProblem {
  readonly hostPort?: string | undefined;
  readonly port?: string | undefined;
}

export function problemsOfPublication(
  draft: PublicationDraft,
  before: readonly PublicationDraft[] = [],
): PublicationProblem {
  const publication = publicationOf(draft);
  if (publication === undefined) {
    const problem = t('Enter ports from 1 to 65535.');
    const isHostPortWrong = publicationOf({ ...draft, port: '' }) === undefined;
    return isHostPortWrong ? { hostPort: problem } : { port: problem };
  }
  const isTaken = before.map(publicationOf).some((one) => one !== undefined && isSameHostPort(one, publication));
  return isTaken ? { hostPort: t('This port of the host is published already.') } : {};
}

/** Gives the published port as it is typed. */
export function draftOfPublication({ protocol, address, hostPort, port }: Publication): PublicationDraft {
  return { protocol, address: address ?? '', hostPort: String(hostPort), port: String(port) };
}

/** Undefined while it cannot be published. */
export function publicationOf({ protocol, address, hostPort, port }: PublicationDraft): Publication | undefined {
  const [ofHost, own] = [hostPort, port === '' ? hostPort : port].map((text) =>
    /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined,
  );
  return publicationSchema().safeParse({
    protocol,
    address: address === '' ? null : address,
    hostPort: ofHost,
    port: own,
  }).data;
}

/** `8080:80, 53:53/udp, 192.0.2.1:25:25`; undefined when it cannot be read. */
export function publicationsOf(text: string): readonly Publication[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const all = words.map((word) => {
    const [, address = '', hostPort = '', port = '', protocol] =
      /^(?:([\d.]+\.\d+):)?(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(word) ?? [];
    return publicationOf({ protocol: protocol === 'udp' ? 'udp' : 'tcp', address, hostPort, port });
  });
  return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? []);
}
