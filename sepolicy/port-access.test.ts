import { expect, test } from 'vitest';
import { smallPolicy } from './fixtures/small-policy.ts';
import { portAccess, portType } from './port-access.ts';

test('the narrowest range gives a port its type', () => {
  expect(['tcp 80', 'tcp 5432', 'tcp 5433', 'tcp 81', 'udp 80'].map((text) => portType(smallPolicy, text.slice(0, 3), Number(text.slice(4))))).toEqual(['http_port_t', 'db_port_t', 'http_port_t', undefined, undefined]);
});

test('who may connect and bind, by which rule', () => {
  expect(portAccess(smallPolicy, { domain: 'web_t', protocol: 'tcp', type: 'http_port_t' })).toEqual({
    canConnect: false,
    canBind: true,
    evidence: [{ kind: 'rule', text: 'allow web_t http_port_t:tcp_socket { name_bind };' }],
  });
});
