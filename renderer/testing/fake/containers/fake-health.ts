// SPDX-License-Identifier: Apache-2.0
/** The health of fake containers: most are well, some are not, one has no systemd. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { GivenHealth } from '../../../../contract/model/containers/health.ts';
import { pause } from '../pause.ts';

type Parts = Pick<GivenHealth, 'units' | 'updates' | 'isRestartRequired'>;

const well: Parts = {
  units: { state: 'known', failed: [], isCut: false },
  updates: { state: 'known', count: 0, securityCount: 0, packages: [], listsAt: 0 },
  isRestartRequired: false,
};

/** Holds the parts that differ, by the name of the container. */
const others: Readonly<Record<string, Partial<Parts>>> = {
  web: {
    units: {
      state: 'known',
      failed: [{ name: 'certbot.service', description: 'Renewal of certi\u202Eficates für 🧪' }],
      isCut: false,
    },
  },
  db: {
    updates: {
      state: 'known',
      count: 2,
      securityCount: 1,
      packages: [
        { name: 'libssl3t64', installed: '3.5.1-1', newer: '3.5.1-1+deb13u1', isSecurity: true },
        { name: 'tzdata', installed: '2025a-2', newer: '2025b-4', isSecurity: false },
      ],
      listsAt: 0,
    },
    isRestartRequired: true,
  },
  cache: {
    units: { state: 'unknown', reason: 'it has no systemctl, so probably no systemd' },
    updates: { state: 'unknown', reason: 'it has no packages of dpkg' },
    isRestartRequired: null,
  },
};

/** `now` in seconds since the epoch. */
export async function fakeHealth(container: Container, now: number): Promise<GivenHealth> {
  const { name, published, isManaged, initPid } = container;
  if (!isManaged) fail('container-not-managed', { name });
  if (initPid === null) fail('container-not-running', { name });
  await pause(300);
  const parts = { ...well, ...others[name] };
  const sockets = [...new Set([22, ...published.map(({ port }) => port)])].sort((a, b) => a - b);
  return {
    checkedAt: now,
    ...parts,
    updates: parts.updates.state === 'known' ? { ...parts.updates, listsAt: now - 7 * 3600 } : parts.updates,
    listening: {
      state: 'known',
      sockets: sockets.map((port) => ({ protocol: 'tcp', address: null, port })),
      isCut: false,
    },
  };
}
