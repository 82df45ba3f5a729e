/** Says why an access was refused, as far as its record alone tells; the loaded policy is not asked, so much stays unknown. */
import type { DenialEvent, DenialGroup } from '../contract/model/denial.ts';
export type DenialReason = DenialGroup['reason'];
/**
 * - `other-categories`: the object has a category that the process lacks: the wall between containers.
 * - `no-rule`: categories and sensitivity cannot be the cause and no constraint on users or roles is in sight, so a rule is missing.
 */
export declare function denialReason(event: DenialEvent): DenialReason;
