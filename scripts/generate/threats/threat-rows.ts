// SPDX-License-Identifier: Apache-2.0
/**
 * The threats that Bulkhead answers, one row each: who could do what, and what the product does about it. Tests name
 * the row that they prove in brackets at the end of their title; `docs/threat-model.md` is generated from both.
 */

export interface ThreatRow {
  readonly id: string;
  readonly threat: string;
  readonly answer: string;
  /** Why no test of this repository names the row; only for those that have none. */
  readonly untested?: string;
}

export interface ThreatGroup {
  readonly title: string;
  readonly rows: readonly ThreatRow[];
}

export const threatGroups: readonly ThreatGroup[] = [
  {
    title: 'A. Who is calling',
    rows: [
      {
        id: 'A1',
        threat: 'A client states who it is, or binds its socket to a name that looks like a uid.',
        answer: 'Identity comes from SO_PEERCRED alone; schemas are strict, so that no request can carry a uid.',
      },
      {
        id: 'A2',
        threat: 'The identity cannot be read: the client is gone, or lives in a pid or user namespace of its own.',
        answer: 'The connection is closed before anything is read.',
      },
      {
        id: 'A3',
        threat: 'A process of root takes the process id of a client that has ended.',
        answer: 'polkit is given a pidfd and an int32 uid, never a process id alone.',
      },
      {
        id: 'A4',
        threat: 'The client executes a set-uid program after it connected.',
        answer: 'The uid of the connect counts.',
      },
      {
        id: 'A5',
        threat: 'A connected socket is handed to another user, or inherited.',
        answer: 'A connection belongs to the process that made it, and ends with it.',
      },
      {
        id: 'A6',
        threat: 'Another program takes the place of the helper.',
        answer:
          'systemd makes the socket in a folder of root; a client sends nothing before SO_PEERCRED says ' +
          'that root serves it. Over ssh the other side is trusted as ssh trusts it.',
      },
      { id: 'A7', threat: 'The socket is open to everybody.', answer: 'Mode 0660, group `bulkhead`.' },
    ],
  },
  {
    title: 'B. What is allowed',
    rows: [
      {
        id: 'B1',
        threat: 'An operation without a check.',
        answer:
          'The contract is the registry: each operation names its action, and the policy file is generated from it.',
      },
      {
        id: 'B2',
        threat: 'The effect happens although the answer was no.',
        answer: 'A handler runs only with a `Caller`, which nothing but an admission makes.',
      },
      { id: 'B3', threat: 'Work happens before the check.', answer: 'Frame, schema, polkit, handler, in this order.' },
      {
        id: 'B4',
        threat: 'What was checked is exchanged before it is used.',
        answer: 'The request is an immutable copy; what is opened is used by its descriptor all the way.',
      },
      {
        id: 'B5',
        threat: 'A kept password allows more than the person meant.',
        answer: 'Only actions that read, or can be undone, keep a password; everything else asks each time.',
      },
      {
        id: 'B6',
        threat: 'polkit is down, slow, or gives an answer that is not understood.',
        answer: 'Everything but a clear yes within the timeout is a no; other callers are served meanwhile.',
      },
      {
        id: 'B7',
        threat: 'A flood of prompts, or a prompt that misleads.',
        answer: 'One prompt at a time for each user; names in prompts have a small alphabet.',
      },
      {
        id: 'B8',
        threat: 'A polkit rule that says yes to everything opens root.',
        answer:
          'Each operation is safe when its action is allowed: no free paths and options; volumes only ' +
          'from folders that are listed.',
      },
      {
        id: 'B9',
        threat: 'A terminal or stream of somebody else is used.',
        answer: 'Streams belong to a connection; there is no id to guess.',
      },
      {
        id: 'B10',
        threat: 'A request makes the helper act on a process or cgroup of the host.',
        answer: 'Requests name containers; the helper finds processes and cgroups itself.',
      },
      {
        id: 'B11',
        threat: 'A person with a role does, or sees, more than the role includes.',
        answer:
          'The helper denies before polkit is asked and again before the handler; a table with a row for each ' +
          'operation says what a role for a tag is given.',
      },
      {
        id: 'B12',
        threat: 'A name or a detail makes the rule for roles say yes.',
        answer:
          'One shipped rule, never generated; the role is a detail that only root and the owner of the actions can pass.',
      },
      {
        id: 'B13',
        threat: 'The file of the roles is broken, or written by another program.',
        answer: 'What is in force stays; a helper that starts with it gives nobody a role.',
      },
      {
        id: 'B14',
        threat: 'Roles leave nobody but root to administer.',
        answer: 'They are not saved, and not undone to.',
      },
      {
        id: 'B15',
        threat: 'A terminal that outlives the helper is joined by somebody else, or by another process of its number.',
        answer:
          "Its record is root's alone and names user, container, context and processes with the time they began; " +
          'who attaches is authorised again, and what does not fit is ended.',
      },
    ],
  },
  {
    title: 'C. Names, paths, options',
    rows: [
      {
        id: 'C1',
        threat: 'Hostile names: paths, options, control characters.',
        answer: 'One schema for names; argument arrays, never a shell.',
      },
      {
        id: 'C2',
        threat: 'A value adds lines to the LXC configuration.',
        answer: 'The configuration is generated from a model with a list of keys, and control characters are denied.',
      },
      {
        id: 'C3',
        threat: 'Root follows a link that a container made.',
        answer: 'Below a container, files are opened by openat2 without links and magic links.',
      },
      {
        id: 'C4',
        threat: 'An archive writes outside of its folder, brings devices, or fills the disk.',
        answer:
          'A process without rights reads it and gives tar a plain archive: no entry below a link, no device, no more ' +
          'names or bytes than may be used. tar has the capabilities for owners and modes only. What fails is removed.',
      },
      {
        id: 'C5',
        threat: 'A user of the host runs a set-user-id program from an image or a container.',
        answer:
          'Images, layers and roots lie in folders that only root may enter; mounts are nosuid and nodev ' +
          'where that is possible.',
      },
      {
        id: 'C6',
        threat: 'Labelling leaves the tree.',
        answer:
          'Trees are walked by descriptor, into no link and no other file system; files with names ' +
          'elsewhere are left alone.',
      },
      {
        id: 'C7',
        threat: 'Temporary files with predictable names.',
        answer: 'A private folder for each, umask 077, no use of /tmp.',
      },
      {
        id: 'C8',
        threat: 'Invalid values and paths for cgroup files.',
        answer: 'A list of files, numbers within ranges, a path made of a valid name.',
      },
      {
        id: 'C9',
        threat: 'A policy module that opens more than its container.',
        answer:
          'A short list of statements, compilation as nobody with bounded time and memory, neverallow ' +
          'rules, a name and a priority of its own; decided by the policy worker, whatever the helper asks.',
      },
      {
        id: 'C10',
        threat: 'A container hides files or processes behind a name that is no text, or a path that is too long.',
        answer: 'Names are bytes, and each folder and cgroup is reached by the descriptor of the one above.',
      },
    ],
  },
  {
    title: 'D. A container attacks the host',
    rows: [
      {
        id: 'D1',
        threat: "The host's program is overwritten through /proc/self/exe.",
        answer: 'Only lxc-attach enters a container, with a fixed environment.',
      },
      {
        id: 'D2',
        threat: 'Descriptors of the host leak into a container.',
        answer: 'All descriptors are marked close-on-exec before a program is started.',
      },
      {
        id: 'D3',
        threat: 'A container pushes input into a terminal of the host.',
        answer: 'Each console has a terminal of its own; the helper has none.',
      },
      {
        id: 'D4',
        threat: 'A dangerous configuration lets a known escape work.',
        answer:
          'User namespace, dropped capabilities, seccomp, read-only parts of /proc and /sys; the drill ' +
          'tries known escapes.',
      },
      {
        id: 'D5',
        threat: 'The context is not the configured one.',
        answer: 'It is read back after each start and attach; what runs in another context is killed.',
      },
      {
        id: 'D6',
        threat: "Escape sequences from a container reach a person's terminal.",
        answer: 'Window and command line filter the same list.',
      },
      {
        id: 'D7',
        threat: 'Names that a container chooses mislead the reader or the page.',
        answer: 'Fields are parsed strictly and shown with control characters made visible.',
      },
      {
        id: 'D8',
        threat: 'A container provokes denials so that somebody allows them.',
        answer:
          "Remedies come from the kernel's fields, are rated against the policy, and a high risk has no one-click way.",
      },
    ],
  },
  {
    title: 'E. Exhaustion',
    rows: [
      {
        id: 'E1',
        threat: 'A flood of connections or calls.',
        answer: 'Limits for each user; users are served in turns.',
      },
      {
        id: 'E2',
        threat: 'Huge, slow and broken frames.',
        answer: 'Limits of size, depth and time; a broken frame ends its connection only.',
      },
      {
        id: 'E3',
        threat: 'A client that does not read.',
        answer: 'Bounded queues and credit; a stalled client is closed.',
      },
      {
        id: 'E4',
        threat: 'A storm of denials.',
        answer: 'Grouped and counted in bounded memory; what is lost is counted and shown.',
      },
      {
        id: 'E5',
        threat: 'Terminals, jobs or the disk are used up.',
        answer:
          'Limits for each user; a terminal that lost its client ends after two minutes; a limit on each ' +
          "container's layer, and a reserve for the host.",
      },
      {
        id: 'E6',
        threat: 'The event loop is blocked.',
        answer: 'Long work runs in children that are bounded and can be cancelled; a watchdog restarts the helper.',
      },
      { id: 'E7', threat: 'Descriptors leak with connections.', answer: 'They are closed on every path.' },
    ],
  },
  {
    title: 'F. Crash safety',
    rows: [
      {
        id: 'F1',
        threat: 'The helper is killed while it makes or removes a container.',
        answer: 'Each effect is announced in a journal, and undone or finished at the next start.',
      },
      { id: 'F2', threat: 'A power cut.', answer: 'Files are written under another name, flushed, and renamed.' },
      {
        id: 'F3',
        threat: 'The helper is killed while it loads policy.',
        answer:
          'The policy worker ends what it has begun, and a helper that starts meanwhile waits for it. The module store is ' +
          'the truth; the next start compares.',
      },
      {
        id: 'F4',
        threat: 'The helper is killed while it labels.',
        answer: 'Labelling is resumed; a container does not start before it is complete.',
      },
      {
        id: 'F5',
        threat: 'The helper restarts while containers run.',
        answer: 'Containers are in cgroups of their own and go on running.',
      },
      {
        id: 'F6',
        threat: "LXC's tools or semodule run beside the helper.",
        answer: 'One helper at a time; what others change is read before it is used, and shown.',
      },
      {
        id: 'F7',
        threat: 'An old client meets a new helper, or the other way round.',
        answer: "The protocol's version is part of the greeting; a newer database is not opened.",
      },
    ],
  },
  {
    title: 'G. The window',
    rows: [
      {
        id: 'G1',
        threat: 'A page that was taken over calls everything.',
        answer:
          'Sandbox, context isolation, one typed bridge, sender and schema checked; the relay lets ' +
          'through only names of the contract.',
      },
      {
        id: 'G2',
        threat: 'Navigation, windows, permissions, downloads.',
        answer: 'All denied; a strict content security policy.',
      },
      {
        id: 'G3',
        threat: 'A local user abuses the packed program.',
        answer: 'Fuses are set, and read back when the window is packed.',
      },
      { id: 'G4', threat: 'The sandbox is off.', answer: 'The start fails.' },
      {
        id: 'G5',
        threat: 'Another user reads, or answers, what ssh asks the person.',
        answer:
          'Question and answer pass through a folder of this user. An answer is one line, and is never stored, logged or ' +
          'put into arguments; ssh itself asks nothing about a key that has changed.',
      },
      {
        id: 'G6',
        threat: 'A host of the list claims to be another member of a cluster, to be asked, and typed to, in its place.',
        answer:
          'Hosts are of one cluster only where they answer a challenge of the window alike, by a secret that the members ' +
          'have in the database of Incus; a container is reached through a member that lists it as its own.',
      },
      {
        id: 'G7',
        threat: 'In Cockpit, the page acts as root, or as another person than the one who logged in.',
        answer:
          "The bridge of that person connects to the helper's socket, and nothing asks for administrative access. polkit " +
          'asks in the page, for that bridge alone.',
      },
      {
        id: 'G8',
        threat: 'In Cockpit, script of elsewhere runs in the page, or another site shows it in a frame.',
        answer:
          "The policy of the window's page, with the one connection to its own Cockpit, which alone may frame it.",
      },
      {
        id: 'G9',
        threat: 'In Cockpit, a page of another origin calls the helper by the login of the person.',
        answer:
          'Cockpit opens its web socket to its own origin alone, with its cookie; nothing of ours listens beside it.',
      },
      {
        id: 'G10',
        threat: 'In Cockpit, a file of a container is saved at a path that it chose, or opened as a page of Cockpit.',
        answer:
          "Its name is made one safe name, and its content is a download of octets, never a page of Cockpit's origin.",
      },
      {
        id: 'G11',
        threat: 'In Cockpit, a session that has ended is used further, or what it began is lost.',
        answer:
          "The connection and polkit's agent end with the bridge, and questions are withdrawn. What was begun goes on in the " +
          'helper, and the next login finds it.',
      },
    ],
  },
  {
    title: 'H. Alerts that leave the host',
    rows: [
      {
        id: 'H1',
        threat: 'A name that a container or a person chose adds a header, an address or an option to a mail.',
        answer:
          'Each text is made visible as one line, a library encodes the headers, and addresses match a narrow pattern and ' +
          'are arguments behind `--`.',
      },
      {
        id: 'H2',
        threat: 'The secret of a webhook, or the token in its address, is read back or ends in a log.',
        answer:
          'No answer of the contract has a field for them; reasons of failures are made of codes, and never of the texts ' +
          'that may hold the address. Another address does not get the secret of the one before.',
      },
      {
        id: 'H3',
        threat: 'What is at the other end of a webhook, or a mail program, takes the notifier over.',
        answer:
          'It is one process for each message, of a user without rights, in a domain without capabilities that changes ' +
          'no file and reaches neither the helper nor the listener.',
      },
      {
        id: 'H4',
        threat: 'A storm of alerts becomes a storm of messages, or a webhook that hangs holds them all up.',
        answer:
          'A target gets one message a minute at most, with the number of alerts; each message has a time limit, and ' +
          'what waits is limited.',
      },
    ],
  },
];
