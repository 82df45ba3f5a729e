/** Cuts a byte stream into lines without decoding it; a line longer than the limit is dropped as it streams, so memory stays bounded whatever arrives. */
import { Buffer } from 'node:buffer';
/** Far above what the kernel writes (8,970 bytes a record) and what an enriched tail or JSON quoting adds to it. */
export declare const longestLine: number;
export interface LineSink {
    /** `bytes` is valid only during the call; `start` and `end` enclose the line without its newline. */
    onLine(bytes: Buffer, start: number, end: number): void;
    onOverlong(): void;
}
export interface LineSplitter {
    push(chunk: Buffer): void;
    /** Hands over a last line that has no newline. */
    end(): void;
}
export declare function createLineSplitter(sink: LineSink): LineSplitter;
