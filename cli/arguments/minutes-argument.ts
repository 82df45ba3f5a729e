// SPDX-License-Identifier: Apache-2.0
/** A short span of time on the command line, in minutes: `10m`, `1h`, `90s` counts as two minutes. */

import { InvalidArgumentError } from 'commander';

const factors: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60 };

export function minutesArgument(text: string): number {
  const { number, unit } = /^(?<number>\d{1,4})(?<unit>[smh])$/.exec(text)?.groups ?? {};
  const minutes = Math.ceil(Number(number) * (factors[unit ?? ''] ?? Number.NaN));
  if (!(minutes >= 1 && minutes <= 60)) throw new InvalidArgumentError('give a span from 1m to 60m');
  return minutes;
}
