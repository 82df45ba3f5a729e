/**
 * Reads a SYSCALL body as the kernel writes it on x86_64, on bytes, without a string for the line: `arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c ... comm="cat" exe="/usr/bin/cat"`.
 * Whatever differs in the least is left to `readSystemCall`; on what both read they agree, but for `comm` and `pid`, which the denial of such a call holds itself.
 */
import type { AuditRecord } from './record.ts';
import { type SystemCall } from './system-call.ts';
/** Undefined when the body is not of that shape. */
export declare function readQuickSystemCall({ bytes, start, end }: AuditRecord): SystemCall | undefined;
