// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { requestSchema } from './requests.ts';

test.each([
  { method: 'about' },
  { method: 'hosts.add', address: 'ssh://admin@web1' },
  { method: 'theme.set', choice: 'dark' },
  {
    method: 'charts.saveTable',
    table: { title: 'web CPU', columns: ['used mean'], rows: [{ time: 1, values: [null] }] },
  },
  { method: 'charts.savePicture', title: 'web CPU', area: { x: 0, y: 10, width: 300, height: 200 } },
  { method: 'terminals.saveOutput', title: 'web Session 1', text: 'Übung 🧪\n' },
  { method: 'terminals.openLink', address: 'http://example.org/' },
  { method: 'reports.saveHostReport', text: '# Report' },
  { method: 'localChanges.save', form: 'cil', text: '(typepermissive lamp_t)' },
  { method: 'files.begin', name: 'web', kind: 'export' },
  { method: 'files.write', id: '8a6e0804-2bd0-4672-b79d-d97027f9071a', data: new Uint8Array(3) },
  { method: 'files.end', id: '8a6e0804-2bd0-4672-b79d-d97027f9071a' },
  { method: 'images.find', server: 'https://images.example.org', keyring: '/home/ops/keys.gpg' },
  { method: 'images.begin', address: 'https://images.example.org/rootfs.tar.xz' },
  { method: 'images.beginRegistry', image: { reference: 'docker.io/library/nginx:1.27', login: null } },
  {
    method: 'images.beginRegistry',
    image: { reference: 'localhost:5000/shop/web', login: { user: 'ops', password: 'secret' } },
  },
  { method: 'images.read', id: '8a6e0804-2bd0-4672-b79d-d97027f9071a' },
])('takes %j', (request) => {
  expect(requestSchema.parse(request)).toEqual(request);
});

test.each([
  undefined,
  'about',
  { method: 'container.start' },
  { method: 'about', extra: 1 },
  { method: 'hosts.add' },
  { method: 'hosts.add', address: 'x'.repeat(301) },
  { method: 'theme.set', choice: 'pink' },
  { method: '__proto__' },
  { method: 'charts.saveTable', table: { title: 'x', columns: ['=cmd()'], rows: [] } },
  { method: 'charts.saveTable', table: { title: 'x', columns: ['used'], rows: [{ time: 1, values: ['=1'] }] } },
  { method: 'charts.savePicture', title: 'x', area: { x: 0, y: 0, width: 1e9, height: 1 } },
  { method: 'terminals.saveOutput', title: '', text: 'x' },
  { method: 'files.begin', name: 'x', kind: 'file', path: '/etc/passwd' },
  { method: 'files.write', id: '../x', data: new Uint8Array(3) },
  { method: 'files.write', id: '8a6e0804-2bd0-4672-b79d-d97027f9071a', data: 'no bytes' },
  { method: 'terminals.saveOutput', title: 'x', text: 'x', path: '/etc/passwd' },
  { method: 'terminals.openLink', address: 'x'.repeat(2001) },
  { method: 'localChanges.save', form: 'exe', text: 'x' },
  { method: 'reports.saveHostReport', text: '# Report', path: '/etc/passwd' },
  { method: 'images.find', server: 'file:///etc/passwd' },
  { method: 'images.find', server: 'https://images.example.org', path: '/etc/passwd' },
  { method: 'images.beginRegistry', image: { reference: 'nginx', login: null } },
  { method: 'images.beginRegistry', image: { reference: '--policy=/x/y', login: null } },
  { method: 'images.beginRegistry', image: { reference: 'oci:/etc/passwd', login: null } },
  { method: 'images.beginRegistry', image: { reference: 'docker.io/a/../b', login: null } },
  { method: 'images.beginRegistry', image: { reference: 'docker.io/a b', login: null } },
  { method: 'images.beginRegistry', image: { reference: 'docker.io/a', login: { user: '', password: 'x' } } },
  { method: 'images.read', id: '1' },
])('rejects %j', (request) => {
  expect(requestSchema.safeParse(request).success).toBe(false);
});
