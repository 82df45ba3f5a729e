/**
 * Reads the end of an access vector message: ` scontext=... tcontext=... tclass=file permissive=0`. These fields decide what a denial is, so they are taken from
 * behind everything that a process can influence, and each is expected in its place.
 */
import { type SecurityContext } from '../contract/model/security-context.ts';
export interface AccessQuery {
    /** Null when the kernel had no name for the context and wrote a number (`ssid=`, `tsid=`). Shared by the events that have it; frozen. */
    readonly source: SecurityContext | null;
    readonly target: SecurityContext | null;
    readonly class: string;
    readonly permissive: boolean | null;
}
/** Where the last query of the message starts; -1 when there is none at or behind `from`. */
export declare function accessQueryStart(body: string, from: number): number;
/** Undefined when the text does not begin with a query, or the query is cut off. */
export declare function readAccessQuery(text: string): AccessQuery | undefined;
/** Null when the text is no context, as before a policy is loaded. */
export declare function readContext(text: string): SecurityContext | null;
