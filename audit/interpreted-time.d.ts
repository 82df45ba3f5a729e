/**
 * Reads the local time that `ausearch -i` prints. The layout depends on the locale of whoever ran it and names no time zone:
 * this reads `month/day/year` (C, en_US), `year-month-day` and `day.month.year`, in the zone of this process.
 */
/** Milliseconds since the epoch; undefined when the text is no such time. */
export declare function readInterpretedTime(text: string): number | undefined;
