#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs Bulkhead's policy modules: all of them, and no others of earlier versions, in one transaction. Then relabels the
# files that they name, by relabel-files. Without SELinux they wait in the module store.
#
#   install-modules                   as a Debian package is installed or upgraded, or by hand after a failure
#   install-modules --if-missing      only where one is missing: after the policy of the distribution has changed
#   install-modules --without-labels  as an RPM package is installed or upgraded: its transaction relabels at its end
#
# What goes wrong is written to /var/lib/bulkhead-selinux/failure, which `bulkheadctl doctor` shows; a success removes it.
set -u

root=${DPKG_ROOT:-}
modules=$root/usr/share/bulkhead/selinux
failure=$root/var/lib/bulkhead-selinux/failure
# 100 is the distribution's, 400 an administrator's and that of containers in a domain of their own.
priority=200

# Takes what could not be done with its next step, and what a tool said about it.
fail() {
  mkdir -p "${failure%/*}"
  printf '%s\n' "$1" ${2:+"$2"} >"$failure"
  printf 'bulkhead-selinux: %s\n' "$1" ${2:+"$2"} >&2
  exit 1
}

command -v semodule >/dev/null || fail "cannot install the policy modules: there is no semodule; install policycoreutils, and run $0"
store=$(sed -n 's/^SELINUXTYPE=\([A-Za-z0-9_-]\{1,\}\).*/\1/p' "$root/etc/selinux/config" 2>/dev/null | tail -n 1)
[ -n "$store" ] ||
  fail "cannot install the policy modules: /etc/selinux/config names no policy; install one, and run $0"
[ -d "$root/var/lib/selinux/$store/active/modules" ] ||
  fail "cannot install the policy modules: the policy $store has no module store; install it, and run $0"

installed=$(semodule -s "$store" --list-modules=full 2>/dev/null |
  awk -v priority=$priority '$1 == priority && $2 ~ /^bulkhead/ { print $2 }')

is_listed() {
  printf '%s\n' "$installed" | grep -Fqx "$1"
}

is_complete() {
  [ ! -e "$failure" ] || return 1
  for file in "$modules"/*.cil; do
    [ "${file##*/}" = bulkhead-deny.cil ] || is_listed "$(basename "$file" .cil)" || return 1
  done
}

# Building the policy takes seconds, and on a slow machine minutes.
is_current() {
  is_complete || return 1
  for name in $installed; do
    [ -e "$modules/$name.cil" ] || return 1
  done
  sums=$(semodule -s "$store" --list-modules=full --checksum 2>/dev/null |
    awk -v priority=$priority '$1 == priority { sub(/^sha256:/, "", $4); print $2, $4 }') || return 1
  for file in "$modules"/*.cil; do
    name=$(basename "$file" .cil)
    is_listed "$name" || continue
    case "
$sums
" in
    *"
$name $(sha256sum <"$file" | cut -d ' ' -f 1)
"*) ;;
    *) return 1 ;;
    esac
  done
}

if [ "${1:-}" = --if-missing ] && is_complete; then exit 0; fi

if selinuxenabled 2>/dev/null; then is_enabled=yes; else is_enabled=no; fi

# Takes the name of a file that is left out; empty for none.
load_without() {
  left_out=$1
  set --
  [ $is_enabled = yes ] || set -- -n
  for name in $installed; do
    [ -e "$modules/$name.cil" ] || set -- "$@" -r "$name"
  done
  for file in "$modules"/*.cil; do
    [ "${file##*/}" = "$left_out" ] || set -- "$@" -i "$file"
  done
  semodule -X $priority -s "$store" "$@" 2>&1
}

load() {
  # The helper may be in a transaction of its own, and libsemanage waits only seconds.
  lock=$root/var/lib/selinux/$store/semanage.trans.LOCK
  [ ! -e "$lock" ] || flock -w 300 "$lock" true
  # A libsepol before 3.6 knows no deny rules, and does without them; the audit of isolation says so.
  said=$(load_without '') ||
    case $said in *'Unknown keyword deny'*) said=$(load_without bulkhead-deny.cil) ;; *) false ;; esac ||
    fail "cannot install the policy modules: semodule does not accept them; see what it says, correct it, and run $0" \
      "$(printf '%s\n' "$said" | tail -n 20)"
  rm -f "$failure"
}

if ! is_current; then
  # A package manager shows nothing else meanwhile.
  echo "bulkhead-selinux: installing the policy modules, which can take a minute" >&2
  load
fi
[ "${1:-}" = --without-labels ] || "$root/usr/libexec/bulkhead-selinux/relabel-files"
