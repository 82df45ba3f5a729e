// SPDX-License-Identifier: Apache-2.0
/** Writes a context as text. Apart from the schema, as its inverse is. */

import type { SecurityContext } from './security-context.ts';

/** The inverse of `parseSecurityContext`. */
export function formatSecurityContext(context: SecurityContext): string {
  const { user, role, type, level } = context;
  return level === '' ? `${user}:${role}:${type}` : `${user}:${role}:${type}:${level}`;
}
