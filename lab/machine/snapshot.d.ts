/** Boots the image once, lets it settle, and keeps its memory and disk, so that every later start continues from there. */
import { type ImagePlaces } from '../places.ts';
import { type OnProgress } from '../progress.ts';
import type { Accelerator } from './qemu-arguments.ts';
export interface Snapshot {
    readonly accelerator: Accelerator;
    readonly disk: string;
    readonly memory: string;
}
/** The memory of one QEMU and accelerator is of no use to another: each has a snapshot of its own beside the image. */
export declare function ensureSnapshot(image: ImagePlaces, onProgress: OnProgress, signal?: AbortSignal): Promise<Snapshot>;
/** A disk that holds only what differs from `base`, which must not change any more. */
export declare function overlay(base: string, disk: string): Promise<void>;
