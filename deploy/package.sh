#!/bin/sh
# Builds dist/rasid_VERSION_ARCH.deb and dist/rasid-VERSION-linux-ARCH.tar.gz for each architecture. The same commit
# gives the same bytes: times are those of the commit.
set -eu
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
VERSION=$(sed -n 's/^const release = "\(.*\)"$/\1/p' cmd/rasid/version.go)
export SOURCE_DATE_EPOCH VERSION
rm -rf dist && mkdir -p dist/tree/man dist/tree/completion dist/tree/bin
(cd tools && go build -o ../bin/nfpm github.com/goreleaser/nfpm/v2/cmd/nfpm)

go build -o dist/tree/rasid ./cmd/rasid
dist/tree/rasid manual dist/tree/man
gzip -9n dist/tree/man/*.1
gzip -9nc CHANGELOG.md >dist/tree/changelog.gz
dist/tree/rasid completion bash >dist/tree/completion/rasid.bash
dist/tree/rasid completion zsh >dist/tree/completion/_rasid
dist/tree/rasid completion fish >dist/tree/completion/rasid.fish
dist/tree/rasid service config >dist/tree/rasid.toml

for ARCH in ${ARCHS:-amd64 arm64}; do
	export ARCH
	CGO_ENABLED=0 GOOS=linux GOARCH=$ARCH go build -trimpath -ldflags=-s -o dist/tree/bin/rasid ./cmd/rasid
	bin/nfpm package --config deploy/nfpm.yaml --packager deb --target dist/
	tree=dist/tree/rasid-$VERSION-linux-$ARCH
	mkdir -p "$tree"
	cp dist/tree/bin/rasid "$tree/"
	cp -r README.md LICENSE CHANGELOG.md docs deploy/rasid-alerts.yml deploy/rasid-dashboard.json dist/tree/man dist/tree/completion "$tree/"
	tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C dist/tree -c "rasid-$VERSION-linux-$ARCH" |
		gzip -9n >"dist/rasid-$VERSION-linux-$ARCH.tar.gz"
done
rm -rf dist/tree
(cd dist && sha256sum ./* >SHA256SUMS && cat SHA256SUMS)
