/** Reads the body of AVC and USER_AVC records: `avc:  denied  { read } for  pid=1 comm="cat" name="secret" ... scontext=... tcontext=... tclass=file permissive=0`. */
import type { DenialEvent } from '../contract/model/denial.ts';
import { type AccessDecision } from './access-decision.ts';
import { type AccessQuery } from './access-query.ts';
import type { Denial } from './denial.ts';
import { type AuditRecord } from './record.ts';
/** `other` is a message under the same type that refuses nothing: a policy load notice, another security module's record. */
export type AccessVectorResult = Denial | 'other' | {
    readonly broken: string;
};
export declare function readAccessVector(record: AuditRecord): AccessVectorResult;
export interface AccessParts extends Asker {
    readonly decision: AccessDecision;
    readonly query: AccessQuery;
}
/** Who asked for what, as the middle of the message tells. */
export interface Asker {
    readonly comm: string | null;
    readonly pid: number | null;
    readonly path: string | null;
    readonly name: string | null;
}
export declare function accessEvent(record: AuditRecord, { decision, query, comm, pid, path, name }: AccessParts): DenialEvent;
