#!/usr/bin/perl
# hostile.pl TEXT FILE.yaml: the same facts, each of them this text
use strict;
use warnings;

my $text = shift;

$text =~ s/(["\\])/\\$1/g;
$text =~ s/\n/\\n/g;
while (my $line = <>) {
	chomp $line;
	next if $line =~ /^\s*#/;
	if ($line =~ /^(\s+- )\{(.*)\}$/) {
		my ($dash, $row) = ($1, $2);
		my @keys = $row =~ /(?:^|, )(\w+): /g;

		print $dash, '{', join(', ', map { "$_: \"$text\"" } @keys), "}\n";
	} elsif ($line =~ /^(\s+\w+:) \[/) {
		print "$1 [\"$text\"]\n";
	} elsif ($line =~ /^(\s+(?:- )?\w+:) \S/) {
		print "$1 \"$text\"\n";
	} elsif ($line =~ /^\s*(?:- )?\w+:\s*$/) {
		print "$line\n";
	}
}
