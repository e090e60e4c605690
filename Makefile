# facetill: `make run` opens the till on simulators, `make test` runs every
# test that needs Go alone. `make` lists the rest.

GO          ?= go
STATICCHECK ?= $(shell $(GO) env GOPATH)/bin/staticcheck
BINARY      := facetill$(shell $(GO) env GOEXE)

# Whatever is built is built as a release is, so that one compilation serves the tests, the
# program, vet and staticcheck.
export CGO_ENABLED ?= 0
export GOFLAGS     := $(filter-out -trimpath,$(GOFLAGS)) -trimpath

# What the till has to build for, without a C compiler.
TARGETS := windows/amd64 windows/386 windows/arm64 linux/amd64 linux/arm64 darwin/arm64
# Where goroutines share something: the runner, both adapters, the screen.
RACE    := $(addprefix ./flow/,. charge clock reconcile/desk sharedfile till trace) ./wx/... ./device/... ./tui/... ./cmd/config/... ./cmd/proof/vtime
# Of the journal, which starts none, what several do to one file: SQLite in Go takes ten
# times as long where races are looked for.
BESIDE  := AtOnce|BesideA|JustBeingMade|WhileItIs
# Of the program, what has goroutines of its own: each of its tests builds or starts it.
RACED   := Virtual|Terminal|Till|Signal|Serve|Watch|Camera|Presses|Cut$$|BuiltProgram|NotRead|EachWrite

# The tests that a build tag adds below some folders: the others have run.
only = $(shell sed -n 's/^func \(Test[A-Za-z0-9_]*\).*/^\1$$/p' \
	$$(grep -rlE '^//go:build .*\b$(1)\b' --include='*_test.go' $(2)) | paste -sd'|')

# make sweep N=100000 SEED=7; make fuzz FUZZTIME=1m
N        ?= 2000000
SEED     ?= 1
FUZZTIME ?= 10s

# How much of the proof make check plays, and from which seed on: the tests play
# the seeds below. .ci/run takes FROM from the tree, and has to end within 45 minutes
# on two cores; .ci/long has the full figures.
FROM     ?= 1000000
WORLDS   ?= 270000
ENTRIES  ?= 80000
SCREENS  ?= 5000
LANES    ?= 120000
REOPENED ?= 49500
SALES    ?= 50000
KILLS    ?= 2000
CUTS     ?= 24000
FLIPS    ?= 300
PATIENCE ?= 30m
# All of them; a number draws so many.
BUGS     ?= 0
# Random ones: make mutation MUTANTS=0 ONLY=wx/wire tries each that there is. MOST
# of them may survive; -1 is one in twenty.
MUTANTS  ?= 100
ONLY     ?=
MOST     ?= -1
# How often make repeat runs each test.
TIMES    ?= 50

.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r t d; do printf '%-14s %s\n' "$$t" "$$d"; done

.PHONY: build
build: ## the program, without cgo, stripped
	CGO_ENABLED=0 $(GO) build -ldflags "-s -w" -o $(BINARY) ./cmd/facetill

.PHONY: run
run: build ## build it and open the till on simulators
	@# F12 kills the till on purpose. What the shell says of it (to 2) is left out, what the till says (to 3) is not.
	@c=0; { ( exec ./$(BINARY) --sim 2>&3 ) || c=$$?; } 3>&2 2>/dev/null; \
	case $$c in \
		0) ;; \
		137) echo "That was F12, the power cut: the till is dead. 'make run' opens it again and shows what it has found." ;; \
		8) echo "A sale is not settled yet: 'make run' opens the till again, and it goes on." ;; \
		*) exit $$c ;; \
	esac

.PHONY: test
test: ## every test that needs Go alone, the sweep at test size included
	$(GO) test ./...

.PHONY: check
check: fmt vet static house mod cross ## all else: style, every target, -race, C stand-in, terminal, and the whole proof
	$(MAKE) -j3 -O kills race tmux gcc callers mount vtime flips
	$(MAKE) wine
	$(MAKE) counter N=$(ENTRIES) SEED=$(FROM)
	$(MAKE) worlds checkout exhaustive lanes sqlite powercuts fuzz
	@# Every schedule's bug and some of the rest, drawn by the tree; .ci/long has them all.
	$(MAKE) mutants BUGS=60
	@# Twenty are few: three survivors say little of how many there are (cmd/proof/mutagen).
	$(MAKE) mutation MUTANTS=20 SEED=$(FROM) MOST=3

