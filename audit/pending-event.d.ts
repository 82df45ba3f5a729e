/** The records of one event, as far as they have come. */
import type { Denial } from './denial.ts';
import { type AuditRecord, type RecordBody } from './record.ts';
import { type SystemCall } from './system-call.ts';
export interface PendingEvent {
    readonly timeMs: number;
    readonly serial: number;
    readonly node: string;
    denials: Denial[];
    /** Read at once when a denial is there already; kept as it is when it came first, since most calls are not refused. */
    systemCall: SystemCall | RecordBody | undefined;
    workingDirectory: RecordBody | undefined;
    paths: RecordBody[];
    /** Bytes of the records that are kept. */
    size: number;
    isEnded: boolean;
    /** The event that began after this one. */
    next: PendingEvent | undefined;
}
export declare function newPendingEvent({ timeMs, serial, node }: AuditRecord): PendingEvent;
/** `other` and `broken` as the readers say; undefined for a record that is no denial itself. */
export declare function readDenial(record: AuditRecord): Denial | 'other' | {
    readonly broken: string;
} | undefined;
export declare function addDenial(event: PendingEvent, denial: Denial): void;
export declare function addCircumstance(event: PendingEvent, record: AuditRecord): void;
/** Gives the denials of the event what its other records tell about them. */
export declare function completeDenials(event: PendingEvent): void;
