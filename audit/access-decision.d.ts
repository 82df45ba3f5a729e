/** Reads the front of an access vector message: `avc:  denied  { read write }`. */
export interface AccessDecision {
    readonly decision: 'denied' | 'granted';
    /** Shared by all events that ask for the same; frozen. */
    readonly permissions: string[];
    /** Length of the front that was read. */
    readonly length: number;
}
/** Undefined when `body` has no decision at `start`. */
export declare function readAccessDecision(body: string, start: number): AccessDecision | undefined;
