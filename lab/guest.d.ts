/**
 * The lab for other programs: starts a guest whose SELinux enforces, or finds a running one, and runs commands in it.
 * A started lab ends with the process that started it; several, each with a name of its own, can run side by side.
 */
import { type Snapshot } from './machine/snapshot.ts';
import { type GuestCommand, type RunOptions } from './machine/ssh.ts';
import { type ImagePlaces } from './places.ts';
import { type OnProgress } from './progress.ts';
import { type ToolResult } from './run-tool.ts';
export interface LabOptions {
    /** Default `lab`. */
    readonly name?: string;
    readonly signal?: AbortSignal;
    readonly onProgress?: OnProgress;
}
export interface Guest {
    readonly name: string;
    readonly sshPort: number;
    readonly keyPath: string;
    readonly knownHosts: string;
    /** `ssh -F sshConfig -l USER lab` connects; `scp` and `sftp` take it too. */
    readonly sshConfig: string;
    /** Resolves whatever the exit code is. As root unless told. */
    run(command: GuestCommand, options?: RunOptions): Promise<ToolResult>;
    /** Rejects when the exit code is not 0; gives stdout. */
    mustRun(command: GuestCommand, options?: RunOptions): Promise<string>;
    /** Copies a file or a folder of this machine to a path in the guest, owned by root. */
    copyIn(source: string, target: string): Promise<void>;
}
export interface Lab extends Guest {
    /** Back to the snapshot that it was started from, in seconds; the port stays. */
    reset(): Promise<void>;
    stop(): Promise<void>;
    /** Resolves when the machine is gone, whoever ended it. */
    readonly ended: Promise<void>;
}
/** Gives the snapshot that a lab starts from and returns to; makes it when it is missing. */
export type EnsureSnapshot = (image: ImagePlaces, onProgress: OnProgress, signal?: AbortSignal) => Promise<Snapshot>;
/** Builds what is missing, then wakes a guest from the booted snapshot. */
export declare function startLab(options?: LabOptions): Promise<Lab>;
/** As `startLab`, from another snapshot of the same image. */
export declare function startLabFrom(ensure: EnsureSnapshot, options?: LabOptions): Promise<Lab>;
/** A handle on a lab that some process runs, or undefined. */
export declare function findLab(name?: string): Promise<Guest | undefined>;
