// SPDX-License-Identifier: Apache-2.0
/** An address that a container wrote, as a person has to see it before it is opened. */

import { isWebAddress } from '../../../contract/rules/denied-sequences.ts';

export interface LinkAddress {
  /** What is opened: the host in punycode, the rest in ASCII. */
  readonly address: string;
  /** The host as the network knows it, with its port. */
  readonly host: string;
  /** The host as it was written, where letters of other scripts can imitate it; undefined when it is the same. */
  readonly writtenHost: string | undefined;
  readonly isEncrypted: boolean;
}

/** Undefined for anything but http and https to a plain host. */
export function readLinkAddress(text: string): LinkAddress | undefined {
  if (!isWebAddress(text) || !URL.canParse(text)) return undefined;
  const { href, host, hostname, protocol } = new URL(text);
  const written = /^https?:\/\/([^/?#:]+)/i.exec(text)?.[1]?.toLowerCase();
  return {
    address: href,
    host,
    writtenHost: written === hostname ? undefined : written,
    isEncrypted: protocol === 'https:',
  };
}
