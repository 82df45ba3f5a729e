# SPDX-License-Identifier: Apache-2.0
# The commands that an administrator would type for a confined container, timed inside the guest. Prints the seconds,
# and removes everything, also after a failure.
set -e
image=/var/lib/bulkhead/images/$1/rootfs
folder=/var/lib/lxc/bench-hand
layers=/var/lib/bulkhead/containers/bench-hand
ids=900000000
folders=lowerdir=$layers/lower,upperdir=$layers/upper,workdir=$layers/work

take_away() {
  lxc-stop -n bench-hand --kill
  umount $folder/rootfs $layers/lower
  rm -rf $folder $layers
}
trap 'take_away 2> /dev/null' EXIT

begin=$EPOCHREALTIME
mkdir -m 0710 $folder
chown 0:$ids $folder
mkdir $folder/rootfs
mkdir -p $layers/lower $layers/upper/etc $layers/work
echo bench-hand > $layers/upper/etc/hostname
chown -R $ids:$ids $layers/upper
cp /root/bench-hand.config $folder/config
mount --bind -o "X-mount.idmap=u:0:$ids:65536 g:0:$ids:65536" $image $layers/lower
mount -t overlay -o "nodev,$folders,context=\"system_u:object_r:bulkhead_file_t:s0:c1001,c1002\"" overlay $folder/rootfs
lxc-start -n bench-hand -d
init=$(lxc-info -n bench-hand -p -H)
context=
until [[ $context == *:bulkhead_t:s0:c1001,c1002 ]]; do read -r -d '' context < /proc/$init/attr/current; done
end=$EPOCHREALTIME

awk "BEGIN { print $end - $begin }"
