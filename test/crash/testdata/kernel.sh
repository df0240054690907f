#!/bin/sh
# Puts a kernel for virtual machines and its modules into a new folder, as packages of Debian have them. Nothing is
# installed; it takes apt-get, dpkg-deb and depmod (apt-get install kmod).
set -eu
into=$1
[ ! -e "$into" ] || { echo "$into is there already" >&2; exit 1; }
PATH=$PATH:/sbin:/usr/sbin
command -v depmod >/dev/null || { echo "depmod is missing: apt-get install kmod" >&2; exit 1; }
package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | tail -n 1)
[ -n "$package" ] || { echo "apt knows no linux-image-cloud-amd64: apt-get update, or name a folder with boot/vmlinuz-* and lib/modules by KERNEL=" >&2; exit 1; }
rm -rf "$into.unfinished"
mkdir -p "$into.unfinished"
cd "$into.unfinished"
apt-get download "$package"
dpkg-deb -x "$package"_*.deb .
rm "$package"_*.deb
depmod -b . "$(ls lib/modules)"
mv "$into.unfinished" "$into"
