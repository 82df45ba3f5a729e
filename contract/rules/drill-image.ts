// SPDX-License-Identifier: Apache-2.0
/** The image that is made for the isolation drill. */

export const drillImage = {
  name: 'drill-web',
  description: 'Debian with Apache and PHP, for the isolation drill',
  /**
   * What the paper's experiment needs: a web server that runs PHP within itself. The attempts are Perl, as Debian has
   * it.
   */
  packages: ['apache2', 'libapache2-mod-php'],
} as const;