.PHONY: fmt
fmt:
	@files=$$(gofmt -l .); test -z "$$files" || { echo "not gofmt-ed:" $$files; exit 1; }

.PHONY: vet
vet:
	@# With every tag: without them two files of a few lines differ, which go test vets.
	$(GO) vet -tags gcc,tmux,mount,crashpoints ./...

.PHONY: static
static:
	@test -x "$(STATICCHECK)" || { echo "staticcheck is missing: go install honnef.co/go/tools/cmd/staticcheck@v0.8.2"; exit 1; }
	$(STATICCHECK) -tags gcc,tmux,mount,crashpoints ./...

.PHONY: house
house: ## the import table, sizes and names, and the two example files
	$(GO) test -count=1 -run 'Layering|Tidy' ./cmd/cli
	$(GO) test -count=1 -run Example ./cmd/config

.PHONY: mod
mod:
	$(GO) mod tidy -diff
	$(GO) mod verify

# Each commit builds for Windows on 64 and 32 bits and for one more target, drawn by FROM.
# What is most unlike Linux on 64 bits is vetted for what may differ: types, and shifts.
CROSS ?= windows/amd64 windows/386 $(word $(shell expr $(FROM) % 3 + 1),windows/arm64 linux/arm64 darwin/arm64)

.PHONY: cross
cross: # build for CROSS
	@set -e; for t in $(CROSS); do \
		echo "$$t"; \
		export CGO_ENABLED=0 GOOS=$${t%/*} GOARCH=$${t#*/}; \
		$(GO) build -ldflags "-s -w" -o /dev/null ./cmd/facetill; \
		[ "$$t" != windows/386 ] || $(GO) vet -shift ./...; \
	done

.PHONY: targets
targets: ## build for every target, and vet for Windows on 32 bits
	$(MAKE) cross CROSS='$(TARGETS)'

# Of a clean tree the tag that it has.
VERSION = $(shell test -z "$$(git status --porcelain)" && git describe --tags --exact-match 2>/dev/null)

.PHONY: release
release: ## of a clean tree with a tag: every target's program, and their SHA-256 sums, in dist
	@test -n "$(VERSION)" || { echo "a release is of a clean tree with a tag: commit, and git tag v1.2.3"; exit 1; }
	rm -rf dist && mkdir dist
	@set -e; for t in $(TARGETS); do \
		export CGO_ENABLED=0 GOOS=$${t%/*} GOARCH=$${t#*/}; \
		$(GO) build -ldflags "-s -w -X facetill/cmd/cli.release=$(VERSION)" \
			-o dist/facetill-$$GOOS-$$GOARCH$$($(GO) env GOEXE) ./cmd/facetill; \
	done
	cd dist && sha256sum facetill-* >SHA256SUMS && cat SHA256SUMS
	@dist/facetill-$$($(GO) env GOOS)-$$($(GO) env GOARCH)$$($(GO) env GOEXE) version | grep -F " $(VERSION),"

.PHONY: race
race: ## the tests of what runs side by side, with the race detector
	CGO_ENABLED=1 $(GO) test -race -short $(RACE)
	CGO_ENABLED=1 $(GO) test -race -short -run '$(BESIDE)' ./flow/journal/sqlite
	CGO_ENABLED=1 $(GO) test -race -short -run '$(RACED)' ./cmd/cli ./cmd/e2e

.PHONY: gcc
gcc: ## the real loading path, against a stand-in library built from C
	$(GO) test -tags gcc ./device/...
	@# Eight at once: sales through a library that hangs mostly wait.
	$(GO) test -tags gcc -parallel 8 -run '$(call only,gcc,cmd)' ./cmd/...

.PHONY: callers
callers: ## the table of callers and cases: simulator, library in process, in a child, bridge
	@$(GO) test -tags gcc -count=1 -v -run TestEveryCaller ./device/sdk >callers.out || { cat callers.out; rm callers.out; exit 1; }
	@grep '^ *\(|\|\[\)' callers.out; rm callers.out

.PHONY: wine
wine: ## the Windows leg: tests, every command and the till under wine, over the stand-in as a DLL
	sh device/standin/wine.sh

.PHONY: tmux
tmux: ## the program in a real terminal, with real keys
	$(GO) test -tags tmux -run '$(call only,tmux,tui cmd)' ./tui/... ./cmd/...

.PHONY: mount
mount: ## a disk that is full, and one that may not be written (needs root)
	@root=; [ "$$(id -u)" -eq 0 ] || root="sudo -n env PATH=$$PATH HOME=$$HOME"; \
	$$root $(GO) test -count=1 -tags mount -run '$(call only,mount,cmd)' ./cmd/e2e

