// SPDX-License-Identifier: Apache-2.0
/** The commands by which a remedy changes a host, as they are recorded: who made a change is found again by them. */

export function booleanCommand(name: string, isOn: boolean): string {
  return `setsebool -P ${name} ${isOn ? 'on' : 'off'}`;
}

export function portCommand(type: string, protocol: string, port: number): string {
  return `semanage port -a -t ${type} -p ${protocol} ${port}`;
}
