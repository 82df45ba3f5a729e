/** Compares MCS categories of two levels, ranges included. */
export interface Clearance {
    readonly sensitivity: number;
    /** First and last category of each range, in order, ranges that touch merged. */
    readonly ranges: readonly (readonly [number, number])[];
}
/** The high end of a level: `s0:c5,c6` as it is, `s0-s0:c0.c1023` after its dash. Undefined for a level that is not written in numbers. */
export declare function clearanceOf(level: string): Clearance | undefined;
/** True when every category of `other` is one of `clearance`. */
export declare function holdsCategories(clearance: Clearance, other: Clearance): boolean;