.PHONY: worlds
worlds: # simulated sales, over other seeds than the test's
	$(GO) run ./cmd/proof/sweep -n $(WORLDS) -seed $(FROM)

.PHONY: counter
counter: ## N entries at the screen by typists and scanners: make counter N=1000000 SEED=7
	$(GO) run ./cmd/proof/counter -n $(N) -seed $(SEED)
counter: N = 1000000

.PHONY: checkout
checkout: ## a cashier at the real screen, over the simulated till: sales from the first key to the goods
	$(GO) run ./cmd/proof/sweep -mode checkout -n $(SCREENS) -seed $(FROM)

.PHONY: exhaustive
exhaustive: ## every combination of up to two faults and two power cuts
	$(GO) run ./cmd/proof/sweep -mode exhaustive

.PHONY: lanes
lanes: ## tills that share a journal, suspended at any call
	$(GO) run ./cmd/proof/sweep -mode lanes -n $(LANES) -seed $(FROM)

.PHONY: sqlite
sqlite: # the sweep on the real journal, reopened at each power cut
	$(GO) run ./cmd/proof/sweep -mode sqlite -n $(REOPENED) -seed $(FROM)

.PHONY: vtime
vtime: ## the real runner, client and HTTP in virtual time
	$(GO) test -count=1 -v -timeout $(PATIENCE) ./cmd/proof/vtime -run 'TestShops$$' -sales $(SALES) -seed $(FROM)

.PHONY: kills
kills: ## the built program killed KILLS times at random moments, over HTTPS
	$(GO) test -count=1 -v -timeout $(PATIENCE) ./cmd/proof/kills -run 'TestKills$$' -kills $(KILLS) -seed $(FROM)

.PHONY: flips
flips: # single bit flips of a journal, read by the journal itself and by the built program; a full disk at each 4 KB
	$(GO) test -count=1 -timeout $(PATIENCE) -run 'BitFlips$$' ./flow/journal/sqlite ./cmd/e2e -flips $(FLIPS)
	$(GO) test -count=1 -timeout $(PATIENCE) -run 'FileLimit$$' ./cmd/e2e -limit-step 8

.PHONY: powercuts
powercuts: ## CUTS power cuts under the real journal
	cd cmd/proof/powercut && $(GO) vet ./... && $(GO) test -count=1 -timeout $(PATIENCE) -v -run TestCuts ./... -cuts $(CUTS) -seed $(FROM)

.PHONY: mutants
mutants: ## plant each known bug (BUGS=60: so many, drawn by FROM) and see that something notices it
	$(GO) run ./cmd/proof/mutation -sample $(BUGS) -draw $(FROM)

.PHONY: mutation
mutation: ## change the till at random and see that its tests notice: make mutation MUTANTS=600 SEED=7 ONLY=flow
	$(GO) run ./cmd/proof/mutagen -n $(MUTANTS) -seed $(SEED) -most $(MOST) -only '$(ONLY)'

.PHONY: repeat
repeat: ## each test TIMES times while every core is busy: what fails once depends on speed
	@busy=; for _ in $$(seq $$(nproc)); do while :; do :; done & busy="$$busy $$!"; done; trap "kill $$busy" EXIT; \
	GOFLAGS="$(GOFLAGS) -count=$(TIMES) -timeout=24h" $(MAKE) -k test race tmux gcc

.PHONY: bench
bench: ## the figures, as ratios inside one run
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: sweep
sweep: ## N simulated sales with crashes and faults: make sweep N=100000 SEED=7
	$(GO) run ./cmd/proof/sweep -n $(N) -seed $(SEED)

# At the end of its time a fuzz run may say "context deadline exceeded" of itself
# (a race in Go's own tool): a finding always names the input that it wrote.
.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME each
	@set -e; out=$$(mktemp); trap 'rm -f "$$out"' EXIT; for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
			echo "$$p $$f"; \
			$(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$p >"$$out" 2>&1 || \
				{ grep -q 'context deadline exceeded' "$$out" && ! grep -q 'Failing input' "$$out"; } || { cat "$$out"; exit 1; }; \
			tail -n 3 "$$out" | grep -v '^PASS'; \
		done; \
	done

.PHONY: golden
golden: ## write the golden files and the pictures anew; read the difference before you commit it
	$(GO) test $$(grep -rl '"facetill/flow/golden"' --include='*_test.go' . | xargs -r -n1 dirname | sort -u) -update
