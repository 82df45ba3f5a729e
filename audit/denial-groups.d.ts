/**
 * Groups denials by source type, target type, class and permissions. Bounded: the groups that were quiet the longest make room for new ones, and their events count as lost.
 */
import type { DenialEvent, DenialGroup } from '../contract/model/denial.ts';
export interface DenialGroups {
    /** Returns the id of the event's group; undefined for an access that was granted, which is no denial. */
    add(event: DenialEvent): string | undefined;
    /** The group that was hit last comes first. */
    groups(): DenialGroup[];
    /** Undefined when there is none, or none any more. */
    group(id: string): DenialGroup | undefined;
    /** Events of groups that had to make room. */
    readonly lost: number;
}
export declare function createDenialGroups({ mostGroups }?: {
    readonly mostGroups?: number;
}): DenialGroups;
