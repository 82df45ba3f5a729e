/**
 * Reads one entry of `journalctl -o json`. Only fields that journald itself sets (with a leading underscore) say what an entry is:
 * a program may log the text of a denial, but it cannot make its entry come from the audit or the kernel transport.
 */
import { type ReadResult } from './read-record.ts';
export declare function readJournalEntry(line: string): ReadResult;
