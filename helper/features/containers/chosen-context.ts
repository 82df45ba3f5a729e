// SPDX-License-Identifier: Apache-2.0
/** The context of a container after its confinement changed: another type, the same categories. */

import { parseSecurityContext } from '../../../contract/model/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/format-security-context.ts';
import type { ConfigurationLine } from '../../lxc/configuration-file.ts';

/** Undefined when the context has that domain already, or is none. */
export function chosenContext(context: string, domain: string): string | undefined {
  const parsed = parseSecurityContext(context);
  return parsed === undefined || parsed.type === domain
    ? undefined
    : formatSecurityContext({ ...parsed, type: domain });
}

export function withContext(lines: readonly ConfigurationLine[], context: string): readonly ConfigurationLine[] {
  return lines.map((line) => (line.key === 'lxc.selinux.context' ? { ...line, value: context } : line));
}
