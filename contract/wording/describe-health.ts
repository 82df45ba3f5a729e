// SPDX-License-Identifier: Apache-2.0
/** What window and command line say of the health of a container. */

import type { ContainerHealth } from '../model/containers/health.ts';
import { t } from '../text.ts';

/** `attention`: it works, and something is due. `unknown`: whether units failed is not known, and nothing else is wrong. */
export type HealthVerdict = 'ok' | 'attention' | 'failing' | 'unknown';

/** Orders the verdicts on health, the best first. */
export const healthOrder: readonly HealthVerdict[] = ['ok', 'unknown', 'attention', 'failing'];

export interface HealthSummary {
  readonly verdict: HealthVerdict;
  /** What is wrong or due, each a few words; empty when nothing is. */
  readonly problems: readonly string[];
}

export function summariseHealth({ units, updates, isRestartRequired }: ContainerHealth): HealthSummary {
  const failed = units.state === 'known' ? units.failed.length : 0;
  const security = updates.state === 'known' ? updates.securityCount : 0;
  const problems = [
    ...(failed > 0 ? [failed === 1 ? t('1 failed unit') : t('{count} failed units', { count: failed })] : []),
    ...(security > 0
      ? [security === 1 ? t('1 security update') : t('{count} security updates', { count: security })]
      : []),
    ...(isRestartRequired === true ? [t('restart required')] : []),
  ];
  if (failed > 0) return { verdict: 'failing', problems };
  if (problems.length > 0) return { verdict: 'attention', problems };
  return { verdict: units.state === 'unknown' ? 'unknown' : 'ok', problems };
}

/** `3 updates, 1 of them for security`, or why it is not known. */
export function describeUpdates(updates: ContainerHealth['updates']): string {
  if (updates.state === 'unknown') return t('not known: {reason}', { reason: updates.reason });
  const { count, securityCount: security } = updates;
  if (count === 0) return t('none');
  if (security === 0) return count === 1 ? t('1 update') : t('{count} updates', { count });
  return count === 1
    ? t('1 update, {security} of them for security', { security })
    : t('{count} updates, {security} of them for security', { count, security });
}

type Socket = Extract<ContainerHealth['listening'], { readonly state: 'known' }>['sockets'][number];

/** `80/tcp`, or `127.0.0.1:5432/tcp`. */
export function describeSocket({ protocol, address, port }: Socket): string {
  if (address === null) return `${port}/${protocol}`;
  return `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`;
}
