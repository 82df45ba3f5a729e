// SPDX-License-Identifier: Apache-2.0
/** Newer versions of installed packages, as JSON. */

import type { ContainerHealth } from '../../../contract/model/containers/health.ts';

type Known = Omit<Extract<ContainerHealth['updates'], { readonly state: 'known' }>, 'state'>;

export function updatesJson({ count, securityCount, listsAt, packages }: Known): object {
  return {
    count,
    security: securityCount,
    lists_at: listsAt,
    packages: packages.map(({ name, installed, newer, isSecurity }) => ({
      name,
      installed,
      newer,
      security: isSecurity,
    })),
  };
}
