// SPDX-License-Identifier: Apache-2.0
/** The type of the files that a container domain may use. */

import { fileTypeOf } from './types.ts';

/** Undefined for domains whose files may be of several types. */
export function contentTypeOf(domain: string): string | undefined {
  if (domain.startsWith('bulkhead_')) return fileTypeOf(domain);
  return domain === 'container_t' || domain === 'svirt_lxc_net_t' || domain === 'lxc_t'
    ? 'container_file_t'
    : undefined;
}
