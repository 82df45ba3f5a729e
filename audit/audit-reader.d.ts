/**
 * Turns the bytes of an audit log, in any of the layouts that people have them in, into denials. A line that cannot be read is reported and changes nothing else;
 * text that a confined process controls never becomes a record, because lines are cut before anything is decoded.
 */
import type { Buffer } from 'node:buffer';
import type { DenialEvent } from '../contract/model/denial.ts';
export interface AuditReaderOptions {
    /** Events come when they are complete, which is about the order of the log. */
    readonly onEvent: (event: DenialEvent) => void;
    /** `lineNumber` counts from 1; `reason` is text of ours and quotes nothing from the line. */
    readonly onSkipped?: (lineNumber: number, reason: string) => void;
}
export interface AuditReader {
    /** The chunk may be reused after the call. */
    push(chunk: Buffer): void;
    /** Ends all events that have begun: for a live log that has been quiet for a while. */
    flush(): void;
    /** Reads a last line without newline and ends all events. */
    end(): void;
}
export declare function createAuditReader({ onEvent, onSkipped }: AuditReaderOptions): AuditReader;
