/** The command line of the virtual machine. A snapshot can only wake in a machine made by the same function from the same accelerator. */
export type Accelerator = 'kvm' | 'tcg';
export interface MachineOptions {
    readonly accelerator: Accelerator;
    readonly kernel: string;
    readonly initrd: string;
    readonly disk: string;
    readonly sshPort: number;
    readonly monitor: string;
    readonly console: string;
    /** The file with the memory of a booted machine; without it the machine boots. */
    readonly memory?: string;
}
export declare function qemuArguments(options: MachineOptions): string[];
