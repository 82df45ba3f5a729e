/** A denial while its event is being put together. */

import type { DenialEvent } from '../contract/model/denial.ts';

export interface Denial {
  readonly event: DenialEvent;
  /** Of the object: the surest link to a PATH record of the same event. */
  readonly inode: number | null;
  /** True when its group has counted it already, before its event was put together; then it only may be the group's sample. */
  readonly isCounted: boolean;
}
