// SPDX-License-Identifier: Apache-2.0
/**
 * The five services, each with what its container is given beyond the plain domain, and its own test: a script that
 * runs in the container, uses the service as its clients and its administrator do, and fails when anything does not
 * work.
 */

import type { Choice } from '../../contract/model/policy/choices.ts';
import type { RecipeFile } from '../../lab/recipe/guest-files.ts';

export interface Service {
  readonly name: string;
  readonly unit: string;
  readonly packages: readonly string[];
  readonly files: readonly RecipeFile[];
  readonly port: number;
  readonly allow: readonly Choice[];
  /** The container's shell runs it. */
  readonly test: string;
}

const php = `<?php
session_start();
$_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
file_put_contents('/var/www/html/uploads/last', $_SERVER['REMOTE_ADDR']);
$text = str_repeat('bulkhead ', 1000);
echo preg_match('/(b[a-z]+d )+/', $text), ' ', $_SESSION['visits'], "\\n";
`;

const node = `const { createServer } = require('node:http');
const { writeFileSync, readFileSync } = require('node:fs');
const { Worker } = require('node:worker_threads');
createServer((request, response) => {
  writeFileSync('/var/lib/hello/last', request.url);
  const worker = new Worker('require("node:worker_threads").parentPort.postMessage(6 * 7)', { eval: true });
  worker.once('message', (answer) => response.end(answer + ' ' + readFileSync('/var/lib/hello/last', 'utf8')));
}).listen(8080);
`;

const nodeUnit = `[Unit]
Description=A service in Node
[Service]
ExecStart=/usr/bin/node /srv/hello.js
DynamicUser=yes
StateDirectory=hello
[Install]
WantedBy=multi-user.target
`;

const postgresTest = `
runuser -u postgres -- psql -v ON_ERROR_STOP=1 -q <<'SQL'
drop database if exists bench;
create database bench;
drop role if exists web;
create role web login password 'web' superuser;
SQL
export PGPASSWORD=web
runuser -u postgres -- pgbench -q -i -s 1 bench
psql -h 127.0.0.1 -U web bench -v ON_ERROR_STOP=1 -At -c 'vacuum analyze' -c checkpoint
pgbench -h 127.0.0.1 -U web -n -c 2 -j 2 -t 20 bench
psql -h 127.0.0.1 -U web bench -Atc 'select count(*) from pgbench_accounts' | grep -x 100000
runuser -u postgres -- pg_dump bench | grep pgbench_accounts
systemctl reload postgresql@17-main
systemctl restart postgresql@17-main
psql -h 127.0.0.1 -U web bench -Atc 'select 1' | grep -x 1`;

export const services: readonly Service[] = [
  {
    name: 'nginx',
    unit: 'nginx.service',
    packages: ['nginx-light', 'logrotate'],
    files: [],
    port: 80,
    allow: [],
    test: `
head -c 2000000 /dev/zero > /var/www/html/large
curl -fsSI http://127.0.0.1/ | grep -i '^server: nginx'
curl -fsS http://127.0.0.1/large | wc -c | grep -x 2000000
systemctl reload nginx
logrotate -f /etc/logrotate.d/nginx
curl -fsSI http://127.0.0.1/ | grep -i '^server: nginx'
grep 'HEAD / ' /var/log/nginx/access.log
systemctl restart nginx
curl -fsSI http://127.0.0.1/ | grep -i '^server: nginx'`,
  },
  {
    name: 'postgresql',
    unit: 'postgresql.service',
    packages: ['postgresql', 'postgresql-contrib'],
    files: [],
    port: 5432,
    allow: [],
    test: postgresTest,
  },
  {
    name: 'redis',
    unit: 'redis-server.service',
    packages: ['redis-server'],
    files: [],
    port: 6379,
    // Debian's unit has PrivateUsers=yes; without a user namespace it does not start.
    allow: ['nested'],
    test: `
redis-cli set answer 42 | grep -x OK
redis-cli get answer | grep -x 42
redis-cli config set appendonly yes | grep -x OK
redis-benchmark -q -n 500 -t set,get,lpush >/dev/null
redis-cli save | grep -x OK
redis-cli bgsave
systemctl restart redis-server
redis-cli get answer | grep -x 42`,
  },
  {
    name: 'apache-php',
    unit: 'apache2.service',
    packages: ['apache2', 'libapache2-mod-php', 'logrotate'],
    files: [{ path: '/var/www/html/index.php', content: php }],
    port: 80,
    allow: ['jit'],
    test: `
install -d -o www-data /var/www/html/uploads
rm -f /tmp/jar
curl -fsS -c /tmp/jar http://127.0.0.1/index.php | grep -x '1 1'
curl -fsS -b /tmp/jar http://127.0.0.1/index.php | grep -x '1 2'
systemctl reload apache2
logrotate -f /etc/logrotate.d/apache2
curl -fsS -b /tmp/jar http://127.0.0.1/index.php | grep -x '1 3'
systemctl restart apache2
curl -fsS -b /tmp/jar http://127.0.0.1/index.php | grep -x '1 4'
grep -x 127.0.0.1 /var/www/html/uploads/last`,
  },
  {
    name: 'node',
    unit: 'hello.service',
    packages: ['nodejs'],
    files: [
      { path: '/srv/hello.js', content: node },
      { path: '/usr/lib/systemd/system/hello.service', content: nodeUnit },
    ],
    port: 8080,
    allow: ['jit'],
    test: `
curl -fsS --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8080/one | grep -x '42 /one'
systemctl restart hello
curl -fsS --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:8080/two | grep -x '42 /two'
systemctl is-active hello`,
  },
];
