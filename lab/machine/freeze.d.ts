/** Stops a running machine for good and keeps its memory in a file. Its disk is complete then, and must not change any more. */
import type { InstancePlaces } from '../places.ts';
/** Waits until the guest has had nothing to do for three seconds; one that is still busy after forty is taken as it is. */
export declare function untilIdle(places: InstancePlaces, signal?: AbortSignal): Promise<void>;
/** Keeps the memory in `folder`, as `memory`. */
export declare function freeze(places: InstancePlaces, folder: string, signal?: AbortSignal): Promise<void>;
