#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Takes one kernel module out of the kernel that an attempt of the drill had it load. It knows these and no others, and its
# domain can load none.
#
#   unload-module NAME
set -eu

case "${1:-}" in
af_alg | af_key | xfrm_user | xfrm_algo | rxrpc) ;;
vsock_loopback | vmw_vsock_virtio_transport | vmw_vsock_vmci_transport | vsock_diag | vsock) ;;
binfmt_misc | sysv | minix | romfs | udf | zonefs | erofs) ;;
*)
  printf 'unload-module: cannot unload "%s": the drill loads no such module\n' "${1:-}" >&2
  exit 2
  ;;
esac
exec /usr/sbin/rmmod -- "$1"
