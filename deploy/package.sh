#!/bin/sh
# Builds dist/rasid_VERSION_ARCH.deb and dist/rasid-VERSION-linux-ARCH.tar.gz for each architecture. The same commit
# gives the same bytes: times are those of the commit.
set -eu
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
VERSION=$(sed -n 's/^const release = "\(.*\)"$/\1/p' cmd/rasid/version.go)
export SOURCE_DATE_EPOCH VERSION
rm -rf dist && mkdir -p dist/root/man dist/root/completion dist/root/bin
(cd tools && go build -o ../bin/nfpm github.com/goreleaser/nfpm/v2/cmd/nfpm)

go build -o dist/root/rasid ./cmd/rasid
dist/root/rasid manual dist/root/man
gzip -9n dist/root/man/*.1
gzip -9nc CHANGELOG.md >dist/root/changelog.gz
dist/root/rasid completion bash >dist/root/completion/rasid.bash
dist/root/rasid completion zsh >dist/root/completion/_rasid
dist/root/rasid completion fish >dist/root/completion/rasid.fish
dist/root/rasid service config >dist/root/rasid.toml

for ARCH in ${ARCHS:-amd64 arm64}; do
	export ARCH
	CGO_ENABLED=0 GOOS=linux GOARCH=$ARCH go build -trimpath -ldflags=-s -o dist/root/bin/rasid ./cmd/rasid
	bin/nfpm package --config deploy/nfpm.yaml --packager deb --target dist/
	tree=dist/root/rasid-$VERSION-linux-$ARCH
	mkdir -p "$tree"
	cp dist/root/bin/rasid "$tree/"
	cp -r README.md LICENSE CHANGELOG.md docs deploy/rasid-alerts.yml deploy/rasid-dashboard.json dist/root/man dist/root/completion "$tree/"
	tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C dist/root -c "rasid-$VERSION-linux-$ARCH" |
		gzip -9n >"dist/rasid-$VERSION-linux-$ARCH.tar.gz"
done
rm -rf dist/root
(cd dist && sha256sum ./* >SHA256SUMS && cat SHA256SUMS)
