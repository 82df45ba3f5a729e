/** Runs commands in the guest over ssh. One connection for each user is kept open and shared, so that a command costs milliseconds. */
import type { InstancePlaces } from '../places.ts';
import { type ToolResult } from '../run-tool.ts';
export interface RunOptions {
    readonly user?: string;
    readonly input?: string | Uint8Array;
    readonly signal?: AbortSignal;
}
/** An argument list, which arrives as it is, or a line for the guest's shell. */
export type GuestCommand = readonly string[] | string;
export declare function writeSshConfig(places: InstancePlaces, key: string, hostKeys: string, port: number): Promise<void>;
/** A configuration of our own, so that nothing in the user's can change where the connection goes. */
export declare function sshConfig(places: InstancePlaces, key: string, port: number): string;
export declare function sshArguments(places: InstancePlaces, user: string, command: GuestCommand): string[];
export declare function runInGuest(places: InstancePlaces, command: GuestCommand, options?: RunOptions): Promise<ToolResult>;
export declare function mustRunInGuest(places: InstancePlaces, command: GuestCommand, options?: RunOptions): Promise<string>;
/** Waits until the guest's sshd answers and root may log in. */
export declare function untilReachable(places: InstancePlaces, seconds: number, signal?: AbortSignal): Promise<void>;
/** ssh joins its arguments and gives the line to the remote shell: each argument is quoted, so that it arrives unchanged. */
export declare function shellLine(command: GuestCommand): string;
