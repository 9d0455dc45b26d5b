#!/usr/bin/env bats
# HTTPS: certificates are checked, and redirects do not lead out of it.

load net.bash

setup() {
	net_setup
	make_ca
}

teardown() {
	net_teardown
}

# tls NAME: a server with that certificate; its port goes to $port
tls() {
	serve "$1" http_server.py "$dir/$1.pem" "$dir/$1.key"
}

@test "a certificate of an authority that is trusted here" {
	tls good
	ok get "https://127.0.0.1:$port/ok" --ca "$dir/ca.pem"
	has "北京远声示例科技有限公司"
	ok get "https://localhost:$port/gzip" --ca "$dir/ca.pem"
	ok post "https://localhost:$port/post" '{}' --ca "$dir/ca.pem"
}

@test "an authority that nobody named is not trusted" {
	tls good
	fails EPERM "authority that is not trusted here" \
		get "https://127.0.0.1:$port/ok?key=HUNTER2"
	hasnt HUNTER2
	[ ! -e "$dir/good.log" ]
}

@test "a certificate for another host is refused" {
	make_cert other DNS:other.example
	tls other
	fails EPERM "the certificate is for another host" \
		get "https://127.0.0.1:$port/ok" --ca "$dir/ca.pem"
	fails EPERM "the certificate is for another host" \
		get "https://localhost:$port/ok" --ca "$dir/ca.pem"
	[ ! -e "$dir/other.log" ]
}

@test "an expired certificate is refused, and one of tomorrow" {
	make_cert old DNS:localhost -startdate 20240101000000Z \
		-enddate 20240201000000Z
	tls old
	fails EPERM "the certificate has expired" \
		get "https://localhost:$port/ok" --ca "$dir/ca.pem"
	make_cert early DNS:localhost -startdate 20990101000000Z \
		-enddate 20990201000000Z
	tls early
	fails EPERM "the certificate is not yet valid" \
		get "https://localhost:$port/ok" --ca "$dir/ca.pem"
}

@test "a certificate signed by itself is refused" {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -subj /CN=self -addext "subjectAltName=DNS:localhost" \
		-keyout "$dir/self.key" -out "$dir/self.pem" -days 30 2>/dev/null
	tls self
	fails EPERM "signed by nobody but itself" \
		get "https://localhost:$port/ok" --ca "$dir/ca.pem"
}

@test "a file of authorities that is none is told" {
	tls good
	fails EINVAL "file of trusted certificates" \
		get "https://localhost:$port/ok" --ca "$dir/nowhere.pem"
	echo "no certificate" >"$dir/text.pem"
	fails EINVAL "file of trusted certificates" \
		get "https://localhost:$port/ok" --ca "$dir/text.pem"
}

@test "https against a server without TLS, and the other way round" {
	serve plain http_server.py
	fails EPROTO "TLS fails" get "https://127.0.0.1:$port/ok" \
		--ca "$dir/ca.pem"
	tls good
	run timeout 20 "$NET" get "http://127.0.0.1:$port/ok" --ms 3000
	echo "$output"
	[ "$status" -eq 1 ]
}

@test "a server that never finishes its TLS greeting is left" {
	$PYTHON -c '
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
open(sys.argv[1], "w").write("%d\n" % s.getsockname()[1])
time.sleep(30)' "$dir/mute" 3>&- &
	pids="$pids $!"
	until [ -s "$dir/mute" ]; do sleep 0.1; done
	fails EBUSY "no connection within" \
		get "https://127.0.0.1:$(cat "$dir/mute")/" --connect-ms 500
}

@test "redirects go from http to https and never back" {
	tls good
	secure=https://localhost:$port
	serve plain http_server.py
	plain=http://127.0.0.1:$port
	ok get "$plain/to?$secure/ok" --ca "$dir/ca.pem"
	has "redirects 1"
	ok get "$secure/hop1" --ca "$dir/ca.pem"
	fails EPERM "from https to http is not followed" \
		get "$secure/to?$plain/ok" --ca "$dir/ca.pem"
	fails EPERM "from https to http is not followed" \
		get "$plain/to?$secure/to%3F$plain/ok" --ca "$dir/ca.pem"
	[ "$(grep -c '"path": "/ok"' "$dir/plain.log")" -eq 0 ]
}
