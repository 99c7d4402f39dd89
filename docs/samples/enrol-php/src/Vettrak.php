<?php

declare(strict_types=1);

/** The service refused a call; the message is its own and fit to be shown to staff, not always to visitors. */
final class Refused extends RuntimeException
{
}

/** Calls operations of the Enrol service: logs in by itself, and turns refusals into exceptions. */
final class Vettrak
{
    private SoapClient $soap;
    private string $token = '';

    public function __construct(string $service, private string $username, private string $password, string $authorities)
    {
        $host = parse_url($service, PHP_URL_HOST);
        if (!str_starts_with($service, 'https://') && !in_array($host, ['127.0.0.1', 'localhost'], true)) {
            throw new RuntimeException('ENROL_SERVICE must begin with https://: people send their birth dates through it');
        }
        $tls = ['verify_peer' => true, 'verify_peer_name' => true];
        if ($authorities !== 'system') {
            $tls['cafile'] = $authorities;
        }
        $this->soap = new SoapClient("$service?WSDL", [
            'location' => $service,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,      // a list with one item is an array too
            'connection_timeout' => 10,
            'stream_context' => stream_context_create(['ssl' => $tls, 'http' => ['timeout' => 30]]),
        ]);
    }

    /** Calls an operation; the token is added. Throws Refused, or SoapFault when nobody answers. */
    public function call(string $operation, array $parameters = []): object
    {
        if ($this->token === '') {
            $this->logIn();
        }
        // Most operations call the token sToken, newer ones token; PHP leaves out what is not declared.
        $tokens = ['sToken' => $this->token, 'token' => $this->token];
        $answer = $this->soap->$operation($tokens + $parameters)->{$operation . 'Result'};
        $auth = $answer->Auth ?? $answer;
        if ($auth->Status !== 1) {
            throw new Refused($auth->StatusMessage ?? '', $auth->Status);
        }
        return $answer;
    }

    /** Calls an operation whose answer is a list, and returns its items. */
    public function items(string $operation, string $list, string $item, array $parameters = []): array
    {
        return $this->call($operation, $parameters)->$list->$item ?? [];
    }

    private function logIn(): void
    {
        $answer = $this->soap->ValidateClient(['sUsername' => $this->username, 'sPassword' => $this->password]);
        $auth = $answer->ValidateClientResult;
        if ($auth->Status !== 1) {
            throw new RuntimeException('the service refused the log-in of the site');
        }
        $this->token = $auth->Token;
    }
}
