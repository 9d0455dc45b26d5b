# Build, test and install callpermit.  Everything generated goes below $(O).
#
#   make                    the program; says which package is missing
#   make deps               install the packages that build, run and test need
#   make demo               the main job on the sample data, in build/demo
#   make check              all tests; make check T=journal runs those that match
#   make asan               all tests under AddressSanitizer and UBSan
#   make cover              tests, and the share of lines they run by folder
#   make mutate [EACH=1]    faults in the rules of calls and deadlines: caught?
#   make fuzz [SECS=60]     every fuzz target for SECS seconds (needs clang)
#   make fuzz-hour          an hour for each, results in build/fuzz-hour
#   make bench [LONG=1]     timings; with LONG those that take minutes too
#   make soak [SECS=600]    days of calls in minutes: does its memory stay?
#   make lint               format, clang-tidy, cppcheck, layers, manual, words
#   make words              bring the Chinese catalogue up to date with the code
#   make keys               callpermit-keys(7), from the tables of the screens
#   make errors             callpermit-errors(7), from the table of the codes
#   make guide              the Chinese quick guide as PDF, build/guide.pdf
#   make install [DESTDIR=] [PREFIX=/usr/local]
#   make deb                Debian packages, in build/deb; says what lintian says
#   make deb-test           the packages installed, used, upgraded, purged
#   make deb-same           two builds of them are the same bytes
#   make sbom               the libraries it is linked with, in build/sbom.json
#   make V=1                shows the commands

PROG    := callpermit
VERSION := 0.1.0
PREFIX  ?= /usr/local
UNITS   ?= $(PREFIX)/lib/systemd
O       ?= build
T       ?=
SECS    ?= 60
J       := $(shell nproc 2>/dev/null || echo 1)

# sqlcipher (of Debian 13) instead of sqlite3: databases may be encrypted
SQLITE_PKG ?= sqlite3
SQLITE_DEB := $(if $(filter sqlcipher,$(SQLITE_PKG)),libsqlcipher-dev,libsqlite3-dev)

# Debian packages: what make, make demo and make check need
BUILD_PKGS := gcc libc6-dev pkg-config gettext $(SQLITE_DEB) libhpdf-dev \
	libharfbuzz-dev libfontconfig-dev libncurses-dev libre-dev librem-dev \
	libcyaml-dev libyaml-dev libmd4c-dev libunibreak-dev libutf8proc-dev \
	libssl-dev libcjson-dev zlib1g-dev libical-dev libcsv-dev \
	libcurl4-openssl-dev libxml2-dev libjpeg62-turbo-dev libpng-dev \
	libqpdf-dev libqrencode-dev libarchive-dev libmicrohttpd-dev \
	libsodium-dev libkeyutils-dev
RUN_PKGS   := fonts-noto-cjk
TEST_PKGS  := bats libcmocka-dev perl tmux sip-tester baresip-core qpdf \
	poppler-utils sqlite3 sox jq procps openssl python3 python3-aiosmtpd \
	python3-icalendar python3-vobject libjpeg-turbo-progs unzip \
	libarchive-tools zbar-tools curl
LINT_PKGS  := clang clang-format clang-tidy cppcheck mandoc desktop-file-utils
DEB_PKGS   := debhelper dpkg-dev fakeroot lintian jq

# Foreign libraries: their headers are not held to our warnings.  libharu,
# libunibreak and libcsv have no .pc file in Debian 12; libre 1.1 wants to be
# told that this is C99, and is linked from its archive so that our timers
# replace its own (src/sip/timer.h) and some of its functions can be wrapped
# (src/sip/: gate.c, flow.c, refresh.c, spare.c, trust.c).
PKG_CONFIG ?= pkg-config
NM         ?= nm
PKGS       := $(SQLITE_PKG) harfbuzz harfbuzz-subset fontconfig ncursesw \
	libcyaml libsodium libkeyutils yaml-0.1 md4c libutf8proc libcrypto \
	libcjson zlib libical libcurl libxml-2.0 libjpeg libpng libqpdf \
	libqrencode libarchive libmicrohttpd
