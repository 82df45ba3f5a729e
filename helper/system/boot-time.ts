// SPDX-License-Identifier: Apache-2.0
/**
 * Reads when the kernel booted, to a hundredth of a second. `btime` in `/proc/stat` has whole seconds, rounded down
 * (proc(5)): a process started right after another event would appear to have started before it.
 */

import { textOf } from './files/text-of.ts';

interface BootTime {
  /** `btime` when `seconds` was found out; another value means that the clock was set. */
  readonly whole: number;
  readonly seconds: number;
}

let known: BootTime | undefined;

/** Seconds since the epoch, the same at each call until the clock is set; undefined where `/proc` cannot be read. */
export function readBootTime(): number | undefined {
  const whole = Number(/^btime (\d+)$/m.exec(textOf('/proc/stat') ?? '')?.[1]);
  if (Number.isNaN(whole)) return undefined;
  if (known === undefined || Math.abs(known.whole - whole) > 1) known = { whole, seconds: measureBootTime() ?? whole };
  return known.seconds;
}

/** Now, less the time since the boot (with time spent suspended, which both `/proc/uptime` and process times include). */
function measureBootTime(): number | undefined {
  const uptime = Number(textOf('/proc/uptime')?.split(' ')[0]);
  return Number.isNaN(uptime) ? undefined : Math.round(Date.now() / 10 - uptime * 100) / 100;
}
