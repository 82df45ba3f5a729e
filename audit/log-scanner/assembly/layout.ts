// SPDX-License-Identifier: Apache-2.0
/**
 * What is where in the memory that the scanner and the program around it share; the other side reads these numbers from
 * the module.
 */

export const maxLines: u32 = 512 * 1024;
export const longestLine: u32 = 64 * 1024;

/** Serials are told apart by their last bits: another event that shares them is read for nothing, and nothing else. */
export const serialPlaces: u32 = 64 * 1024;

/**
 * As many as a hundred containers make that run into a hundred and sixty causes each: one that is forgotten costs a
 * hundred times one that is known.
 */
export const maxDenials: u32 = 16 * 1024;
export const denialBytes: u32 = 512;

/** The stamp of the line before. */
export const stampAt: u32 = 1024;

/** By line: where it begins and ends, its serial, and what is to be done with it. */
export const startsAt: u32 = 4096;
export const endsAt: u32 = startsAt + maxLines * 4;
export const serialsAt: u32 = endsAt + maxLines * 4;
export const tasksAt: u32 = serialsAt + maxLines * 8;

/** By serial: the number of the part of the log in which it was wanted last. */
export const wantedAt: u32 = tasksAt + maxLines;

/** The places of known denials that were counted since the counts were taken. */
export const touchedAt: u32 = wantedAt + serialPlaces * 4;

/**
 * By number of a group: time and serial of its latest denial in this part of the log. Then the numbers of the groups
 * that have one.
 */
export const maxGroups: u32 = 16 * 1024;
export const latestTimesAt: u32 = touchedAt + maxDenials * 4;
export const latestSerialsAt: u32 = latestTimesAt + maxGroups * 8;
export const hitGroupsAt: u32 = latestSerialsAt + maxGroups * 8;

export const denialsAt: u32 = hitGroupsAt + maxGroups * 4;

/** The log's. */
export const bytesAt: u32 = denialsAt + maxDenials * denialBytes;
