/** One virtual machine as a child process. It dies with the process that started it, however that one ends. */
import { type MachineOptions } from './qemu-arguments.ts';
export interface Machine {
    readonly pid: number;
    readonly ended: Promise<void>;
    /** Pulls the plug. Nothing of value is on the disk of an instance. */
    kill(): Promise<void>;
}
export declare function startMachine(options: MachineOptions, signal?: AbortSignal): Promise<Machine>;
/** The last lines that the guest's kernel and systemd wrote on the serial line: what to show when a boot does not succeed. */
export declare function consoleTail(path: string, lines?: number): Promise<string>;
