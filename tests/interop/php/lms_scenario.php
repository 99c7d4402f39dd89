<?php
// The LMS scenario with PHP's SoapClient, in WSDL mode. Prints one line for each step.
// Arguments: address of the page, SOAP version (1.1 or 1.2), code of the occurrence, surname of the new client.

declare(strict_types=1);

[, $page, $version, $code, $surname] = $argv;
const BORN = '1990-02-28';

// One real integration gives the address of the WSDL as the location of the service, so it POSTs to ?wsdl.
$api = new SoapClient("$page?wsdl", [
    'location' => "$page?wsdl",
    'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_NONE,
]);

function call(string $operation, array $parameters = [])
{
    global $api;
    $answer = $api->$operation($parameters);
    return $answer->{"{$operation}Result"};
}

// A list of one comes as that one; without any there is no member at all.
function listed(object $list, string $item): array
{
    $items = $list->$item ?? [];
    return is_array($items) ? $items : [$items];
}

function tell(string $step, ...$words): void
{
    echo $step, ': ', implode(' ', $words), "\n";
}

function occurrence(object $list, string $code): ?object
{
    foreach (listed($list, 'TOccu') as $occurrence) {
        if ($occurrence->Code === $code) {
            return $occurrence;
        }
    }
    return null;
}

tell('service', call('API_Handshake'));
tell('database', call('DB_Handshake'));
$refused = call('ValidateClient', ['sUsername' => 'integration', 'sPassword' => 'wrong']);
tell('wrong password', $refused->Status, $refused->StatusMessage);
$login = call('ValidateClient', ['sUsername' => 'integration', 'sPassword' => 'demo-password']);
tell('login', $login->Status, $login->TokenType);
$token = $login->Token;

$new = occurrence(call('GetLMSNewOccurrences', ['sToken' => $token])->OccuList, $code);
tell('new', $new->Prog_Name, $new->StartDate, $new->EndDate, $new->Vacancies, $new->Uploaded);
$found = call('GetLMSOccurrencesInDateRange', [
    'sToken' => $token, 'xsdStart' => '2026-09-01', 'xsdEnd' => '2026-09-30T23:59:59',
]);
tell('in range', occurrence($found->OccuList, $code)->Code);
$reversed = call('GetLMSOccurrencesInDateRange', [
    'sToken' => $token, 'xsdStart' => '2026-09-02', 'xsdEnd' => '2026-09-01',
]);
tell('reversed', $reversed->Auth->Status, $reversed->Auth->StatusMessage);
tell('uploaded', call('UpdateLMSOccurrenceStatus', ['sToken' => $token, 'iID' => $new->ID, 'iStatus' => 1])->Status);
$again = occurrence(call('GetLMSNewOccurrences', ['sToken' => $token])->OccuList, $code);
tell('still new', $again === null ? 'no' : 'yes');

$collected = call('GetLMSNewEnrolmentsForOccurrence', ['sToken' => $token, 'iID' => $new->ID])->ClieEnroList;
foreach (listed($collected, 'TClieEnro') as $enrolment) {
    tell('collected', $enrolment->GivenName, $enrolment->Surname, $enrolment->Status);
    $flagged = call('UpdateLMSEnrolmentStatus', ['sToken' => $token, 'iID' => $enrolment->ID, 'iStatus' => 1]);
    tell('flagged', $flagged->Status);
}
$collected = call('GetLMSNewEnrolmentsForOccurrence', ['sToken' => $token, 'iID' => $new->ID])->ClieEnroList;
tell('left to collect', count(listed($collected, 'TClieEnro')));

