/** Builds the lab's disk, kernel and keys into a folder. Needs root: it makes owners, device nodes and security labels. */
import { type OnProgress } from '../progress.ts';
export declare function buildDisk(folder: string, onProgress: OnProgress, signal?: AbortSignal): Promise<void>;
