// SPDX-License-Identifier: Apache-2.0
/** Splits the text of a context. Apart from the schema, so that reading a log needs no schema library. */

import type { SecurityContext } from './security-context.ts';

/** Parses `user:role:type[:level]`. Returns undefined when fewer than three parts are there. */
export function parseSecurityContext(text: string): SecurityContext | undefined {
  const [user, role, type, ...level] = text.split(':');
  if (!user || !role || !type) return undefined;
  return { user, role, type, level: level.join(':') };
}
