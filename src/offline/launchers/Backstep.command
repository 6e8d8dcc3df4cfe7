#!/usr/bin/env perl
# Backstep without a network, on macOS and Linux: hands out the folder "site" beside this file to this computer alone, and
# opens the browser at it. It needs nothing but the Perl that both systems have. With --print it only prints the address.
use strict;
use warnings;
use IO::Socket::INET;

my ($home) = $0 =~ m{^(.*)/}s;
my $site = (defined $home ? $home : '.') . '/site';
die "The folder \"site\" is not beside this file: unpack the whole zip.\n" unless -f "$site/index.html";

my %types = (
	css => 'text/css', html => 'text/html; charset=utf-8', js => 'text/javascript', mjs => 'text/javascript',
	json => 'application/json', png => 'image/png', svg => 'image/svg+xml', txt => 'text/plain; charset=utf-8',
	wasm => 'application/wasm', webmanifest => 'application/manifest+json', woff => 'font/woff', woff2 => 'font/woff2',
);

my ($server, $port);
for $port (5173 .. 5272) {
	$server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 64) or next;
	my $address = "http://127.0.0.1:$port/";
	print "Backstep is at $address\nClose this window to end it.\n";
	unless (@ARGV and $ARGV[0] eq '--print') {
		system(($^O eq 'darwin' ? 'open' : 'xdg-open') . " '$address' >/dev/null 2>&1 &");
	}
	last;
}
die "No port from 5173 to 5272 is free: close a program that serves there.\n" unless $server;

$| = 1;
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
while (1) {
	my $client = $server->accept or next;
	my $child = fork;
	if (!defined $child or $child) { close $client; next }
	answer($client);
	exit 0;
}

sub answer {
	my ($client) = @_;
	my $line = <$client>;
	while (defined(my $header = <$client>)) { last if $header =~ /^\r?\n$/ }
	my ($method, $path) = defined $line ? $line =~ m{^(GET|HEAD) (/[^ ?]*)} : ();
	return reply($client, 'GET', '405 Method Not Allowed', 'text/plain', 'Pages are read here, and nothing else.')
		unless defined $path;
	$path =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
	my $file = "$site$path";
	if (grep { $_ eq '..' } split m{[/\\]}, $path or $path =~ /\0/) { $file = '' }
	elsif (-d $file and $path !~ m{/$}) {
		# A link to a page may leave out its last slash; the files of the page are found from there.
		print $client "HTTP/1.1 301 Moved Permanently\r\nLocation: $path/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
			if $path =~ m{^[\w/.-]+$};
		return;
	}
	elsif (-d $file) { $file .= 'index.html' }
	my $status = '200 OK';
	($status, $file) = ('404 Not Found', "$site/404.html") unless -f $file;
	open my $in, '<:raw', $file or return reply($client, $method, '500 Internal Server Error', 'text/plain', 'It cannot be read.');
	local $/;
	my $text = <$in>;
	my ($ending) = $file =~ /\.(\w+)$/;
	reply($client, $method, $status, $types{ lc($ending || '') } || 'application/octet-stream', $text);
}

sub reply {
	my ($client, $method, $status, $type, $text) = @_;
	binmode $client;
	print $client "HTTP/1.1 $status\r\nContent-Type: $type\r\nContent-Length: ", length $text,
		"\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n";
	print $client $text unless $method eq 'HEAD';
}
