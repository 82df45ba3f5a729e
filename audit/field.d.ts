/**
 * Finds ` key=value` in a record's body. In what the kernel writes no value holds a space, so a space and the key name the field exactly.
 * In what `ausearch -i` has decoded a value may hold spaces; the first field of a name wins, and kernel fields stand before those that a process fills.
 */
import type { RecordBody } from './record.ts';
/** A key as it is searched for, for example ` comm=`. */
export type FieldKey = ` ${string}=`;
/** The value as it stands, quotes included; undefined when there is no such field. */
export declare function fieldOf(text: string, key: FieldKey): string | undefined;
/** Decoded text of a field that a process controls; null when the record does not hold it. */
export declare function textOf({ text, isInterpreted }: RecordBody, key: FieldKey): string | null;
export declare function integerOf(text: string, key: FieldKey): number | null;
