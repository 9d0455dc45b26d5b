# Calls by the thousand; for bats files and soak.sh, after engine.bash.

# refusals N [NAME]: calls to a number that is not ours, from the trunk
refusals() {
	perl -MIO::Socket::INET -e '
		my ($to, $n, $name) = @ARGV;
		my $s = IO::Socket::INET->new(Proto => "udp",
			LocalAddr => "127.0.0.2", PeerAddr => $to) or die;
		my $port = $s->sockport;
		for my $i (1 .. $n) {
			my $rest = join "\r\n",
				"Via: SIP/2.0/UDP 127.0.0.2:$port;branch=z9hG4bK$name$i",
				"From: <sip:13800000001\@test>;tag=$i",
				"Call-ID: $name$i", "Max-Forwards: 70",
				"Contact: <sip:x\@127.0.0.2:$port>",
				"Content-Length: 0", "";
			my $line = "sip:95099999\@$to SIP/2.0\r\nTo: <sip:95099999\@test>";
			$s->send("INVITE $line\r\nCSeq: 1 INVITE\r\n$rest\r\n");
			while ($s->recv(my $answer, 4000)) {
				last if $answer =~ /^SIP\S+ [3-6]/;
			}
			$s->send("ACK $line\r\nCSeq: 1 ACK\r\n$rest\r\n");
		}' "$sip" "$1" "${2:-r}"
}
