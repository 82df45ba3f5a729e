// SPDX-License-Identifier: Apache-2.0
/** Values as they are written in a file. */

import { exactBytes } from '../../../contract/wording/describe-limits.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import { textOfSource } from '../../../contract/model/containers/named-volume.ts';
import { type LimitKey, type LimitValue } from '../../../contract/model/containers/limits.ts';
import { isInBytes } from '../../../contract/model/settings/limit-kinds.ts';
import type { Publication } from '../../../contract/model/containers/publication.ts';
import type { Autostart } from '../../../contract/model/containers/settings.ts';
import type { SnapshotPlan } from '../../../contract/model/containers/snapshot-schedule.ts';
import type { NewVolume } from '../../../contract/model/containers/volume.ts';

export function publicationWord({ protocol, address, hostPort, port }: Publication): string {
  return `${address === null ? '' : `${address}:`}${hostPort}:${port}${protocol === 'udp' ? '/udp' : ''}`;
}

export function portWord({ port, protocol }: ServedPortNumber): string {
  return protocol === 'udp' ? `${port}/udp` : String(port);
}

export function volumeWord({ source, target, readOnly }: Omit<NewVolume, 'share'>): string {
  return `${textOfSource(source)}:${target}${readOnly ? ':ro' : ''}`;
}

/** Sizes are exact, in the largest unit in which they are whole numbers. */
export function limitValue(key: LimitKey, value: LimitValue): string | number {
  if (value === null) return 'none';
  return typeof value === 'number' && isInBytes(key) ? exactBytes(value) : value;
}

export function autostartValue(autostart: Autostart | null): false | object {
  return autostart === null ? false : { order: autostart.order, delay: `${autostart.delaySeconds}s` };
}

export function snapshotsValue(plan: SnapshotPlan | null): 'none' | object {
  if (plan === null) return 'none';
  const { times, keep } = plan;
  if (times.every === 'hours') return { every: `${times.hours}h`, keep };
  return { ...times, keep };
}