RE_CFLAGS  := -isystem /usr/include/re -isystem /usr/include/rem \
	-DHAVE_INTTYPES_H -DHAVE_STDBOOL_H -DHAVE_INET6 -DUSE_TLS -DUSE_OPENSSL \
	$(if $(shell grep -s tls_set_servername /usr/include/re/re_tls.h), \
	-DHAVE_TLS_SET_SERVERNAME)
RE_LIBS    := -l:librem.a -l:libre.a -lssl -lresolv \
	-Wl,--wrap=sip_listen,--wrap=udp_listen,--wrap=tcp_listen,--wrap=tcp_accept,--wrap=sipsess_reply_2xx \
	-Wl,-u,__wrap_udp_listen,-u,__wrap_tcp_listen,-u,__wrap_sipsess_reply_2xx \
	-Wl,--wrap=accept,-u,__wrap_accept \
	-Wl,--wrap=tcp_connect,--wrap=tls_start_tcp \
	-Wl,-u,__wrap_tcp_connect,-u,__wrap_tls_start_tcp

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef -Wvla
CFLAGS   ?= -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong
# what every compiler here knows, whoever sets CFLAGS
HARDEN   := -fPIE -fstack-clash-protection $(if $(findstring \
	x86_64,$(shell $(CC) -dumpmachine 2>&1)),-fcf-protection)
LDFLAGS  ?= -pie -Wl,-z,relro,-z,now
CSTD     := -std=c11 -D_GNU_SOURCE -D_XOPEN_SOURCE_EXTENDED \
	-DVERSION='"$(VERSION)"' -DSHAREDIR='"$(PREFIX)/share/$(PROG)"'
ALL_CFLAGS = $(CSTD) $(WARN) -Isrc -Itests -pthread $(PKG_CFLAGS) $(HARDEN) \
	$(CFLAGS)
PKG_CFLAGS = $(eval PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell \
	$(PKG_CONFIG) --cflags $(PKGS))) $(RE_CFLAGS))$(PKG_CFLAGS)
LIBS       = $(eval LIBS := $(RE_LIBS) $(shell $(PKG_CONFIG) --libs $(PKGS)) \
	-lhpdf -lunibreak -lcsv -lm -pthread)$(LIBS)

