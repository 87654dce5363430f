#!/bin/bash
# boot.sh <checkout> <folder>, by unshare and as root: boots systemd in namespaces of its own, on a view of this machine's files that is thrown away
# and without its network. The hub is installed in it from operations/ as docs/operations.md says, with <folder>/candour.env, and check.sh
# writes what it finds to <folder>/out. Says why where this machine does not allow it.
set -u
checkout=$1 folder=$2
here=$(dirname "$(readlink -f "$0")")
cannot() {
  echo "$*" >&2
  exit 1
}
trap 'cannot "line $LINENO: $BASH_COMMAND"' ERR
set -E

mount --make-rprivate /
mkdir -p "$folder/mnt"
mount -t tmpfs tmpfs "$folder/mnt"
mkdir "$folder/mnt/"{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/mnt/upper,workdir=$folder/mnt/work" "$folder/mnt/root"
root=$folder/mnt/root

mount -t proc proc "$root/proc"
# Settings of the kernel are the whole machine's.
mount --bind -o ro /proc/sys "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
  mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
  mkdir "$root/sys/fs/cgroup/"{systemd,unified,memory,pids}
  mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
  for controller in memory pids; do mount -t cgroup -o "$controller" cgroup "$root/sys/fs/cgroup/$controller"; done
fi
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/"{shm,pts,mqueue,hugepages}
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

mkdir -p "$root/opt/candour" "$root/mnt/out"
mount --bind -o ro "$checkout" "$root/opt/candour"
mkdir -p "$folder/out"
mount --bind "$folder/out" "$root/mnt/out"

# Nothing of this machine starts but the bus, without which systemd-run does not wait.
units=$root/etc/systemd/system
rm -rf "$units"
mkdir "$units"
for unit in sysctl udevd udev-trigger modules-load tmpfiles-setup tmpfiles-setup-dev random-seed update-utmp binfmt firstboot sysusers \
  hwdb-update machine-id-commit logind timesyncd remount-fs; do ln -s /dev/null "$units/systemd-$unit.service"; done

# As docs/operations.md says.
chroot "$root" useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin candour
chroot "$root" setpriv --reuid=candour --regid=candour --clear-groups test -r /opt/candour/bin/candour.ts -a -x /opt/candour/node_modules/.bin/node ||
  cannot "other users than root cannot read $checkout"
rm -rf "$root/etc/candour"
install -d -m 700 "$root/etc/candour"
openssl rand -base64 32 | install -m 400 /dev/stdin "$root/etc/candour/master-key"
install -m 600 "$folder/candour.env" "$root/etc/candour/"
install -m 644 "$checkout/operations/candour.service" "$units/"
install -m 755 "$checkout/operations/candour-admin" "$root/usr/local/sbin/"

install -m 755 "$here/check.sh" "$root/usr/local/sbin/"
cat >"$units/check.service" <<'UNIT'
[Unit]
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
ExecStart=/bin/bash /usr/local/sbin/check.sh
StandardOutput=file:/mnt/out/checked
StandardError=file:/mnt/out/errors
UNIT

mkdir "$root/former"
cd "$root"
pivot_root . former
umount -l /former
mount --make-rshared /
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=check.service --show-status=no
