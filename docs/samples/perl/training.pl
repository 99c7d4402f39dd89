#!/usr/bin/perl
# What is a client enrolled in, and which classes does he have on a day?
#
#   perl training.pl ADDRESS DAY CLIENT...
#   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
#   perl training.pl http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
#
# Needs SOAP::Lite (Debian: libsoap-lite-perl).
use strict;
use warnings;
use SOAP::Lite;

my $NAMESPACE    = 'http://www.ozsoft.com.au/VETtrak/api/complete';
my %LOG_IN_AGAIN = map { $_ => 1 } 'Token has expired.', 'Invalid token.';

my ($address, $day, @clients) = @ARGV;
my $file = $ENV{VETTRAK_TOKEN_FILE} || 'vettrak-token';

# default_ns, not ns: the parameters have to be in the namespace, too. .NET's actions are joined with a slash.
my $soap = SOAP::Lite->proxy($address)->default_ns($NAMESPACE)->on_action(sub { join '/', @_ });
my $token = -e $file ? read_token() : log_in();

sub read_token {
    open my $stream, '<', $file or die "$file: $!\n";
    chomp(my $text = <$stream> // '');
    return $text;
}

# The token is kept in a file, so that the next run needs no log-in.
sub log_in {
    my $result = once('ValidateClient', [sUsername => $ENV{VETTRAK_USER}], [sPassword => $ENV{VETTRAK_PASSWORD}]);
    die "The log-in failed: $result->{StatusMessage}\n" if $result->{Status} < 1;
    umask 0077;
    open my $stream, '>', $file or die "$file: $!\n";
    print {$stream} $result->{Token};
    print "Logged in.\n";
    return $result->{Token};
}

# Every value says its type: SOAP::Lite would guess, and make a number of the code 00001.
sub once {
    my ($operation, @parameters) = @_;
    my @data = map { SOAP::Data->name($_->[0])->value($_->[1])->type($_->[2] || 'string') } @parameters;
    my $answer = $soap->call($operation, @data);
    if ($answer->fault) {
        print {*STDERR} 'The server refused the request: ', $answer->faultstring, "\n";
        exit 2;
    }
    return $answer->result;
}

# Call an operation with the token; log in again when it is no longer good.
sub call {
    my ($operation, @parameters) = @_;
    my $result = once($operation, [sToken => $token], @parameters);
    if ($LOG_IN_AGAIN{ $result->{Auth}{StatusMessage} // '' }) {
        $token = log_in();
        $result = once($operation, [sToken => $token], @parameters);
    }
    return $result;
}

# An empty list comes as an empty text, one item as the item itself, many as an array.
sub items {
    my ($list, $type) = @_;
    my $found = ref $list ? $list->{$type} : undef;
    return ref $found eq 'ARRAY' ? @$found : $found ? ($found) : ();
}

for my $client (@clients) {
    my $result = call('GetEnrolmentsForClient', [sClie_Code => $client]);
    if ($result->{Auth}{Status} < 1) {
        print "$client: $result->{Auth}{StatusMessage}\n";
        next;
    }
    my @enrolments = items($result->{ClieEnroList}, 'TClieEnro');

    # The training organisation's local time: no zone, and nothing to convert.
    my @range = ([xsdStart => "${day}T00:00:00", 'dateTime'], [xsdEnd => "${day}T23:59:59", 'dateTime']);
    my @classes = items(call('GetClassesForClient', [sClie_Code => $client], @range)->{InstList}, 'TInst');

    printf "%s: %d enrolments, %d classes\n", $client, scalar @enrolments, scalar @classes;
    print "  enrolled in $_->{Code}\n" for @enrolments;
    print '  class at ', substr($_->{Inst_Start}, 0, 16), "\n" for @classes;
}
