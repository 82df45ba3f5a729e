// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the configuration of a container in another domain: the types of its context and of its /dev; the same
 * categories.
 */

import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { type ConfigurationLine, valueOf } from '../../lxc/configuration-file.ts';
import { devLabelKey, relabelled } from '../../lxc/dev-label.ts';

/** Undefined when it names no context. */
export function contextIn(lines: readonly ConfigurationLine[], domain: string): string | undefined {
  const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
  return context === undefined ? undefined : formatSecurityContext({ ...context, type: domain });
}

/** Only lines that Bulkhead wrote change: the context, and the hook that labels /dev. */
export function withContext(lines: readonly ConfigurationLine[], context: string): readonly ConfigurationLine[] {
  const parsed = parseSecurityContext(context);
  return lines.map((line) => {
    if (line.key === 'lxc.selinux.context') return { ...line, value: context };
    const hook = line.key === devLabelKey && parsed !== undefined ? relabelled(line.value, parsed) : undefined;
    return hook === undefined ? line : { ...line, value: hook };
  });
}
