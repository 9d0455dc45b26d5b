#!/usr/bin/perl
# merge.pl TEST.yaml: a test of the rules as a dossier file, its base under it
use strict;
use warnings;

my %meta = map { $_ => 1 } qw(title base today expect);

# The groups of a file in their order: name, and its entries as text by key;
# a list is one entry
sub groups {
	my ($path) = @_;
	my (@order, %group, $name, $key);

	open my $in, '<', $path or die "$path: $!\n";
	while (my $line = <$in>) {
		next if $line =~ /^(#|\s*$)/;
		if ($line =~ /^([a-z]+):\s*(.*)/) {
			($name, $key) = ($1, '');
			push @order, $name;
			$group{$name} = { value => $2, keys => [], text => {} };
			next;
		}
		my $g = $group{$name};
		$key = $line =~ /^  (\w+):/ ? $1 : $key;
		$key = '-' if $line =~ /^  - /;
		push @{ $g->{keys} }, $key unless exists $g->{text}{$key};
		$g->{text}{$key} .= $line;
	}
	return (\@order, \%group);
}

my ($path) = @ARGV;
my ($order, $group) = groups($path);
my $base = $group->{base}{value};
my (@all, %all);

if ($base) {
	(my $dir = $path) =~ s{[^/]*$}{};
	my ($o, $g) = groups("$dir$base");
	@all = @$o;
	%all = %$g;
}
for my $name (grep { !$meta{$_} } @$order) {
	my $over = $group->{$name};

	push @all, $name unless $all{$name};
	if (!$all{$name} || $over->{text}{'-'} || $over->{value} ne '') {
		$all{$name} = $over;
		next;
	}
	for my $key (@{ $over->{keys} }) {
		push @{ $all{$name}{keys} }, $key
			unless exists $all{$name}{text}{$key};
		$all{$name}{text}{$key} = $over->{text}{$key};
	}
}
for my $name (@all) {
	print "$name: $all{$name}{value}\n";
	print $all{$name}{text}{$_} for @{ $all{$name}{keys} };
}
