// SPDX-License-Identifier: Apache-2.0
/** A replay of recorded accesses for people and for scripts. */

import { formatSecurityContext } from '../../contract/model/contexts/format-security-context.ts';
import type { Flip, RecordedAccess, Replay } from '../../contract/model/policy/replay.ts';
import {
  describeAccess,
  describeAllowed,
  describeDenied,
  describeGrounds,
  describeRecording,
  describeUnknown,
  describeUnknownPart,
  describeUse,
} from '../../contract/wording/policy/describe-replay.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatTime } from '../../report/format-time.ts';

export function replayText(replay: Replay): string {
  const { denied, deniedCount, allowed, allowedCount, unknown, unknownCount, recording } = replay;
  const oldest = recording.oldest === null ? undefined : formatTime(recording.oldest);
  return [
    describeDenied(replay, formatTime(recording.since)),
    ...flipLines('-', denied, deniedCount),
    ...listOf(describeAllowed(replay)),
    ...flipLines('+', allowed, allowedCount),
    ...listOf(describeUnknown(replay)),
    ...unknown.map(({ access, part }) => `? ${lineOf(access, access.permissions)}: ${describeUnknownPart(part)}`),
    ...moreLines('?', unknown.length, unknownCount),
    ...describeRecording(recording, oldest),
  ]
    .map((line) => `${escapeText(line)}\n`)
    .join('');
}

function listOf(line: string | undefined): readonly string[] {
  return line === undefined ? [] : [line];
}

function flipLines(mark: string, flips: readonly Flip[], count: number): readonly string[] {
  return [
    ...flips.flatMap(({ access, permissions, ...grounds }) => [
      `${mark} ${lineOf(access, permissions)}: ${describeUse(access)}, last ${formatTime(access.last)}`,
      `    ${describeGrounds(grounds)}`,
    ]),
    ...moreLines(mark, flips.length, count),
  ];
}

function lineOf(access: RecordedAccess, permissions: readonly string[]): string {
  const by = access.comms.length === 0 ? '' : ` by ${access.comms.join(', ')}`;
  return `${access.container ?? 'host'}: ${describeAccess(access, permissions)}${by}`;
}

function moreLines(mark: string, shown: number, count: number): readonly string[] {
  return count > shown ? [`${mark} and ${count - shown} more`] : [];
}

export function replayJson({ examined, recording, ...found }: Replay): object {
  const { since, oldest, gaps, leftOut } = recording;
  return {
    examined,
    denied: found.denied.map(flipJson),
    denied_count: found.deniedCount,
    allowed: found.allowed.map(flipJson),
    allowed_count: found.allowedCount,
    unknown: found.unknown.map(({ access, part }) => ({ ...accessJson(access), unknown: part })),
    unknown_count: found.unknownCount,
    records: { since, oldest, gaps, left_out: leftOut },
  };
}

function flipJson({ access, permissions, grantedBy, deniedBy }: Flip): object {
  return { ...accessJson(access), permissions, granted_by: grantedBy, denied_by: deniedBy };
}

function accessJson({ source, target, class: className, ...access }: RecordedAccess): object {
  const { container, comms, permissions, used, blocked, last } = access;
  return {
    container,
    comms,
    source: formatSecurityContext(source),
    target: formatSecurityContext(target),
    class: className,
    permissions,
    used,
    blocked,
    last,
  };
}