SRCS  := $(sort $(wildcard src/*.c src/*/*.c))
SQL   := $(sort $(wildcard src/store/*.sql))
TSV   := $(sort $(wildcard data/pinyin/*.tsv))
OBJS  := $(patsubst %.c,$(O)/%.o,$(filter-out src/main.c,$(SRCS))) \
	$(SQL:%=$(O)/gen/%.o) $(TSV:%=$(O)/gen/%.o)
UNIT  := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/unit/*$(T)*.c))
# programs that bats files run, for example SIP parties
TOOLS := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/sip/*.c \
	tests/fault/*.c tests/paper/*.c tests/tui/*.c tests/net/*.c))
# What waits for the clock, a terminal or a full disk is tested apart, APART at
# a time
APART ?= $(shell echo $$(($(J) * 2)))
bats   = $(sort $(wildcard $(foreach d,$(1),tests/$(d)/*$(T)*.bats)))
BATS  := $(call bats,cli paper net lint)
ALONE := $(call bats,tui sip fault)
BENCH := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/bench/*.c))
FUZZ  := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
LIB   := $(O)/lib$(PROG).a
CODE  := $(SRCS) $(wildcard src/*/*.h tests/*.h tests/*/*.[ch])
MO    := $(O)/locale/zh_CN/LC_MESSAGES/$(PROG).mo

say = $(if $(V),,@printf '  %-4s %s\n' $1 $@ &&)

all: need-build $(O)/$(PROG) $(MO)

$(O)/$(PROG): $(O)/src/main.o $(LIB)
	$(call say,LINK) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# A linker takes the first of two functions of one name from an archive and says
# nothing
$(LIB): $(OBJS)
	$(call say,AR) rm -f $@ && $(AR) rcs $@ $^
	@twice=$$($(NM) -g --defined-only $@ 2>/dev/null | awk \
		'$$2 ~ /[TDBR]/ && seen[$$3]++ { print $$3 }'); \
		[ -z "$$twice" ] || { echo "$@: defined twice: $$twice"; \
		rm -f $@; exit 1; }

$(O)/%.o: %.c Makefile | need-build
	@mkdir -p $(@D)
	$(call say,CC) $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# what SQLCipher has more than SQLite is declared for this file only
$(O)/src/store/db_key.o: CSTD += \
	$(if $(filter sqlcipher,$(SQLITE_PKG)),-DSQLITE_HAS_CODEC)

# src/store/schema.sql becomes the string sql_schema
$(O)/gen/%.sql.c: %.sql
	@mkdir -p $(@D)
	$(call say,SQL) awk 'BEGIN { printf "extern const char sql_%s[];\nconst \
		char sql_%s[] =\n", "$(notdir $*)", "$(notdir $*)" } \
		{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); \
		print "\t\"" $$0 "\\n\"" } END { print "\t;" }' $< >$@

# data/pinyin/words.tsv becomes the array tsv_words of its rows, their number
# tsv_words_count, and tsv_words_sum, which tells one version from another
$(O)/gen/%.tsv.c: %.tsv
	@mkdir -p $(@D)
	$(call say,TSV) awk -v name="tsv_$(notdir $*)" \
		-v sum="$$(sha256sum $< | cut -c1-16)" 'BEGIN { printf "extern \
		const char *const %s[], %s_sum[];\nextern const unsigned \
		%s_count;\nconst char *const %s[] = {\n", name, name, name, name } \
		!/^#/ { gsub(/\t/, "\\t"); print "\t\"" $$0 "\","; n++ } \
		END { printf "};\nconst unsigned %s_count = %d;\nconst char \
		%s_sum[] = \"%s\";\n", name, n, name, sum }' $< >$@

$(O)/gen/%.o: $(O)/gen/%.c
	$(call say,CC) $(CC) $(CSTD) $(HARDEN) $(CFLAGS) -c -o $@ $<

$(MO): data/lang/zh_CN.po | need-build
	@mkdir -p $(@D)
	$(call say,MO) msgfmt --check-format -o $@ $<

$(O)/tests/%: $(O)/tests/%.o $(LIB)
	$(call say,LINK) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

$(O)/replay/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/replay.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# Packages.  absent: those of a list that dpkg does not know as installed
absent = $(shell command -v dpkg-query >/dev/null && { dpkg-query -W \
	-f='$${Package} $${db:Status-Status}\n' $(1) 2>/dev/null; } | awk \
	-v all="$(1)" '$$2 == "installed" { have[$$1] = 1 } END { \
	n = split(all, p, " "); for (i = 1; i <= n; i++) if (!(p[i] in have)) \
	print p[i] }')

need-build:
	@missing='$(call absent,$(BUILD_PKGS))'; [ -z "$$missing" ] || { \
		echo "missing Debian packages: $$missing"; \
		echo "install them with: make deps"; exit 1; }

SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
install-pkgs = @missing='$(call absent,$(1))'; [ -z "$$missing" ] || { \
	echo "installing: $$missing"; log=$$(mktemp); \
	$(SUDO) apt-get update -qq && $(SUDO) env \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	--no-install-recommends $$missing >"$$log" 2>&1 || { \
	tail -5 "$$log"; exit 1; }; rm -f "$$log"; }

deps:
	$(call install-pkgs,$(BUILD_PKGS) $(RUN_PKGS) $(TEST_PKGS))
deps-build:
	$(call install-pkgs,$(BUILD_PKGS) $(RUN_PKGS))
deps-lint: deps
	$(call install-pkgs,$(LINT_PKGS))

deps-deb: deps-build
	$(call install-pkgs,$(DEB_PKGS))

# The main job.  A second make, so that it sees what the first installed.
demo: deps-build
	@$(MAKE) --no-print-directory -j$(J) all
	@sh data/sample/demo.sh $(O)/$(PROG) $(O)/demo

# Tests

check: deps
	@$(MAKE) --no-print-directory -j$(J) O=$(O) T=$(T) check-built
	@$(MAKE) --no-print-directory O=$(O) T=$(T) check-run

REPLAY := $(FUZZ:%=$(O)/replay/%)
check-built: all $(UNIT) $(TOOLS) $(REPLAY)

TEST_ENV := PROG=$(CURDIR)/$(O)/$(PROG) TOOLS=$(CURDIR)/$(O)/tests LC_ALL=C.UTF-8

PROVE := $(TEST_ENV) prove -Q -o --exec "bats --tap" --statefile=$(O)/failed
FAILED = $$(prove --dry --state=failed --statefile=$(O)/failed)

# What failed runs once more, one file at a time, and shows why.  ALONE may miss
# its moment beside others: there only what fails alone counts.
check-run:
	$(if $(UNIT),@$(TEST_ENV) CMOCKA_MESSAGE_OUTPUT=TAP prove -Q -o $(UNIT))
	@rm -f $(O)/failed
	$(if $(BATS),@$(PROVE) --state=save -j$(J) $(BATS) || { \
		echo "again one at a time:"; $(TEST_ENV) bats --tap $(FAILED); \
		false; })
	@rm -f $(O)/failed
	$(if $(ALONE),@$(PROVE) --state=save -j$(APART) $(ALONE) || { \
		echo "again one at a time:"; $(TEST_ENV) bats --tap $(FAILED); \
		})
	$(if $(T),,@for f in $(FUZZ); do $(O)/replay/$$f tests/fuzz/corpus/$$f/* \
		>$(O)/replay/$$f.tap || { cat $(O)/replay/$$f.tap; exit 1; }; \
		echo "fuzz corpus $$f: $$(grep -c '^ok' $(O)/replay/$$f.tap) ok"; \
		done)

SAN := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
asan:
	$(MAKE) O=$(O)/asan CFLAGS="$(SAN)" LDFLAGS="$(SAN)" check

# The share of lines that tests run, by folder.  BAR is what the
# folders of COVERED are held to: their files below it follow the table.
BAR     ?= 90
COVERED := dossier,call,store,value,check,course
cover:
	$(MAKE) O=$(O)/cover CFLAGS="-O0 -g --coverage" LDFLAGS=--coverage check
	@$(MAKE) --no-print-directory cover-table
cover-table:
	@find $(O)/cover/src -name '*.gcno' | sed 's/gcno$$/o/' | \
		xargs gcov -n -r 2>/dev/null | awk -v bar=$(BAR) \
		-v files=$(COVERED) -f tests/lint/cover.awk

MUTANTS := policy gate flow deadline deadline_days deadline_rows deadline_text agenda

# Faults put into the rules of calls and of deadlines: each is to be noticed
# by a unit test.  EACH=N tries one of N only.
mutate: $(MUTANTS:%=$(O)/tests/unit/%) $(LIB)
	@CC="$(CC)" FLAGS="$(filter-out -D%,$(ALL_CFLAGS)) -D_GNU_SOURCE" \
		LIBS="$(LIBS)" LIB=$(LIB) TESTS=$(O)/tests/unit J=$(J) \
		EACH=$(EACH) sh tests/mutate/mutate.sh $(O)/mutate

# libFuzzer wants clang and instrumented objects: a build of its own
FUZZ_SAN := -O1 -g -fno-omit-frame-pointer
fuzz-built: deps-lint
	@$(MAKE) --no-print-directory -j$(J) O=$(O)/fuzzing CC=clang LDFLAGS= \
		CFLAGS="$(FUZZ_SAN) -fsanitize=fuzzer-no-link,address,undefined" \
		$(FUZZ:%=$(O)/fuzzing/fuzz/%)

fuzz: fuzz-built
	@for f in $(FUZZ); do mkdir -p $(O)/fuzz/$$f; echo "fuzz $$f"; \
		$(O)/fuzzing/fuzz/$$f -max_total_time=$(SECS) -verbosity=0 \
		-print_final_stats=1 $(O)/fuzz/$$f tests/fuzz/corpus/$$f || \
		exit 1; done

fuzz-hour: SECS = 3600
fuzz-hour: fuzz-built
	@sh tests/fuzz/long.sh $(SECS) $(O)/fuzzing/fuzz $(O)/fuzz-hour $(FUZZ)

$(O)/fuzz/%: $(O)/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,FUZZ) $(CC) -fsanitize=fuzzer,address,undefined -o $@ $^ \
		$(LIBS)

soak: SECS = 600
soak: all $(TOOLS)
	@$(TEST_ENV) bash tests/sip/soak.sh $(SECS)

bench: all $(BENCH)
	@for b in $(BENCH); do $$b || exit 1; done
	@[ -z "$(LONG)" ] || $(TEST_ENV) bash tests/bench/drill.sh

# Bring the Chinese catalogue up to date with the code; new sentences are empty
words:
	xgettext -k_ -kN_ --from-code=UTF-8 --no-location --omit-header \
		-o $(O)/words.pot $(wildcard src/*/*.c)
	sed -n '/^msgid ""$$/,/^$$/p;/^$$/q' data/lang/zh_CN.po | \
		cat - $(O)/words.pot >$(O)/words.po
	msgmerge -q --no-fuzzy-matching --no-wrap data/lang/zh_CN.po \
		$(O)/words.po -o $(O)/merged.po
	msgattrib --no-obsolete --no-wrap $(O)/merged.po -o data/lang/zh_CN.po
	msgfmt --statistics -o /dev/null data/lang/zh_CN.po

# the manual of the keys, from the tables of the screens
keys: $(O)/tests/tui/keys
	$< >man/callpermit-keys.7.new && mv man/callpermit-keys.7.new \
		man/callpermit-keys.7

# the manual of the codes of errors, from their table
errors: all
	sh tests/cli/errors.sh $(O)/$(PROG) >$(O)/errors.7 && \
		cp $(O)/errors.7 man/callpermit-errors.7

# two pages, to be printed on both sides of one sheet
guide: $(O)/guide.pdf
$(O)/guide.pdf: data/doc/guide.md $(O)/$(PROG) $(MO)
	$(O)/$(PROG) print $< -o $@ --pages 2

# Checks that need no running

lint: deps-lint compile_commands.json
	@clang-format --dry-run -Werror $(CODE)
	@printf "%s\n" $(filter %.c,$(CODE)) | \
		xargs -n1 -P$(J) clang-tidy --quiet -p . 2>/dev/null
	cppcheck -q -j$(J) --std=c11 --inline-suppr --error-exitcode=1 \
		--enable=warning,style,performance,portability \
		--suppress=variableScope -Isrc -Itests src tests
	@awk -f tests/lint/layers.awk $(wildcard src/*/*.[ch])
	@awk -f tests/lint/negated.awk $(wildcard tests/*/*.bats tests/*/*.bash)
	mandoc -T lint -W warning man/*
	desktop-file-validate data/applications/*.desktop
	sh tests/lint/words.sh

compile_commands.json: Makefile $(SRCS)
	@flags=$$(for a in $(ALL_CFLAGS); do printf '%s\n' "$$a"; done | \
		sed 's/"/\\"/g; s/.*/, "&"/' | tr -d '\n'); \
	{ sep='['; for f in $(filter %.c,$(CODE)); do \
		printf '%s\n{ "directory": "%s", "file": "%s", "arguments": ["cc"%s, "-c", "%s"] }' \
		"$$sep" "$(CURDIR)" "$$f" "$$flags" "$$f"; sep=,; \
		done; echo ']'; } >$@

install: all
	install -D -m 755 $(O)/$(PROG) $(DESTDIR)$(PREFIX)/bin/$(PROG)
	for m in man/*.[1-8]; do install -D -m 644 $$m \
		$(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m#man/}; done
	for f in $$(find forms templates data \( -name systemd -o \
		-name sysusers.d -o -name debian -o -name applications \) -prune -o \
		-type f ! -name "*.sh" -print); do install -D -m 644 \
		$$f $(DESTDIR)$(PREFIX)/share/$(PROG)/$$f; done
	install -D -m 644 data/applications/$(PROG).desktop \
		$(DESTDIR)$(PREFIX)/share/applications/$(PROG).desktop
	for f in data/sysusers.d/*; do install -D -m 644 $$f \
		$(DESTDIR)$(PREFIX)/lib/$${f#data/}; done
	for f in $$(cd data && find systemd -type f); do \
		to=$(DESTDIR)$(UNITS)/$${f#systemd/}; \
		install -D -m 644 data/$$f $$to && \
		sed -i 's|@PREFIX@|$(PREFIX)|' $$to || exit 1; done
	for c in bash:bash-completion/completions/$(PROG) \
		zsh:zsh/site-functions/_$(PROG) \
		fish:fish/vendor_completions.d/$(PROG).fish; do \
		to=$(DESTDIR)$(PREFIX)/share/$${c#*:}; \
		install -d $$(dirname $$to) && \
		LC_ALL=C.UTF-8 $(O)/$(PROG) completion $${c%%:*} >$$to && \
		chmod 644 $$to || exit 1; done
	install -D -m 644 $(MO) \
		$(DESTDIR)$(PREFIX)/share/$(PROG)/locale/zh_CN/LC_MESSAGES/$(PROG).mo

sbom: $(O)/sbom.json

# libre and librem are linked from their archives, so ldd does not see them
$(O)/sbom.json: $(O)/$(PROG)
	sh data/debian/sbom.sh $< $(VERSION) libre-dev librem-dev >$@.new
	mv $@.new $@

# from what is committed, or from the files of an archive without a repository
deb: deps-deb
	rm -rf $(O)/deb
	mkdir -p $(O)/deb/$(PROG)-$(VERSION)
	{ git archive HEAD 2>/dev/null || tar -c --exclude=./$(O) .; } | \
		tar -x -C $(O)/deb/$(PROG)-$(VERSION)
	cp -r data/debian $(O)/deb/$(PROG)-$(VERSION)/debian
	cd $(O)/deb/$(PROG)-$(VERSION)/debian && \
		pkgs="$(BUILD_PKGS) jq" && \
		sed -i "s/@BUILD_PKGS@/$$(echo $$pkgs | sed 's/ /, /g')/" control && \
		sed -i 's/@VERSION@/$(VERSION)/' changelog
	cd $(O)/deb/$(PROG)-$(VERSION) && dpkg-buildpackage -b -us -uc -j$(J)
	lintian --fail-on error,warning $(O)/deb/*.changes
	@ls $(O)/deb/*.deb

# The life of the packages, as root with a Debian mirror: those of an older
# state installed in a chroot of their own, used, upgraded, removed, purged
OLD ?= $(shell git log --diff-filter=A --format=%h -- data/debian/control | \
	tail -1)
deb-test: deb
	rm -rf $(O)/deb-old
	mkdir -p $(O)/deb-old
	git archive $(OLD) | tar -x -C $(O)/deb-old
	GIT_CEILING_DIRECTORIES=$(CURDIR)/$(O) $(MAKE) -C $(O)/deb-old \
		O=build VERSION=0.0.1 deb
	bash tests/deb/life.sh $(O)/deb-old/build/deb $(O)/deb $(O)/deb-test

# Built twice, in two places, two time zones and languages: the same bytes
deb-same: deb
	TZ=Asia/Shanghai LC_ALL=C.UTF-8 $(MAKE) O=$(O)/elsewhere deb
	@for f in $(O)/deb/*.deb; do cmp $$f $(O)/elsewhere/deb/$${f##*/} || \
		exit 1; sha256sum $$f; done

clean:
	rm -rf $(O) compile_commands.json

.PHONY: all check check-built check-run asan cover cover-table mutate fuzz fuzz-built fuzz-hour bench soak lint words keys errors guide install \
	deb deb-test deb-same sbom deps-deb clean deps deps-build deps-lint demo need-build
.SECONDARY:
-include $(shell find $(O) -name '*.d' -type f -not -path '$(O)/deb/*' 2>/dev/null)
