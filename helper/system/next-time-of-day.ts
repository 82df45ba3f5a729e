// SPDX-License-Identifier: Apache-2.0

/** The next moment at which the host's clock shows this time of day, such as `03:00`, in seconds since the epoch. */
export function nextTimeOfDay(at: string, after: number): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const time = new Date(after * 1000);
  time.setHours(hours, minutes, 0, 0);
  if (time.getTime() / 1000 <= after) time.setDate(time.getDate() + 1);
  return time.getTime() / 1000;
}
