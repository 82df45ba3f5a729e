// SPDX-License-Identifier: Apache-2.0
/**
 * Declares the usual guest with Debian's own Cockpit in it, whose users log in there by their passwords. It has an image
 * of its own, so that the usual one does not grow.
 */

import { guestPackages } from './packages.ts';
import { keptPolicyModules } from './policy-modules.ts';
import { type LabRecipe, recipe } from './recipe.ts';

/** Cockpit listens on this port. */
const cockpitPort = 9090;

/** An emulated guest on a busy machine takes longer for a login than the 30 seconds that Cockpit waits by itself. */
const settings = `[basic]
timeout = 300
`;

export const cockpitRecipe: LabRecipe = {
  ...recipe,
  // Where no password is declared, the name is one.
  users: recipe.users.map((user) => ({ password: user.name, ...user })),
  guest: {
    ...recipe.guest,
    packages: [...guestPackages, 'cockpit', 'cockpit-ws', 'cockpit-bridge', 'cockpit-system'],
    files: [...recipe.guest.files, { path: '/etc/cockpit/cockpit.conf', content: settings }],
    enabled: [...recipe.guest.enabled, 'cockpit.socket'],
    // Cockpit's bridge fails at the second page that asks for a person's session bus where there is none.
    masked: recipe.guest.masked.filter((unit) => unit !== 'user@.service'),
  },
  policyModules: [...keptPolicyModules, 'cockpit'],
  webPort: cockpitPort,
};
