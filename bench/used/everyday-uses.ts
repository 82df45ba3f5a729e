// SPDX-License-Identifier: Apache-2.0
/**
 * What a Debian is used for every day, with the choices that this needs in a domain of its own: each use is a script for
 * the container's shell, which fails when anything does not work.
 */

import type { Choice } from '../../contract/model/policy/choices.ts';

export interface Use {
  readonly name: string;
  readonly script: string;
}

export interface Everyday {
  readonly packages: readonly string[];
  readonly units: readonly string[];
  readonly ports: readonly number[];
  readonly allow: readonly Choice[];
  readonly uses: readonly Use[];
}

const apache = `
echo '<?php echo preg_match("/(b[a-z]+d )+/", str_repeat("bulkhead ", 1000)), "\\n";' > /var/www/html/one.php
systemctl unmask apache2 && systemctl enable --now apache2
curl -fsS http://127.0.0.1/one.php | grep -x 1
systemctl reload apache2
systemctl restart apache2
curl -fsS http://127.0.0.1/one.php | grep -x 1`;

/** The package comes from a repository of the container's own, which its web server serves: it reaches no archive. */
const apt = `
mkdir -p /tmp/small/DEBIAN /tmp/small/usr/share/small /var/www/html/repository
printf 'Package: small\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@localhost>\nDescription: a file\n' \\
  > /tmp/small/DEBIAN/control
echo 42 > /tmp/small/usr/share/small/answer
dpkg-deb --build /tmp/small /var/www/html/repository/small.deb
cd /var/www/html/repository
{ cat /tmp/small/DEBIAN/control; printf 'Filename: ./small.deb\nSize: %s\nSHA256: %s\n' \
  "$(stat -c %s small.deb)" "$(sha256sum small.deb | cut -d' ' -f1)"; } > Packages
rm -f /etc/apt/sources.list.d/* /etc/apt/sources.list
echo 'deb [trusted=yes] http://127.0.0.1/repository ./' > /etc/apt/sources.list
apt-get -q update
apt-get -q -y install small
grep -x 42 /usr/share/small/answer
apt-get -q -y purge small
test ! -e /usr/share/small/answer`;

const cron = `
echo '* * * * * root date > /var/tmp/from-cron' > /etc/cron.d/everyday
systemctl unmask cron && systemctl enable --now cron
timeout 130 bash -c 'until [ -s /var/tmp/from-cron ]; do sleep 1; done'
rm /etc/cron.d/everyday`;

const ssh = `
systemctl unmask ssh && systemctl enable --now ssh
install -d -m 0700 /root/.ssh
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cp /root/.ssh/id_ed25519.pub /root/.ssh/authorized_keys
ssh -o StrictHostKeyChecking=no root@127.0.0.1 id -un | grep -x root
ssh -tt -o StrictHostKeyChecking=no root@127.0.0.1 'tty && loginctl --no-pager list-sessions' </dev/null | grep pts/`;

export const everyday: Everyday = {
  packages: ['apache2', 'libapache2-mod-php', 'cron', 'openssh-server', 'openssh-client', 'dbus-user-session'],
  units: ['apache2.service', 'cron.service', 'ssh.service', 'ssh.socket'],
  ports: [80, 22],
  allow: ['connect', 'ping', 'jit'],
  uses: [
    { name: 'apache2 with PHP', script: apache },
    { name: 'apt', script: apt },
    { name: 'cron', script: cron },
    { name: 'ssh', script: ssh },
    { name: 'ping', script: 'ping -c 2 127.0.0.1 && ping -c 1 _gateway' },
    {
      name: 'systemd-analyze',
      script:
        'systemd-analyze time && systemd-analyze blame | cat && systemd-analyze critical-chain | cat && ' +
        'systemd-analyze security --no-pager | cat',
    },
  ],
};
