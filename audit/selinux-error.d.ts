/** Reads the body of SELINUX_ERR records: `op=security_compute_sid invalid_context=... scontext=... tcontext=... tclass=process`. The kernel writes them in many shapes. */
import type { Denial } from './denial.ts';
import { type AuditRecord } from './record.ts';
export declare function readSelinuxError(record: AuditRecord): Denial | {
    readonly broken: string;
};
