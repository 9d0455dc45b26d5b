# A crash leaves no memory behind, unless somebody wants to look at it.

load common

# crash [OPTION]: kill the program in its work; prints its limit, and whether a
# core was written
crash() {
	cd "$DIR"
	python3 - "$PROG" "$@" <<-'END'
	import os, resource, signal, subprocess, sys, time
	most = resource.getrlimit(resource.RLIMIT_CORE)[1]
	resource.setrlimit(resource.RLIMIT_CORE, (most, most))
	p = subprocess.Popen(sys.argv[1:] + ["validate", "mobile", "-"],
	    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
	def waits():  # for its standard input
	    try:
	        if os.path.basename(os.readlink("/proc/%d/exe" % p.pid)) != "callpermit":
	            return False
	        return open("/proc/%d/syscall" % p.pid).read().startswith("0 0x0 ")
	    except OSError:
	        return open("/proc/%d/stat" % p.pid).read().split()[2] == "S"
	end = time.time() + 60
	while not waits() and time.time() < end:
	    time.sleep(0.02)
	for line in open("/proc/%d/limits" % p.pid):
	    if line.startswith("Max core file size"):
	        print("soft", line.split()[4], "of", most)
	os.kill(p.pid, signal.SIGSEGV)
	_, status = os.waitpid(p.pid, 0)
	print("dumped" if os.WCOREDUMP(status) else "nothing")
	END
}

@test "a crash leaves no core file, though the shell would allow it" {
	[[ $PROG != */asan/* ]] || skip "the leak check needs it"
	run crash
	echo "$output"
	[[ "$output" == *"soft 0 of"* ]]
	[[ "$output" == *nothing* ]]
	[ -z "$(find "$DIR" -name 'core*')" ]
}

@test "with --core-dumps it is as the shell has it" {
	run crash --core-dumps
	echo "$output"
	[[ "$output" != *"soft 0 of"* ]] || [[ "$output" == *"of 0"* ]]
}
