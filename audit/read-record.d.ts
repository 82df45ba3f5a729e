/**
 * Reads the head of a line in auditd's layout, `type=AVC msg=audit(1795533833.415:1196): body`, on bytes.
 * Most lines of a log are of types that nobody needs: those are checked and passed over without making a string.
 */
import type { Buffer } from 'node:buffer';
import { type AuditRecord } from './record.ts';
/** `other` is a sound record of a type that no denial is made of. */
export type ReadResult = AuditRecord | 'other' | {
    readonly broken: string;
};
/** Expects `type=` or `node=` at `start`. */
export declare function readRecord(bytes: Buffer, start: number, end: number): ReadResult;
