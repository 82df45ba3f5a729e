// SPDX-License-Identifier: Apache-2.0
/**
 * What security reviews of Bulkhead and a review of its window found (November and December 2026), and what was done;
 * tests name the row.
 */

import type { ThreatGroup } from './threat-rows.ts';

export const reviewGroups: readonly ThreatGroup[] = [
  {
    title: 'Findings of a security review',
    rows: [
      {
        id: 'review F1',
        threat: "Root of one container fills the host's disk, and auditd stops logging for good.",
        answer:
          'Each layer has a limit of space and inodes, the host a reserve; a suspended auditd is shown ' +
          'within seconds, and logs again when there is space.',
      },
      {
        id: 'review F2',
        threat: 'Every user of the host can run set-user-id programs of images.',
        answer: 'The image store is closed at every start; the audit of isolation finds an open one.',
      },
      {
        id: 'review F3',
        threat: 'What may become a volume is a list of forbidden folders, with gaps.',
        answer: 'A list of allowed folders, which an administrator can extend.',
      },
      {
        id: 'review F4',
        threat: "One user's calls make all others wait.",
        answer: 'Users are served in turns, and have fewer calls in progress.',
      },
      {
        id: 'review F5',
        threat: 'Compilations without a limit.',
        answer: 'One for each user and two in all, in cgroups of their own.',
      },
      {
        id: 'review F6',
        threat: 'The folder that is labelled is not the one that was inspected.',
        answer: 'One descriptor all the way.',
      },
      {
        id: 'review F7',
        threat: "The helper's memory grows with broken frames.",
        answer: 'A connection that ends lets go of what it had not handled; `bench/fairness/memory.ts` measures it.',
      },
      {
        id: 'review F8',
        threat: "The helper's own domain is as wide as an administrator's.",
        answer:
          'A domain of what it does, without kernel modules, passwords, memory, stopping the host or making SELinux ' +
          'permissive, and without the policy and the programs and settings of the host, with neverallow rules; fewer ' +
          'capabilities. A listener without rights reads the socket, a worker of its own installs modules of containers ' +
          'and no others, and what reads archives and sources has no file and no network.',
      },
      {
        id: 'review F9',
        threat: 'The Electron that is tested is not the one that is shipped.',
        answer:
          'The Electron of closed networks is for development: it is packaged only under another name when asked for, ' +
          'and the window says so. The released one is tested where it can be downloaded.',
      },
      {
        id: 'review F10',
        threat: 'The domain of containers may do more than they need.',
        answer: 'Domains of what a boot and services ask for; everything else is a choice of one container.',
      },
      {
        id: 'review F11',
        threat: "Paths below a container's root that openat2 does not open.",
        answer: 'One writer below a root, by descriptor, used by drill, costs and audit.',
      },
      {
        id: 'review F12',
        threat: 'A container learns paths and free inodes of the host.',
        answer: 'The layer shows its own limits; mounts are made by descriptor.',
      },
      {
        id: 'review F13',
        threat: "No limit on a container's cgroups.",
        answer: 'Bounds on number and depth by default.',
      },
      {
        id: 'review F14',
        threat: "The command line hands a container's bytes to the person's terminal.",
        answer: "The same filter as the window's; `--raw` asks for all.",
      },
      {
        id: 'net-spoof',
        threat: "A container sends with another one's addresses.",
        answer: "Ports of the bridge are isolated, and rules drop what is not the container's own.",
      },
      {
        id: 'net-detour',
        threat: 'A container sends to another one by way of the host, which routes between them.',
        answer: 'Rules of routing deny every pair of containers but those that are linked; they hold without nftables.',
      },
    ],
  },
  {
    title: 'Findings of a second security review',
    rows: [
      {
        id: 'N1',
        threat:
          'A container fills the table of neighbours that all network namespaces share, and it stays full after it.',
        answer:
          'Rules in its own namespace bound its next hops; it makes no other network namespace (seccomp), and its settings ' +
          'of neighbours are closed (SELinux). One that makes entries by messages to the kernel is frozen within a second ' +
          'and emptied. Its end empties its namespace. The sizes have a floor; doctor and an alert name who holds most.',
      },
      {
        id: 'N2',
        threat: 'A container takes all addresses of its network by many client identifiers.',
        answer:
          'The DHCP servers of the bridge of the host and of own networks know a client by its hardware address alone, and ' +
          'its port takes few questions a minute. Incus reserves one address for each interface.',
      },
      {
        id: 'N3',
        threat: 'A running container has no address, and nobody says why.',
        answer: 'List, window and doctor give the reason, as far as the host knows it.',
      },
      {
        id: 'N4',
        threat: 'Every container of the shared domain has user namespaces and sockets of netfilter.',
        answer: 'Both are choices of an own domain; Debian boots without them, and without a record.',
      },
      {
        id: 'N5',
        threat: 'A container reads the load and the hardware of the host, and so what its other tenants do.',
        answer:
          'The files of /proc and /sys that tell of it have a type of their own, wherever they are mounted, and reading them ' +
          'is a choice (`host-load`).',
      },
      {
        id: 'N6',
        threat: 'A client that sends nothing holds the places of its user, and a folder, for as long as it likes.',
        answer: 'Where a client sends a file it may be silent for a minute; consoles may be silent for ever.',
      },
      {
        id: 'N7',
        threat: "A container fills the host's table of connections, and they stay for days.",
        answer:
          'Each has a bound on those that it has at once in each direction, a rate for new ones, and short times; they end ' +
          'with it. The size has a floor; doctor and an alert say how much is used, and who began most of them.',
      },
      {
        id: 'N8',
        threat: 'One member of the group, without any right, makes everybody wait by connecting or by large frames.',
        answer:
          'Who connects too often is closed before anything is read, each member has a queue of its own, and ' +
          'messages are parsed in turn, so much text in a second.',
      },
      {
        id: 'N9',
        threat: 'A container takes the name of another in the DNS of its network.',
        answer: 'The DHCP servers take no name from a client: each container has its own, from what Bulkhead knows.',
      },
      {
        id: 'N10',
        threat: 'The preview of an adoption shows lines of a file of root, by a link in a path that a user may change.',
        answer:
          'It reads, by descriptors, what root alone can change on its whole path, without links; of included files ' +
          'only those that everybody may read. The others are named with the reason, and not adopted.',
      },
      {
        id: 'N11',
        threat: 'A file for `apply` with many aliases takes minutes before a limit is looked at.',
        answer:
          'Aliases, documents and depth are counted by the tokens of the text before anything is made of it, and what ' +
          'aliases stand for before they are followed; each token and each node is looked at once.',
      },
      {
        id: 'N12',
        threat:
          'A folder of the host becomes the image of an adopted container; a plan of `apply` promises what is denied.',
        answer:
          'The folders that are never volumes are never copied either, and the preview says so. The host is asked what ' +
          'it would deny of a plan, which is a mistake of the file then.',
      },
      {
        id: 'N13',
        threat: 'What was asked for one container is done to another that got its name meanwhile.',
        answer:
          'The helper notes which container is meant before polkit is asked, and compares when the handler begins.',
      },
      {
        id: 'N14',
        threat: "A folder that was moved while it was a volume keeps a container's label.",
        answer:
          'It is found by its file handle, and gets its labels back; one that is not found is reported, with what is to ' +
          'be done by hand.',
      },
      {
        id: 'N15',
        threat:
          'An archive keeps what reads it busy for hours: data after its end, extended headers without an entry, ' +
          'folders by the million; or its texts reach a configuration or a terminal as they are.',
        answer:
          'Each of these is limited and ends with its own reason; texts of an image are checked where they are used, ' +
          'and escaped where they are shown.',
      },
      {
        id: 'N16',
        threat: "An export that was changed by hand brings lines of LXC, folders of the host or somebody's text.",
        answer:
          'Each field has a schema that lets no control character through, no other field is taken, and what is written ' +
          'has the keys of any other container.',
      },
      {
        id: 'N17',
        threat: 'A client sends frames of 8 MiB, reads slowly, or leaves streams half open, and keeps others out.',
        answer: 'Each ends with its own connection, within a time and before it has taken memory.',
      },
      {
        id: 'N18',
        threat: 'A text of a container or a host acts on the terminal of the command line, or forges a line there.',
        answer:
          'What commands write passes one place that escapes all but own colours, newlines and tabs; each command escapes ' +
          'the texts within its lines. A file that names `__proto__` is not applied in part.',
      },
      {
        id: 'N19',
        threat:
          'Somebody takes part who should not: a user in the pipe of a push of another one, or a restricted user of Incus ' +
          'in the notes of the helpers.',
        answer:
          'The pipe is in a folder of root and can be written by its owner alone; only profiles of the project `bulkhead` ' +
          'itself are notes, and none is written where that project shows those of another one.',
      },
      {
        id: 'N20',
        threat:
          'A container takes all watches of files, or all namespaces, which the kernel counts for the root of the host ' +
          'together.',
        answer: 'Each user namespace has bounds of its own, which no container can raise; the totals have a floor.',
      },
    ],
  },
  {
    title: 'Findings of a review of the window',
    rows: [
      {
        id: 'window 1',
        threat: 'A leak of kernel addresses is rated "low".',
        answer: 'A list of what leaks; `unknown` where the policy does not say.',
      },
      {
        id: 'window 2',
        threat: 'The widest remedy comes first.',
        answer: "By whom it touches, then by count; a port of the container's own is offered.",
      },
      {
        id: 'window 3',
        threat: 'A risk names a stranger, and nobody who loses.',
        answer: "The container's own gain first, then others, then who loses.",
      },
      {
        id: 'window 4',
        threat: 'An audit looks fresh although containers came since.',
        answer: 'Stale at once, run again by itself, with its age.',
      },
      {
        id: 'window 5',
        threat: 'What a permissive domain let through is green.',
        answer: 'The verdict depends on the outcome.',
      },
      {
        id: 'window 6',
        threat: 'A creation fails half-way because of a volume.',
        answer: 'One operation, checked first, all or nothing.',
      },
      {
        id: 'window 7',
        threat: 'The column of names is gone in a narrow window.',
        answer: 'The name keeps its width; other columns are left out, from the right.',
      },
      { id: 'window 8', threat: 'Names are cut at 1440 pixels.', answer: 'The same.' },
      { id: 'window 9', threat: "Notifications lie over a dialog's buttons.", answer: 'They keep clear of dialogs.' },
      {
        id: 'window 10',
        threat: 'Undo disappears after six seconds, and is not spoken over a dialog.',
        answer: 'Notifications with an action stay until they are dismissed.',
      },
      {
        id: 'window 11',
        threat: 'A list of 1,000 containers takes a minute, and each scroll a second.',
        answer: 'Only the rows that are seen are drawn.',
      },
      { id: 'window 13', threat: 'A press that cannot act says nothing.', answer: 'It answers with the reason.' },
      {
        id: 'window 14',
        threat: 'A creation that takes minutes says that it takes some seconds.',
        answer: 'Each step says how long it took the last time on this host; only steps that there are are listed.',
      },
      { id: 'window 15', threat: '"Try it" does nothing.', answer: 'It answers, also without a connection.' },
      {
        id: 'window 16',
        threat: 'The activity log leaves out what was done.',
        answer: 'Arguments, old and new values, references, and how a terminal ended.',
      },
      {
        id: 'window 19',
        threat: 'The sentence on a denial does not name the file.',
        answer: 'It does where the record is certain.',
      },
      {
        id: 'window 20',
        threat: 'A remedy for the shared domain leads nowhere.',
        answer: 'It names the shared domain, and has a button that gives one of its own.',
      },
      {
        id: 'window 21',
        threat: 'An applied remedy is still offered.',
        answer: '"Fixed" with the time since then and what was denied since, and Undo.',
      },
      { id: 'window 26', threat: '`exec NAME sh -c` fails.', answer: "Options after the command are the command's." },
      {
        id: 'window 29',
        threat: 'Columns cannot be chosen, and mistakes in the filter are not answered.',
        answer: 'Columns by choice and order; a filter with completion, help, and an answer to each mistake.',
      },
      {
        id: 'window 30',
        threat: 'The focus is lost in the filter, and each row takes six stops of the Tab key.',
        answer: 'The list is one stop, arrow keys reach it from anywhere, Escape clears the selection.',
      },
      {
        id: 'window 31',
        threat: 'A field shows the message of a validator, and a limit beyond the host is accepted silently.',
        answer: "A message of its own, and a remark on the host's size.",
      },
      {
        id: 'window 33',
        threat: 'A failed operation shows no reason; an open terminal is in progress for ever.',
        answer: 'The reason, another try and a link; a terminal is open.',
      },
      {
        id: 'window 35',
        threat: 'The graphs of the host show neither its network nor its disk space.',
        answer: 'Both, live and over 30 days.',
      },
      {
        id: 'window 36',
        threat: 'Another address of a container is shown first after some minutes.',
        answer: 'The order depends on the addresses alone.',
      },
    ],
  },
];
