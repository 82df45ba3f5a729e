/**
 * Tells the prefixes of kernel log lines from their messages: `dmesg` in its time formats, syslog's two layouts, and journalctl's `short-*` outputs.
 * In a syslog line only the tag `kernel:` makes a kernel message, so a program that logs the text of a denial adds none.
 */
/** Where the message starts; undefined when the line is no kernel or system log line. For a message that is not the kernel's own this is the end of the line. */
export declare function kernelMessageStart(line: string): number | undefined;
