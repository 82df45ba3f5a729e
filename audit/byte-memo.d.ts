/**
 * Remembers what was made of a run of bytes, so that a text that a log repeats is decoded once and shared. Bounded: each run has one place in a table of fixed size,
 * and a newcomer takes the place of the run that was there.
 */
import type { Buffer } from 'node:buffer';
export type ByteMemo<Result> = (bytes: Buffer, start: number, end: number) => Result;
/** `places` is a power of two. `make` gets a byte string and must not give undefined for a run that matters: that is made anew each time, too. */
export declare function rememberBytes<Result>(places: number, make: (text: string) => Result): ByteMemo<Result>;
