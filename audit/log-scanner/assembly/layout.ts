// SPDX-License-Identifier: Apache-2.0
/**
 * The addresses in the memory that the scanner and the program around it share. The program reads these numbers from
 * the module.
 */

export const maxLines: u32 = 512 * 1024;
export const longestLine: u32 = 64 * 1024;

/**
 * Serials are distinguished by their last bits only. Another event with the same bits is read in vain, without other
 * effect.
 */
export const serialPlaces: u32 = 64 * 1024;

/**
 * Enough for a hundred containers with a hundred and sixty causes each. A denial that is not kept costs a hundred times
 * as much as one that is.
 */
export const maxDenials: u32 = 16 * 1024;
export const denialBytes: u32 = 512;

/** The stamp of the previous line lies there. */
export const stampAt: u32 = 1024;

/** Each line has these: where it begins and ends, its serial, and its task. */
export const startsAt: u32 = 4096;
export const endsAt: u32 = startsAt + maxLines * 4;
export const serialsAt: u32 = endsAt + maxLines * 4;
export const tasksAt: u32 = serialsAt + maxLines * 8;

/** Each serial has the number of the part of the log in which it was wanted last. */
export const wantedAt: u32 = tasksAt + maxLines;

/** The places of known denials that were counted since the counts were last read. */
export const touchedAt: u32 = wantedAt + serialPlaces * 4;

/**
 * Each group number has the time and the serial of its latest denial in this part of the log. Then follow the numbers
 * of the groups that have one.
 */
export const maxGroups: u32 = 16 * 1024;
export const latestTimesAt: u32 = touchedAt + maxDenials * 4;
export const latestSerialsAt: u32 = latestTimesAt + maxGroups * 8;
export const hitGroupsAt: u32 = latestSerialsAt + maxGroups * 8;

export const denialsAt: u32 = hitGroupsAt + maxGroups * 4;

/** The bytes of the log. */
export const bytesAt: u32 = denialsAt + maxDenials * denialBytes;
