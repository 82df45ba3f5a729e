/** Gives the lab's disk image: the cached one of this recipe, or a new one. A half-built image is never seen under its final name. */
import { type ImagePlaces } from '../places.ts';
import type { OnProgress } from '../progress.ts';
export declare function ensureImage(onProgress: OnProgress, signal?: AbortSignal): Promise<ImagePlaces>;
