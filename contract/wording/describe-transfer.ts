// SPDX-License-Identifier: Apache-2.0
/** How far a transfer is, in words that window and command line share. */

import { t } from '../text.ts';

export interface Transfer {
  readonly doneBytes: number;
  /** Counts the bytes of the whole; undefined when they are not known. */
  readonly totalBytes: number | undefined;
  /** Counts the seconds since the transfer began. */
  readonly seconds: number;
}

/** Says how long a transfer runs before its rate is shown: earlier there is nothing to measure it by. */
const minSeconds = 1;

/** Gives the share from 0 to 1; undefined when the whole is not known. */
export function fractionOf({ doneBytes, totalBytes }: Transfer): number | undefined {
  if (totalBytes === undefined) return undefined;
  return totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
}

/**
 * Describes how far the transfer is, such as `12 MiB of 96 MiB, 4.1 MiB/s, 20 s left`. The caller brings the format for
 * bytes.
 */
export function describeTransfer(transfer: Transfer, formatBytes: (bytes: number) => string): string {
  const { doneBytes, totalBytes, seconds } = transfer;
  const rate = seconds < minSeconds ? 0 : doneBytes / seconds;
  return [
    totalBytes === undefined
      ? formatBytes(doneBytes)
      : t('{done} of {total}', { done: formatBytes(doneBytes), total: formatBytes(totalBytes) }),
    ...(rate > 0 ? [`${formatBytes(rate)}/s`] : []),
    ...(rate > 0 && totalBytes !== undefined
      ? [t('{time} left', { time: formatTime((totalBytes - doneBytes) / rate) })]
      : []),
  ].join(', ');
}

function formatTime(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return t('{minutes} min', { minutes: Math.round(seconds / 60) });
  return `${Math.round(seconds / 3600)} h`;
}
