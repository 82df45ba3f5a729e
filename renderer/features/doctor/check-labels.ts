// SPDX-License-Identifier: Apache-2.0
/** The states of a check, as the window names them, and the order in which checks are shown. */

import type { CheckState, HostCheck } from '../../../contract/model/host/host-check.ts';
import { t } from '../../lib/language/t.ts';

export const checkStateLabels: Readonly<
  Record<CheckState, { readonly label: string; readonly tone: 'good' | 'amber' | 'red'; readonly meaning: string }>
> = {
  ok: { label: 'OK', tone: 'good', meaning: t('Nothing to do.') },
  warn: { label: t('Warning'), tone: 'amber', meaning: t('Containers work, and something is missing or not known.') },
  fail: { label: t('Failed'), tone: 'red', meaning: t('Containers cannot be created, started or isolated.') },
};

/** What is to be fixed, the worst first; checks of one state stay in the order of the host. */
export function checksToFix(checks: readonly HostCheck[]): readonly HostCheck[] {
  return [...checks.filter(({ state }) => state === 'fail'), ...checks.filter(({ state }) => state === 'warn')];
}

/** How many checks are so. */
export const countLabels = {
  fail: (count: number) => t('{count} failed', { count }),
  warn: (count: number) => t('{count, plural, one {1 warning} other {{count} warnings}}', { count }),
} as const;
