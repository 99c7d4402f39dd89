<?php
// What is a client enrolled in, and which classes does he have on a day?
//
//   php training.php ADDRESS DAY CLIENT...
//   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
//   php training.php http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
//
// Needs PHP 8 or later with its extension soap.

declare(strict_types=1);

final class Vettrak
{
    private const LOG_IN_AGAIN = ['Token has expired.', 'Invalid token.'];

    private SoapClient $soap;
    private string $token = '';

    /** The token is kept in a file, so that the next run needs no log-in. */
    public function __construct(string $address, private string $user, private string $password, private string $file)
    {
        $this->soap = new SoapClient("$address?WSDL", [
            // One item or many: always an array.
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
            'cache_wsdl' => WSDL_CACHE_BOTH,
            'exceptions' => true,
            'connection_timeout' => 10,
        ]);
        if (is_file($file)) {
            $this->token = trim((string) file_get_contents($file));
        }
    }

    /** Call an operation with the token; log in first, and again when the token is no longer good. */
    public function call(string $operation, array $arguments): object
    {
        if ($this->token === '') {
            $this->logIn();
        }
        $result = $this->once($operation, $arguments);
        if (in_array($result->Auth->StatusMessage ?? '', self::LOG_IN_AGAIN, true)) {
            $this->logIn();
            $result = $this->once($operation, $arguments);
        }
        return $result;
    }

    /** The items of a list: none, one or many. */
    public static function items(object $result, string $list, string $type): array
    {
        return $result->$list->$type ?? [];
    }

    private function once(string $operation, array $arguments): object
    {
        $answer = $this->soap->$operation(['sToken' => $this->token] + $arguments);
        return $answer->{"{$operation}Result"};
    }

    private function logIn(): void
    {
        $login = $this->soap->ValidateClient(['sUsername' => $this->user, 'sPassword' => $this->password]);
        $result = $login->ValidateClientResult;
        if ($result->Status < 1) {
            throw new RuntimeException("The log-in failed: $result->StatusMessage");
        }
        $this->token = $result->Token;
        touch($this->file);
        chmod($this->file, 0600);
        file_put_contents($this->file, $this->token);
        echo "Logged in.\n";
    }
}

[, $address, $day] = $argv;
try {
    $vettrak = new Vettrak(
        $address,
        getenv('VETTRAK_USER'),
        getenv('VETTRAK_PASSWORD'),
        getenv('VETTRAK_TOKEN_FILE') ?: 'vettrak-token',
    );
    foreach (array_slice($argv, 3) as $client) {
        $result = $vettrak->call('GetEnrolmentsForClient', ['sClie_Code' => $client]);
        if ($result->Auth->Status < 1) {
            echo "$client: {$result->Auth->StatusMessage}\n";
            continue;
        }
        $enrolments = Vettrak::items($result, 'ClieEnroList', 'TClieEnro');
        // The training organisation's local time: no zone, and nothing to convert.
        $range = ['xsdStart' => "{$day}T00:00:00", 'xsdEnd' => "{$day}T23:59:59"];
        $result = $vettrak->call('GetClassesForClient', ['sClie_Code' => $client] + $range);
        $classes = Vettrak::items($result, 'InstList', 'TInst');
        printf("%s: %d enrolments, %d classes\n", $client, count($enrolments), count($classes));
        foreach ($enrolments as $enrolment) {
            echo "  enrolled in $enrolment->Code\n";
        }
        foreach ($classes as $class) {
            echo '  class at ' . substr($class->Inst_Start, 0, 16) . "\n";
        }
    }
} catch (SoapFault $fault) {
    fwrite(STDERR, "The server refused the request: $fault->faultstring\n");
    exit(2);
}
