/** Names of the system calls of x86_64, by number, as the kernel's unistd_64.h numbers them; numbers never change their meaning. */
/** Undefined for a number that this table does not know. */
export declare function syscallName(number: number): string | undefined;
