// SPDX-License-Identifier: Apache-2.0
/**
 * What the activity log calls the beginning, the end and the sending of alerts: no operations, since nobody asked for
 * them.
 */

export const alertActivity = { begun: 'alert.begun', ended: 'alert.ended', sent: 'alert.sent' } as const;
