/** What is known of a running lab by other processes. A file left by one that died counts as nothing. */
import type { InstancePlaces } from './places.ts';
export interface InstanceState {
    /** The virtual machine. */
    readonly pid: number;
    /** The process that started it and answers signals: end it with SIGTERM, reset it with SIGUSR2. */
    readonly owner: number;
    readonly sshPort: number;
    /** The private key of the image that this lab was made from; the recipe may have changed since. */
    readonly keyPath: string;
}
export declare function writeState(places: InstancePlaces, state: InstanceState): Promise<void>;
export declare function readState(places: InstancePlaces): Promise<InstanceState | undefined>;
