/**
 * Undoes the audit subsystem's quoting of text that a process controls. Input is a byte string (one character per byte);
 * output is text in which bytes that are not UTF-8 read `\xNN`. The result is data: it is never scanned for records or fields again.
 */
/** The kernel quotes a value, or writes it as capital hex when it holds a quote, a space, a control or a non-ASCII byte; absent is `(null)` or `?`. */
export declare function decodeUntrusted(value: string): string | null;
/** What `ausearch -i` prints is decoded already, so capital hex is just a name. */
export declare function decodeInterpreted(value: string): string | null;
export declare function decodeBytes(bytes: string): string;
