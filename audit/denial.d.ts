/** A denial while its event is being put together. */
import type { DenialEvent } from '../contract/model/denial.ts';
export interface Denial {
    readonly event: DenialEvent;
    /** Of the object: the surest link to a PATH record of the same event. */
    readonly inode: number | null;
}
