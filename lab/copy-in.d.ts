/** Copies from this machine into the guest through one shared connection. */
import type { InstancePlaces } from './places.ts';
/** `source` becomes `target`: for a folder, its content becomes that of the folder `target`. Labels are what the policy says for the target. */
export declare function copyIn(places: InstancePlaces, source: string, target: string): Promise<void>;
