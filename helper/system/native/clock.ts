// SPDX-License-Identifier: Apache-2.0
/** Says whether the kernel's clock is kept in step with a time server, as `adjtimex(2)` says. */

import koffi from 'koffi';
import { check } from './errno-error.ts';

const adjtimex = koffi.load('libc.so.6').func('int adjtimex(_Inout_ uint8_t *timex)') as (timex: Uint8Array) => number;

/** `struct timex` has 208 bytes on 64-bit Linux; one of zeros asks and changes nothing. */
const timexBytes = 256;
/** `STA_UNSYNC` is set: no time server has set the clock for a long time, or none ever has. */
const timeError = 5;

export function isClockSynchronised(): boolean {
  return check(adjtimex(new Uint8Array(timexBytes)), 'adjtimex') !== timeError;
}
