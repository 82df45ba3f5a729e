/** Decides between KVM and emulation by booting a kernel, because an open /dev/kvm promises nothing. The verdict is cached. */
import type { Accelerator } from './qemu-arguments.ts';
export declare function chooseAccelerator(kernel: string): Promise<Accelerator>;
export declare function qemuVersion(): Promise<string>;
