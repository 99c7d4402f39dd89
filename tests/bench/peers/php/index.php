<?php

// Three operations of the API on PHP's own SoapServer, with the statements of the product.
// nginx passes where things are: PEER_DATABASE, PEER_STATEMENTS (a PHP file that returns them) and PEER_WSDL.

declare(strict_types=1);

final class Api
{
    private const DATES = ['StartDate', 'EndDate', 'DateOfEffect'];
    private const MONEY = ['Amount', 'GST', 'AmountPaid', 'AmountCredited'];

    /** @param array<string, string> $statements */
    public function __construct(private PDO $database, private array $statements)
    {
    }

    public function GetClientByCode(object $asked): array
    {
        $caller = $this->caller($asked->sToken);
        $found = $this->rows('client', [strtolower($asked->sClie_Code), $caller['ID']]);
        return ['GetClientByCodeResult' => ['Auth' => $caller, 'Clie' => $found[0] ?? null]];
    }

    public function GetLMSNewOccurrences(object $asked): array
    {
        $caller = $this->caller($asked->sToken);
        $listed = array_map($this->occurrence(...), $this->rows('occurrences', []));
        return ['GetLMSNewOccurrencesResult' => ['Auth' => $caller, 'OccuList' => ['TOccu' => $listed]]];
    }

    public function ValidateClient(object $asked): array
    {
        [$user] = $this->rows('user', [strtolower($asked->sUsername)]);
        hash_hmac('sha256', $asked->sPassword, $user['password_hash']);
        $token = rtrim(strtr(base64_encode(random_bytes(32)), '+/', '-_'), '=');
        $now = (int) (microtime(true) * 1000);
        $this->rows('insert', [hash('sha256', $token), $user['id'], null, $now, $now]);
        return ['ValidateClientResult' => [
            'ID' => $user['id'],
            'Token' => $token,
            'Status' => 1,
            'StatusMessage' => 'Success',
            'Identifier' => $user['identifier'],
            'TokenType' => '03',
        ]];
    }

    private function caller(string $token): array
    {
        [$found] = $this->rows('token', [hash('sha256', $token)]);
        return [
            'ID' => $found['client_id'],
            'Token' => $token,
            'Status' => 1,
            'Identifier' => $found['client_code'],
            'TokenType' => '02',
        ];
    }

    private function occurrence(array $row): array
    {
        foreach (self::DATES as $name) {
            $row[$name] = $row[$name] === null ? null : substr(str_replace(' ', 'T', $row[$name]), 0, 19);
        }
        foreach (self::MONEY as $name) {
            $row[$name] = number_format((float) $row[$name], 2, '.', '');
        }
        if ($row['DeliveryModes'] !== null) {
            $row['DeliveryModes'] = ['string' => explode("\n", $row['DeliveryModes'])];
        }
        return array_filter($row, fn ($value) => $value !== null);
    }

    /** All rows at once: an open read could not become a write after another process has written. */
    private function rows(string $name, array $values): array
    {
        $statement = $this->database->prepare($this->statements[$name]);
        $statement->execute($values);
        return $statement->fetchAll(PDO::FETCH_ASSOC);
    }
}

$database = new PDO('sqlite:' . $_SERVER['PEER_DATABASE'], null, null, [
    PDO::ATTR_PERSISTENT => true,
    PDO::ATTR_TIMEOUT => 5,
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
]);
$database->exec('PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON');
$server = new SoapServer($_SERVER['PEER_WSDL'], ['cache_wsdl' => WSDL_CACHE_BOTH]);
$server->setObject(new Api($database, require $_SERVER['PEER_STATEMENTS']));
$server->handle();
