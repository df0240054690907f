# check: what must hold before a commit   eval: quality figures   bench: speed, as ratios measured side by side
# package: .deb and tarball in dist/, the same bytes for the same commit
# fuzz: each fuzz target for FUZZTIME     crash: kill -9 and outage runs of the real binary
# vuln: known faults of what is built in, from VULNDB (a URL; file:///FOLDER for a copy)
# power: 24 power cuts under the real binary, in a virtual machine (QEMU; its kernel from apt, or from KERNEL=FOLDER);
#   with RASID_KERNEL=FOLDER go test ./... runs three, as .ci/run does
FUZZTIME ?= 60s
SHARED ?= ../shared
VULNDB ?= https://vuln.go.dev
KERNEL ?= $(CURDIR)/bin/kernel

.PHONY: build check eval bench fuzz crash power press package vuln

build:
	CGO_ENABLED=0 go build -trimpath -o bin/rasid ./cmd/rasid

check:
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	go test ./...

eval: build
	bin/rasid eval relevance --topics $(SHARED)/eval/topics-dev --corpus $(SHARED)/eval/ant.jsonl.gz
	bin/rasid eval tune --topics $(SHARED)/eval/topics-dev --corpus $(SHARED)/eval/ant.jsonl.gz
	bin/rasid eval duplicates --pairs $(SHARED)/eval/near-duplicates.tsv --corpus $(SHARED)/eval/ant.jsonl.gz
	bin/rasid eval events --pairs $(SHARED)/eval/same-event.tsv --corpus $(SHARED)/eval/ant.jsonl.gz
	for set in clusters clusters-check clusters-more clusters-kept; do \
	  bin/rasid eval clusters --labels detect/eval/testdata/$$set.tsv --corpus $(SHARED)/eval/ant.jsonl.gz || exit 1; done
	go test -count 1 -v -run Readers ./detect/eval

bench: build
	go test -run '^$$' -bench . -benchmem ./...
	RASID_MILLION=1 go test -run '^$$' -bench Million -benchtime 1x -timeout 60m ./store
	sh bench/run.sh $(SHARED)

fuzz:
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do \
	  echo "== $$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x $$p || exit 1; done; done

press: build
	RASID_PRESS=full RASID_TOPICS=trump-kim-summit,iran-deal-withdrawal,us-embassy-jerusalem go test -count 1 -v -timeout 60m -run 'TestPress$$' ./test/press

crash: build
	RASID_CRASH=full go test -count 1 -v -timeout 60m -run 'Kill|Down' ./test/press
	RASID_CRASH=full go test -count 1 -v -timeout 60m ./test/crash
	RASID_CRASH=full go test -count 1 -v -timeout 60m -run "Calendar|Thousand|Revived" ./monitor

power:
	[ -d $(KERNEL)/boot ] || sh test/crash/testdata/kernel.sh $(KERNEL)
	PATH=$$PATH:/sbin:/usr/sbin RASID_CRASH=full RASID_KERNEL=$(KERNEL) go test -count 1 -v -timeout 60m -run PowerLoss ./test/crash

vuln:
	cd tools && go build -o ../bin/govulncheck golang.org/x/vuln/cmd/govulncheck
	bin/govulncheck -db $(VULNDB) ./...

package:
	sh deploy/package.sh
