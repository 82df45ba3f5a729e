// SPDX-License-Identifier: Apache-2.0
/** An image of a server that a person chose, and what proves it. */

import type { ServerImage } from '../../../../contract/rules/server-image.ts';
import { t } from '../../../lib/language/t.ts';

export interface ChosenImage {
  readonly server: string;
  /** A file with public keys, one of which signed the index; undefined where https is enough. */
  readonly keyring: string | undefined;
  readonly image: ServerImage;
}

/** What proves the index of a server. */
export function proofText(keyring: string | undefined): string {
  return keyring === undefined
    ? t('Not signed: trust rests on HTTPS and the digests in the index.')
    : t('The index must be signed with a key of {keyring}, and names the digest of each image.', { keyring });
}
