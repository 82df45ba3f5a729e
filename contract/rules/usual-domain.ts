// SPDX-License-Identifier: Apache-2.0
/**
 * Defines the domain that the window and the command line propose for a new container: its own, in which it reaches web
 * servers, as package managers do, and listens on no port. It costs no compilation
 * (contract/model/policy/plain-kinds.ts).
 */

import type { Confinement } from '../model/containers/container.ts';
import type { Choice } from '../model/policy/choices.ts';

export const usualDomain = { confinement: 'own', allow: ['connect-web'] } as const satisfies {
  readonly confinement: Confinement;
  readonly allow: readonly Choice[];
};
