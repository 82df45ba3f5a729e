/** What a SYSCALL record tells about the denials of its event. */
import { type RecordBody } from './record.ts';
export interface SystemCall {
    /** Its name; its number as text when the name is neither known nor in the record. */
    readonly name: string | null;
    readonly success: boolean | null;
    readonly exe: string | null;
    readonly comm: string | null;
    readonly pid: number | null;
    /** True when a relative path counts from the working directory; false when from a directory descriptor, which no record resolves. */
    readonly isFromWorkingDirectory: boolean;
}
export declare function readSystemCall(body: RecordBody): SystemCall;
/** True for calls whose first argument is a directory descriptor that relative paths count from. */
export declare function takesDirectory(name: string | null): boolean;
