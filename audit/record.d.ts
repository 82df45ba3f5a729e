/** One audit record: a line whose type, time and serial are known and whose body is not looked into yet. */
import type { Buffer } from 'node:buffer';
/** The record types that a denial is put together from; all others are passed over. */
export type RecordType = 'AVC' | 'USER_AVC' | 'SELINUX_ERR' | 'SYSCALL' | 'PATH' | 'CWD' | 'EOE';
/** Valid only during the call that it is handed to: the bytes are the reader's. */
export interface AuditRecord {
    readonly type: RecordType;
    /** The kernel's stamp in milliseconds; with `serial` and `node` it names the event. */
    readonly timeMs: number;
    readonly serial: number;
    /** Host that wrote the record, when the log says so (`node=`); else empty. */
    readonly node: string;
    readonly bytes: Buffer;
    /** The body: what follows the stamp. It begins with a space, so that one stands before every field. */
    readonly start: number;
    readonly end: number;
    /** True for `ausearch -i` output: numbers are names, hex is undone, and text is neither quoted nor escaped. */
    readonly isInterpreted: boolean;
}
/** A record's body as a byte string: one character per byte, nothing decoded. */
export interface RecordBody {
    readonly text: string;
    readonly isInterpreted: boolean;
}
export declare function bodyOf({ bytes, start, end, isInterpreted }: AuditRecord): RecordBody;
export declare function kernelFields({ text }: RecordBody): string;
/** Begins with a space, as a body does. */
export declare function enrichedFields({ text }: RecordBody): string;
/** By name (auditd, journald) and by number (kernel log). */
export declare const recordTypes: ReadonlyMap<string, RecordType>;
