// SPDX-License-Identifier: Apache-2.0
/** What the texts are before they are changed, and the parts of their grammars. */

import { generateModule } from '../../sepolicy/own-domain/generate.ts';

export const container = 'web';

export const configuration = `# made by hand
lxc.include = /usr/share/lxc/config/common.conf
lxc.uts.name = web
lxc.rootfs.path = overlay:/var/lib/bulkhead/images/debian-13/rootfs:/var/lib/bulkhead/containers/web/layer
lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c1,c2
lxc.idmap = u 0 100000 65536
lxc.idmap = g 0 100000 65536
lxc.net.0.type = veth
lxc.net.0.link = lxcbr0
lxc.net.0.flags = up
lxc.cgroup2.memory.max = 536870912
lxc.cgroup2.cpu.max = 150000 100000
lxc.cgroup2.pids.max = 512
lxc.cap.drop = mac_admin mac_override sys_time sys_module
lxc.hook.autodev = /usr/lib/bulkhead/label-dev
`;
export const configurationPieces = [
  ...['lxc.', 'lxc.include = /etc/passwd', 'lxc.idmap = ', 'u 0 ', ' = ', '\nlxc.uts.name = ', 'lxc.net.1.type = none'],
  ...['lxc.selinux.context = unconfined_u:unconfined_r:unconfined_t:s0', 's0:c1023,c0', 'max', ' 4294967295', '#'],
];

export const description = JSON.stringify({
  version: 1,
  image: 'debian-13',
  confinement: 'own',
  createdAt: 1_795_533_833,
  network: { kind: 'nat' },
  ports: [{ protocol: 'tcp', port: 8080 }],
  allow: ['jit'],
  connectTypes: ['http_port_t'],
  volumes: [],
  tags: ['prod', 'web-1'],
});
export const descriptionPieces = [
  '{',
  '}',
  '[',
  ']',
  '"__proto__":',
  'null',
  '1e308',
  '-1',
  ':',
  ',',
  '"network":{"kind":"bridge"}',
  '\u202e',
];

export const policyModule = generateModule({
  owner: container,
  ports: [{ protocol: 'tcp', port: 8080, type: 'http_cache_port_t' }],
  allow: ['jit'],
  connectTypes: ['http_port_t'],
  volumes: [{ type: 'bulkhead_shared_3_t', isReadOnly: true }],
  hasVolumes: true,
});
export const policyPieces = [
  ...[
    '(allow ',
    '(typepermissive ',
    '(call ',
    '(optional ',
    '(block b ',
    '(in ',
    '(typeattributeset ',
    ';;*lmx 1 x',
    '("',
  ],
  ...[
    'bulkhead_c_web_t',
    'bulkhead_c_other_t',
    'bulkhead_t',
    'shadow_t',
    ' self ',
    '(file (read write))',
    '(all)',
    ')',
    '(',
  ],
];

export const auditPieces = [
  ...[
    'type=AVC ',
    'type=SYSCALL ',
    'msg=',
    'audit(1795533833.415:7): ',
    'avc:  denied  { ',
    ' } for ',
    ' pid=',
    ' comm=',
  ],
  ...[' scontext=', 'a:b:c:s0', ' tcontext=', ' tclass=', ' permissive=1', ' exe=', '\u001d', '=', '}', '('],
];
