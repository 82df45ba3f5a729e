// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/content-security-policy.ts';
import { cockpitManifest } from './cockpit-manifest.ts';

const directivesOf = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split('; ').map((text) => [text.split(' ')[0] ?? '', text.split(' ').slice(1).join(' ')]));

it('has the policy of the window, but for its own Cockpit, to which it connects and which frames it (G8)', () => {
  expect(directivesOf(cockpitManifest['content-security-policy'])).toEqual({
    ...directivesOf(contentSecurityPolicy),
    'connect-src': "'self'",
    'frame-ancestors': "'self'",
  });
});
