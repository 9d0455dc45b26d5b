# Real servers on loopback for tests/net, and what they may say.

NET=$TOOLS/net/net
PYTHON=/usr/bin/python3 # Debian's, which knows the package python3-aiosmtpd

net_setup() {
	dir=$(mktemp -d)
	pids=
}

net_teardown() {
	for pid in $pids; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	rm -rf "$dir"
}

# serve NAME SCRIPT ARGS...: starts a server; its port goes to $port
serve() {
	local name=$1 script=$2
	shift 2
	$PYTHON "$BATS_TEST_DIRNAME/$script" "$dir/$name.port" "$dir/$name.log" \
		"$@" >"$dir/$name.out" 2>&1 </dev/null 3>&- &
	pids="$pids $!"
	for _ in $(seq 300); do
		[ -s "$dir/$name.port" ] && break
		sleep 0.1
	done
	[ -s "$dir/$name.port" ] || {
		cat "$dir/$name.out"
		return 1
	}
	port=$(cat "$dir/$name.port")
}

# A test authority and certificates for localhost and 127.0.0.1
make_ca() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -subj "/CN=示例测试机构" -utf8 -days 30 \
		-addext keyUsage=critical,keyCertSign \
		-keyout "$dir/ca.key" -out "$dir/ca.pem" 2>/dev/null
	make_cert good "DNS:localhost,IP:127.0.0.1"
}

# make_cert NAME ALTNAMES [OPTIONS OF openssl ca...]
make_cert() {
	local name=$1 alt=$2
	shift 2
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-subj "/CN=$name" -keyout "$dir/$name.key" \
		-out "$dir/$name.csr" 2>/dev/null
	mkdir -p "$dir/demo"
	: >"$dir/demo/index.txt"
	cat >"$dir/ca.cnf" <<-END
	[ca]
	default_ca = demo
	[demo]
	dir = $dir/demo
	database = $dir/demo/index.txt
	new_certs_dir = $dir/demo
	rand_serial = yes
	default_md = sha256
	policy = any
	x509_extensions = ext
	[any]
	commonName = supplied
	[ext]
	subjectAltName = $alt
	END
	[ $# -gt 0 ] || set -- -days 30
	openssl ca -batch -config "$dir/ca.cnf" -cert "$dir/ca.pem" \
		-keyfile "$dir/ca.key" -in "$dir/$name.csr" \
		-out "$dir/$name.pem" "$@" 2>/dev/null
}

# ok ARGS...: the program succeeds
ok() {
	run timeout 20 "$NET" "$@"
	echo "($status) $output"
	[ "$status" -eq 0 ]
}

# fails CODE WORDS ARGS...: it fails with this code and a sentence with these
# words
fails() {
	local code=$1 words=$2
	shift 2
	run timeout 20 "$NET" "$@"
	echo "($status) $output"
	[ "$status" -eq 1 ]
	[ "${output%%: *}" = "$code" ]
	[[ "$output" == *"$words"* ]]
}

has() {
	[[ "$output" == *"$1"* ]]
}

hasnt() {
	[[ "$output" != *"$1"* ]]
}
