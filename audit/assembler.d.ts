/**
 * Joins records to events by time, serial and host, however they interleave and in whichever order the records of an event come.
 * An event ends with its EOE record, when a record is two seconds newer, or when about a thousand later events have begun; so memory is bounded.
 */
import type { DenialEvent } from '../contract/model/denial.ts';
import type { AuditRecord } from './record.ts';
export interface Assembler {
    /** Returns why the record could not be read; undefined when it could. */
    add(record: AuditRecord): string | undefined;
    /** Ends all events. */
    flush(): void;
}
export declare function createAssembler(onEvent: (event: DenialEvent) => void): Assembler;
