/**
 * Reads an AVC body exactly as the kernel writes it, on bytes, without a string for the line. Whatever differs in the least is left to `readAccessVector`,
 * which knows all layouts; on what both read they agree.
 */
import type { Denial } from './denial.ts';
import type { AuditRecord } from './record.ts';
/** Undefined when the body is not of that shape. */
export declare function readQuickAccessVector(record: AuditRecord): Denial | undefined;
