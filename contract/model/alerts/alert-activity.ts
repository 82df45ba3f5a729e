// SPDX-License-Identifier: Apache-2.0
/** What the activity log calls the beginning and the end of an alert: no operations, since nobody asked for them. */

export const alertActivity = { begun: 'alert.begun', ended: 'alert.ended' } as const;
