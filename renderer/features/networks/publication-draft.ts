// SPDX-License-Identifier: Apache-2.0
/** A published port as it is typed, checked by the contract's own schema. */

import { type Publication, publicationSchema } from '../../../contract/model/containers/publication.ts';

export interface PublicationDraft {
  readonly protocol: 'tcp' | 'udp';
  /** Empty for all addresses of the host. */
  readonly address: string;
  readonly hostPort: string;
  /** The same as of the host when empty. */
  readonly port: string;
}

export const emptyPublication: PublicationDraft = { protocol: 'tcp', address: '', hostPort: '', port: '' };

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

/** As {@link publicationsOf} reads them. */
export function formatPublications(all: readonly Publication[]): string {
  return all
    .map(
      ({ protocol, address, hostPort, port }) =>
        `${address === null ? '' : `${address}:`}${hostPort}:${port}${protocol === 'udp' ? '/udp' : ''}`,
    )
    .join(', ');
}
