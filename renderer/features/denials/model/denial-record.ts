// SPDX-License-Identifier: Apache-2.0
/**
 * The fields of a denial as lines that can be copied: every value on its own line, whatever characters the container
 * put into it.
 */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { visibleText } from '../../../lib/visible-text.ts';

export function recordLines(event: DenialEvent): readonly string[] {
  const fields: readonly (readonly [name: string, value: string | number | boolean | null])[] = [
    ['record', event.record],
    ['time', event.time],
    ['serial', event.serial],
    ['decision', event.decision],
    ['permissive', event.permissive],
    ['class', event.class],
    ['permissions', event.permissions.join(' ')],
    ['scontext', event.source === null ? null : formatSecurityContext(event.source)],
    ['tcontext', event.target === null ? null : formatSecurityContext(event.target)],
    ['comm', event.comm],
    ['pid', event.pid],
    ['exe', event.exe],
    ['path', event.path],
    ['name', event.name],
    ['port', event.port],
    ['syscall', event.syscall],
    ['success', event.success],
    ['container', event.container],
  ];
  return fields.flatMap(([name, value]) => (value === null ? [] : [`${name}=${visibleText(String(value))}`]));
}
