/** Finds the path of the object that was refused among the PATH records of its event. When several could be meant, none is given. */
import type { Denial } from './denial.ts';
import type { RecordBody } from './record.ts';
export interface PathRecords {
    readonly paths: readonly RecordBody[];
    /** Undefined when there is none, or relative paths do not count from it. */
    readonly workingDirectory: RecordBody | undefined;
}
export declare function objectPath({ event, inode }: Denial, { paths, workingDirectory }: PathRecords): string | null;
