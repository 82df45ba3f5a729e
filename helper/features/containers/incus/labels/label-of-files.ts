// SPDX-License-Identifier: Apache-2.0
/** The label that the files of an instance have to have, by its context. */

import { parseSecurityContext } from '../../../../../contract/model/contexts/parse-security-context.ts';
import { fileTypeOf } from '../../../../selinux/types.ts';

export function labelOfFiles(context: string): string {
  const { type = '', level = '' } = parseSecurityContext(context) ?? {};
  return `system_u:object_r:${fileTypeOf(type)}:${level}`;
}
