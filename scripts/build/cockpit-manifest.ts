// SPDX-License-Identifier: Apache-2.0
/** Writes what Cockpit has to know of the page: its place in the menu, what it needs, and what it may load. */

import { writePolicy, windowDirectives } from '../../electron/content-security-policy.ts';
import { oldestCockpit } from '../../packaging/packages.ts';

/** The window's policy, and the one connection of the page: the web socket of its own Cockpit, which also frames it. */
const contentSecurityPolicy = writePolicy({
  ...windowDirectives,
  'connect-src': ["'self'"],
  'frame-ancestors': ["'self'"],
});

export const cockpitManifest = {
  requires: { cockpit: oldestCockpit },
  menu: {
    index: {
      label: 'Bulkhead',
      order: 55,
      keywords: [
        {
          matches: [
            ...['bulkhead', 'container', 'lxc', 'incus', 'image', 'snapshot', 'volume', 'terminal', 'network'],
            ...['selinux', 'policy', 'denial', 'avc', 'isolation', 'drill', 'escape'],
          ],
        },
      ],
    },
  },
  'content-security-policy': contentSecurityPolicy,
} as const;
