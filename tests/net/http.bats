#!/usr/bin/env bats
# Fetching over HTTP and HTTPS from a server that behaves and misbehaves.

load net.bash

setup() {
	net_setup
	serve http http_server.py
	url=http://127.0.0.1:$port
}

teardown() {
	net_teardown
}

# what the server saw of its last request: a jq filter
saw() {
	tail -1 "$dir/http.log" | jq -r "$1"
}

requests() {
	wc -l <"$dir/http.log"
}

@test "a page comes with its type, charset and bytes" {
	ok get "$url/ok"
	has "status 200 unchanged 0 redirects 0 bytes 70"
	has "type text/html charset utf-8"
	has "etag - modified -"
	has "北京远声示例科技有限公司"
	ok get "$url/gbk"
	has "type text/html charset gb2312"
	[ "$(saw .method)" = GET ]
	[ "$(saw '.headers["accept-encoding"]')" = gzip ]
	[ "$(saw '.headers["user-agent"]' | cut -d/ -f1)" = callpermit ]
}

@test "a page that did not change is not sent again" {
	ok get "$url/tagged"
	has 'etag "v1" modified Mon, 02 Mar 2026 01:00:00 GMT'
	[ "$(saw '.headers["if-none-match"]')" = null ]
	ok get "$url/tagged" --etag '"v1"'
	has "status 304 unchanged 1 redirects 0 bytes 0"
	has 'etag "v1"'
	ok get "$url/tagged" --modified "Mon, 02 Mar 2026 01:00:00 GMT"
	has "status 304 unchanged 1"
	ok get "$url/tagged" --etag '"v0"'
	has "status 200 unchanged 0"
}

@test "304 that nobody asked for is no page" {
	fails EPROTO "answers with status 304" get "$url/unasked-304"
}

@test "an ETag too long or with control characters is not kept" {
	ok get "$url/long-tag"
	has "etag -"
	ok get "$url/strange-tag"
	has "etag -"
}

@test "a status says whether it is worth another attempt" {
	for s in 404 410; do
		fails ENOENT "there is no such page (status $s)" get "$url/$s"
	done
	for s in 401 403; do
		fails EPERM "refuses access (status $s)" get "$url/$s"
	done
	for s in 408 425 429 500 502 503 504; do
		fails EBUSY "cannot answer now (status $s)" get "$url/$s"
	done
	for s in 400 418 300 305; do
		fails EPROTO "answers with status $s" get "$url/$s"
	done
}

@test "a server that hangs is left after the time given" {
	for path in hang drip; do
		start=$(date +%s%N)
		fails EBUSY "not finished within" get "$url/$path" --ms 500
		[ $((($(date +%s%N) - start) / 1000000)) -lt 5000 ]
	done
}

@test "the time is for all redirects together" {
	fails EBUSY "not finished within" get "$url/slow-redirect" --ms 1000
}

@test "nobody listens" {
	fails EBUSY "no connection" get "http://127.0.0.1:1/"
	fails EBUSY "not found" get "http://callpermit.invalid/"
}

@test "ten gigabytes are refused before they come" {
	fails EPROTO "more than 5242880 bytes" get "$url/ten-gigabytes"
	fails EPROTO "more than 1000 bytes" get "$url/limit" --bytes 1000
}

@test "a body without end is cut at the limit" {
	fails EPROTO "more than 5242880 bytes" get "$url/endless"
	fails EPROTO "more than 5242880 bytes" get "$url/endless-chunks"
}

@test "the limit is exact" {
	ok get "$url/limit"
	has "bytes 5242880"
	fails EPROTO "more than 5242880 bytes" get "$url/limit-and-one"
}

@test "headers without end are refused" {
	for path in endless-headers endless-header endless-100; do
		run timeout 20 "$NET" get "$url/$path" --ms 5000
		echo "$output"
		[ "$status" -eq 1 ]
	done
}

@test "compression is undone, a bomb is not unfolded" {
	ok get "$url/gzip"
	has "北京远声示例科技有限公司"
	fails EPROTO "more than 5242880 bytes" get "$url/bomb"
}

@test "compression within compression and unknown ones are refused" {
	for path in bomb-in-bomb two-codings transfer-gzip brotli; do
		fails EPROTO "compressed in a way that is not read here" \
			get "$url/$path"
	done
}

@test "damaged compression is refused" {
	for path in gzip-none gzip-damaged gzip-cut; do
		fails EPROTO "compression of the answer is damaged or cut off" \
			get "$url/$path"
	done
}