$person = ['sToken' => $token, 'sClie_Surname' => $surname, 'sClie_Given' => 'Zoë', 'xsdClie_DOB' => BORN];
$unknown = call('GetClientByCode', ['sToken' => $token, 'sClie_Code' => 'NOBODY']);
tell('unknown code', $unknown->Auth->Status, "[{$unknown->Clie->Clie_Code}]");
$unknown = call('GetClientByName', $person);
tell('unknown name', $unknown->Auth->Status, "[{$unknown->Clie->Clie_Code}]");
$added = call('AddClientAfterCheck', $person + ['divisionId' => 0, 'email' => 'zoe@example.com'])->Clie;
tell('added', $added->Clie_Given, $added->Clie_Surname);
$retried = call('AddClientAfterCheck', $person + ['divisionId' => 0])->Clie;
tell('added again', $retried->Clie_Code === $added->Clie_Code ? 'the same' : 'another');
$client = ['sToken' => $token, 'sClie_Code' => $added->Clie_Code];

$details = call('GetClientDetails', $client)->ClieDetail;
tell('details', $details->Clie_DOB, $details->Clie_Email, isset($details->Clie_Salary) ? 'paid' : 'no salary');
$details->Clie_MobilePhone = '0400 000 000';
$details->UsualAddress = [
    'StreetNumber' => '12', 'StreetName' => 'Elizabeth & Sons Street',
    'City' => 'Launceston', 'State' => 'Tas', 'Postcode' => '7250',
];
tell('changed', call('UpdateClientDetails', ['sToken' => $token, 'cClient' => $details])->Status);
$details = call('GetClientDetails', $client)->ClieDetail;
tell('address', $details->UsualAddress->StreetName, $details->Clie_RCity, $details->Clie_MobilePhone);

$wish = $client + ['iOccurrenceId' => $new->ID];
$enrolled = call('AddLMSClientEnrolmentToOccurrence', $wish)->ClieEnro;
tell('enrolled', $enrolled->Code, $enrolled->Surname, $enrolled->Status, $enrolled->Amount);
$twice = call('AddLMSClientEnrolmentToOccurrence', $wish)->Auth;
tell('enrolled twice', $twice->Status, $twice->StatusMessage);

$results = [
    ['HOSBEER01', 'Competency Achieved', 85], ['HOSBEER02', 'Continuing', -1], ['HOSBEER01', 'Competency Achieved', 101],
];
foreach ($results as [$unit, $result, $percentage]) {
    $sent = call('UpdateResult', [
        'sToken' => $token, 'iEnro_ID' => $enrolled->ID, 'sUnit_Code' => $unit, 'sResult_Name' => $result,
        'xsdStart' => '2026-09-01', 'xsdFinish' => '2026-09-27T17:00:00', 'iPercentage' => $percentage,
    ]);
    tell('result', $unit, $sent->Status, $sent->StatusMessage ?? 'recorded');
}
$units = call('GetUnitsForEnrolment', ['sToken' => $token, 'iEnro_ID' => $enrolled->ID])->EnunList;
foreach (listed($units, 'TEnun') as $unit) {
    tell('unit', $unit->Unit_Code, $unit->Result_Name, $unit->Percentage, $unit->FinishDate);
}
foreach (listed(call('GetEnrolmentsForClient', $client)->ClieEnroList, 'TClieEnro') as $enrolment) {
    tell('enrolment', $enrolment->Code, $enrolment->StartDate);
}
$query = call('QueryAdditionalData', [
    'token' => $token,
    'entityName' => 'Client',
    'filterCriteria' => ['FilterCriteria' => [
        ['Field' => 'ClientCode', 'Operator' => 'Equals', 'Value' => $added->Clie_Code],
    ]],
    'returnFields' => ['ReturnField' => [['Field' => 'Surname'], ['Field' => 'Email'], ['Field' => 'Title']]],
]);
foreach (listed($query->Values, 'ArrayOfString') as $row) {
    tell('query', implode(' ', $query->Fields->string), '=', implode(' ', array_map(fn ($v) => $v ?? 'null', $row->string)));
}
$nobody = call('GetLMSNewOccurrences', ['sToken' => ''])->Auth;
tell('no token', $nobody->Status, $nobody->StatusMessage);
