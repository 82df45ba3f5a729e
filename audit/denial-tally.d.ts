/** One group of denials while it grows. */
import type { DenialEvent, DenialGroup } from '../contract/model/denial.ts';
import { type DenialReason } from './denial-reason.ts';
export interface DenialTally {
    readonly id: string;
    readonly sourceType: string;
    readonly targetType: string;
    readonly class: string;
    readonly permissions: readonly string[];
    readonly containers: Set<string>;
    readonly comms: Set<string>;
    /** Grows with each event of any group. */
    touched: number;
    count: number;
    first: number;
    last: number;
    permissive: boolean;
    reason: DenialReason;
    sample: DenialEvent;
}
/** A part that no record holds. */
export declare const absent = "?";
export declare function newTally(event: DenialEvent): DenialTally;
export declare function count(tally: DenialTally, event: DenialEvent): void;
export declare function groupOf(tally: DenialTally): DenialGroup;
