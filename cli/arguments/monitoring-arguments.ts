// SPDX-License-Identifier: Apache-2.0
/** Words of the command line about alerts, metrics and history. */

import { InvalidArgumentError } from 'commander';
import { type AlertKindName, alertKindNames } from '../../contract/model/alerts/alert-kinds.ts';

const factors: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export function alertKindArgument(text: string): AlertKindName {
  const kind = alertKindNames.find((name) => name === text);
  if (kind === undefined) throw new InvalidArgumentError(`The kinds are ${alertKindNames.join(', ')}.`);
  return kind;
}

/** Reads the number of an alert or a rule. */
export function alertNumberArgument(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('Give its number.');
  return Number(text);
}

export function thresholdArgument(text: string): number {
  if (!/^\d{1,7}(?:\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('A threshold is a number.');
  return Number(text);
}

/** A span of time, in seconds: `90s`, `5m`, `1h`, `7d`, or `0`. */
export function spanArgument(text: string): number {
  if (text === '0') return 0;
  const { number, unit } = /^(?<number>\d{1,6})(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  const factor = factors[unit ?? ''];
  if (factor === undefined) throw new InvalidArgumentError('Give a span such as 90s, 5m, 1h or 7d.');
  return Number(number) * factor;
}

/** Reads a TCP port. */
export function portArgument(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return port;
}
