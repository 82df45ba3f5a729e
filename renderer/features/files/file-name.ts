// SPDX-License-Identifier: Apache-2.0

import { fileNameSchema } from '../../../contract/model/containers/container-file.ts';
import { t } from '../../lib/language/t.ts';

/** Why a file cannot have this name, as a sentence; undefined while there is none to judge. */
export function problemOfFileName(typed: string): string | undefined {
  if (typed === '') return undefined;
  const issue = fileNameSchema().safeParse(typed).error?.issues[0];
  return issue === undefined ? undefined : t('The name {message}.', { message: issue.message });
}