@test "an answer that breaks off is not taken for a whole one" {
	for path in truncated truncated-chunks; do
		fails EBUSY "the answer broke off" get "$url/$path"
	done
	fails EBUSY "without an answer" get "$url/nothing"
}

@test "what is no HTTP is refused" {
	for path in garbage negative-length; do
		run timeout 20 "$NET" get "$url/$path"
		echo "$output"
		[ "$status" -eq 1 ]
		[ "${output%%: *}" = EPROTO ]
	done
}

@test "up to three redirects are followed, also relative ones" {
	ok get "$url/hop1"
	has "status 200 unchanged 0 redirects 3"
	has "北京远声示例科技有限公司"
	hasnt moved
	fails EPROTO "more than 3 redirects" get "$url/hop0"
}

@test "a redirect loop ends" {
	fails EPROTO "more than 3 redirects" get "$url/loop"
	[ "$(requests)" -eq 4 ]
}

@test "a redirect to a file or another protocol is not followed" {
	fails EPERM "an address begins with https:// or http://, not file:" \
		get "$url/to-file"
	hasnt root
	fails EPERM "not gopher:" get "$url/to-gopher"
	fails EPERM "not an address of the form" get "$url/to-user"
	hasnt secret
	fails EPROTO "does not say where to" get "$url/to-nowhere"
}

@test "addresses are checked before anything is sent" {
	for bad in file:///etc/passwd ftp://127.0.0.1/ gopher://127.0.0.1/ \
		"" http:// http:///x 127.0.0.1 //127.0.0.1/ \
		"http://127.0.0.1:99999/" "http://user@127.0.0.1/" \
		"http://user:pass@127.0.0.1/" "$url/o k" "$url/公告" \
		"$url/ok"$'\r\nX-Evil: 1' "$url/ok"$'\n' "$url/ok"$'\t' \
		"$url/$(printf %02048d 0)"; do
		fails EINVAL "" get "$bad"
	done
	[ ! -e "$dir/http.log" ]
}

@test "no header can be smuggled in through what was kept" {
	fails EINVAL "damaged" get "$url/ok" --etag $'"a"\r\nX-Evil: 1'
	fails EINVAL "damaged" get "$url/ok" --modified $'x\nX-Evil: 1'
	fails EINVAL "damaged" get "$url/ok" --etag "$(printf %0257d 0)"
	[ ! -e "$dir/http.log" ]
}

@test "no message shows the path or query of an address" {
	for path in 404 503 endless truncated; do
		run timeout 20 "$NET" get "$url/$path?key=HUNTER2"
		[ "$status" -eq 1 ]
		hasnt HUNTER2
	done
	fails ENOENT "list of grants: there is no" get "$url/404?key=HUNTER2" \
		--name "list of grants"
}

@test "neither proxies, password files nor cookies of the user count" {
	export http_proxy=http://127.0.0.1:1 HTTP_PROXY=http://127.0.0.1:1 \
		all_proxy=http://127.0.0.1:1 HOME=$dir
	printf 'machine 127.0.0.1 login a password b\n' >"$dir/.netrc"
	chmod 600 "$dir/.netrc"
	ok get "$url/ok"
	[ "$(saw '.headers["authorization"]')" = null ]
	ok get "$url/cookie"
	has "redirects 1"
	[ "$(saw '.headers["cookie"]')" = null ]
}

@test "a proxy that is configured is used" {
	no_proxy='*' ok get "http://liebiao.example/x" --proxy "$url"
	has "through the proxy"
	[ "$(saw .path)" = "http://liebiao.example/x" ]
	fails EINVAL "http://HOST:PORT" get "$url/ok" --proxy socks5://127.0.0.1
}

@test "a JSON text is handed over, its answer comes back" {
	ok post "$url/post?key=1" '{"a":"示例"}'
	has '{"errcode":0,"errmsg":"ok"}'
	has "type application/json"
	[ "$(saw .body)" = '{"a":"示例"}' ]
	[ "$(saw '.headers["content-type"]')" = \
		"application/json; charset=utf-8" ]
	ok post "$url/post-redirect" '{}'
	has "status 307"
	[ "$(requests)" -eq 2 ]
}

@test "a published list comes as rows, whatever its encoding" {
	for path in ok gbk gzip; do
		ok list "$url/$path"
		[ "$output" = "1:1 |北京远声示例科技有限公司" ]
	done
	ok list "$url/nul-body"
	[ "$output" = "1:1 |a�b" ]
	fails ENOENT "status 404" list "$url/404"
	fails EPROTO "more than 5242880 bytes" list "$url/endless"
}
